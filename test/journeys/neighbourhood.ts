import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import type { Config } from '../../src/config.ts'
import { DEMO_ORGANISATIONS, fillOrganisation } from '../../src/demo/index.ts'
import { type House, staffIssuerOf } from '../../src/house.ts'
import { makePortal } from '../../src/portal.ts'
import { providersFor } from '../../src/providers.ts'
import { makePublicSite } from '../../src/public.ts'
import { makeStaffSite } from '../../src/staff.ts'
import type { LogLine } from '../../src/web/index.ts'
import { startWorker } from '../../src/worker.ts'
import { launchBrowser } from '../browser.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { routesOf } from '../routes.ts'
import { Seen } from './seen.ts'

/** The whole neighbourhood, listening for real: four sites and the worker on one fresh database, and a browser. */
export type Neighbourhood = {
  house: TestHouse
  browser: Browser
  /** The addresses of the sites. */
  at: { staff: string; portal: string; publicSite: string; standIn: string }
  /** The pattern of everything that one can GET at a site, as its router has it. */
  pages: Record<'staff' | 'portal' | 'publicSite' | 'standIn', string[]>
  /** What the sites were asked, answered and logged, and what went wrong in a browser. */
  seen: Seen
  /** Moves the clock of the pages (not of the database); without a moment it goes back to now. */
  clock(moment?: string): void
  close(): Promise<void>
}

/** Opens a neighbourhood on free ports. Once a file: it takes some seconds. */
export async function openNeighbourhood(): Promise<Neighbourhood> {
  const house = await testHouse({ demo: false })
  const config = { ...house.config, ...(await placesFor(house.config)), demo: true }
  // The demonstration is filled here and not by the house: its staff are known by the address of the stand-in.
  house.needs.staffIssuer = staffIssuerOf(config)
  for (const organisation of DEMO_ORGANISATIONS) await fillOrganisation(house.needs, organisation)
  const at = {
    staff: config.staff.url,
    portal: config.portal.url,
    publicSite: config.publicSite.url,
    standIn: config.standIn.url,
  }
  const seen = new Seen(Object.values(at))
  let moved: Date | undefined
  const time = { now: () => moved ?? new Date(), log: (line: LogLine) => seen.logged(line) }
  const sites = await makeSites({ ...house, config }, time)
  for (const [url, site] of sites) {
    seen.listenTo(site)
    await site.listen({ host: '127.0.0.1', port: Number(new URL(url).port) })
  }
  const pagesAt = (url: string) =>
    routesOf(new Map(sites).get(url) as FastifyInstance)
      .filter(({ method }) => method === 'GET')
      .map(({ pattern }) => pattern)
  const worker = startWorker({ ...house, config }, () => undefined)
  const browser = await launchBrowser()
  return {
    house,
    browser,
    at,
    pages: {
      staff: pagesAt(at.staff),
      portal: pagesAt(at.portal),
      publicSite: pagesAt(at.publicSite),
      standIn: pagesAt(at.standIn),
    },
    seen,
    clock(moment) {
      moved = moment === undefined ? undefined : new Date(moment)
    },
    async close() {
      await browser.close()
      await Promise.all(sites.map(([, site]) => site.close()))
      await worker.stop()
      await house.close()
    },
  }
}

async function makeSites(
  house: House,
  time: { now: () => Date; log: (line: LogLine) => void },
): Promise<[string, FastifyInstance][]> {
  const { config } = house
  const providers = await providersFor(config)
  if (!providers.standIn) throw new Error('The journeys need the stand-in.')
  const publicSite = await makePublicSite({
    reader: house.pools.publicReader,
    origin: config.publicSite.url,
    statementsFolder: join(config.root, 'statements'),
    log: time.log,
  })
  return [
    [config.staff.url, await makeStaffSite(house, providers.staff, time)],
    [config.portal.url, await makePortal(house, providers.clients, time)],
    [config.publicSite.url, publicSite],
    [config.standIn.url, providers.standIn],
  ]
}

/** An address of its own for each site, on ports that nobody uses now. */
async function placesFor(config: Config): Promise<Pick<Config, (typeof SITES)[number]>> {
  const ports = await freePorts(SITES.length)
  const placed = SITES.map((site, at) => {
    const port = ports[at] ?? 0
    return [site, { ...config[site], port, url: `http://localhost:${port}` }] as const
  })
  return Object.fromEntries(placed) as Pick<Config, (typeof SITES)[number]>
}
const SITES = ['staff', 'portal', 'publicSite', 'standIn'] as const

/**
 * Held together, so that no two are the same; and below the ports that the machine gives to outgoing connections, because one of those
 * may be taken before the site listens.
 */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => holdPort()))
  const ports = servers.map((server) => Number(Object(server.address()).port))
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

async function holdPort(): Promise<Server> {
  const server = createServer()
  const held = new Promise<boolean>((done) => {
    server.once('listening', () => done(true)).once('error', () => done(false))
  })
  server.listen(12_000 + Math.floor(Math.random() * 18_000), '127.0.0.1')
  return (await held) ? server : holdPort()
}
