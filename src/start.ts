import { readConfig } from './config.ts'
import { DEMO_ORGANISATIONS } from './demo/index.ts'
import { openHouse } from './house.ts'
import { makePortal } from './portal.ts'
import { providersFor } from './providers.ts'
import { makePublicSite } from './public.ts'
import { makeStaffSite } from './staff.ts'
import { startWorker } from './worker.ts'

// Everything in one process: the sites, the worker, and the stand-in identity providers.
const config = readConfig()
const say = (line: string) => process.stdout.write(`${line}\n`)
const house = await openHouse(config)
const providers = await providersFor(config)
const worker = startWorker(house, (sentence) => process.stderr.write(`${sentence}\n`))
const sites = [
  { site: await makeStaffSite(house, providers.staff), at: config.staff },
  { site: await makePortal(house, providers.clients), at: config.portal },
  {
    site: await makePublicSite({
      reader: house.pools.publicReader,
      origin: config.publicSite.url,
      statementsFolder: config.statements,
    }),
    at: config.publicSite,
  },
  ...(providers.standIn ? [{ site: providers.standIn, at: config.standIn }] : []),
]
await Promise.all(sites.map(({ site, at }) => site.listen({ host: at.listen, port: at.port })))

say(`Staff site      ${config.staff.url}`)
say(`Client portal   ${config.portal.url}`)
say(`Public site     ${config.publicSite.url}`)
if (providers.standIn) {
  say(`Stand-in for staff accounts and DigiD   ${config.standIn.url}`)
  say('\nYou can sign in as:')
  for (const { id, staff } of DEMO_ORGANISATIONS) {
    for (const { name, role, expired, endsSoon } of staff)
      say(
        `  ${id.padEnd(18)} ${name.padEnd(16)} ${role}${expired ? ' (certificate of conduct ended)' : ''}${endsSoon ? ` (${endsSoon} ends soon)` : ''}`,
      )
  }
  say(
    '  and in the portal as any client of Tom in de buurt with a BSN (Emine Aydin, Ruben de Wit, Shanti Pinas).',
  )
}

async function stop(): Promise<void> {
  await Promise.all(sites.map(({ site }) => site.close()))
  await worker.stop()
  await house.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
