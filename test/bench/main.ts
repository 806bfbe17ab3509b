import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type BenchHouse, openBenchHouse } from './bench-house.ts'
import { measureCompleteness } from './completeness.ts'
import { FLOOR_TABLES } from './floor.ts'
import { measureVerification } from './ledger-speed.ts'
import { type Answers, type Measured, measureDecision, measureLooks, type Ports } from './measure.ts'
import { Neighbourhood } from './neighbourhood.ts'
import { reportOf, tableOf } from './report.ts'
import type { ServerOrder } from './server.ts'
import { makeUnledgered } from './unledgered.ts'

const { values: chosen } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1000,10000,100000' },
    'at-once': { type: 'string', default: '1,8,32' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    entries: { type: 'string', default: '1000000' },
  },
})
const numbers = (text: string) => text.split(',').map(Number)
const note = (line: string) => process.stderr.write(`${line}\n`)

const bench = await openBenchHouse()
const servers: { stop(): void }[] = []
try {
  await bench.owner.query(FLOOR_TABLES)
  await makeUnledgered(bench.owner)
  const people = new Neighbourhood(bench)
  const answers: Answers = { looks: 0 }
  const measured: Measured[] = []
  let ports: Ports | undefined
  for (const size of numbers(chosen.sizes)) {
    note(`loading up to ${size} dossiers`)
    await people.growTo(size)
    ports ??= { ours: await serve(bench, 'ours'), floor: await serve(bench, 'floor') } as Ports
    for (const atOnce of numbers(chosen['at-once'])) {
      note(`${size} dossiers, ${atOnce} at once`)
      const plan = { atOnce, rounds: Number(chosen.rounds), seconds: Number(chosen.seconds) }
      measured.push(await measureLooks(bench, people, ports, plan, answers))
    }
  }
  const completeness = await measureCompleteness(bench, people, answers)
  for (const server of servers) server.stop()
  note('verifying the ledger')
  const ledger = await measureVerification(bench, Number(chosen.entries))
  const report = reportOf({ measured, decisionMicroseconds: measureDecision(bench), ledger, completeness })
  if (chosen.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else for (const line of tableOf(report)) process.stdout.write(`${line}\n`)
} catch (error) {
  // Said at once: what still runs may keep the end waiting.
  note(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
} finally {
  for (const server of servers) server.stop()
  await bench.close()
}
process.exit()

/** Starts a server in a process of its own, so that it does not share the event loop with the one that asks. */
async function serve(
  { house, folder }: BenchHouse,
  kind: ServerOrder['kind'],
): Promise<Record<string, number>> {
  const { database } = house
  const roles = ['gestand_app', 'gestand_signin', 'gestand_worker', 'gestand_public'] as const
  const urls = {
    admin: database.adminUrl,
    ...Object.fromEntries(roles.map((role) => [role, database.urlFor(role)])),
  }
  const order: ServerOrder = { kind, folder, urls }
  const child = spawn(
    process.execPath,
    [new URL('./server.js', import.meta.url).pathname, JSON.stringify(order)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  servers.push({ stop: () => child.kill('SIGKILL') })
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line)
  throw new Error(`The server of ${kind} did not start.`)
}
