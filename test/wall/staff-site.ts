import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Visitor } from '../../src/door/index.ts'
import type { House } from '../../src/house.ts'
import { makePortal } from '../../src/portal.ts'
import { providersFor } from '../../src/providers.ts'
import { makeStaffSite } from '../../src/staff.ts'
import { csrfToken, type LogLine } from '../../src/web/index.ts'

/** A real site of the house, asked without a browser. */
export type AskedSite = {
  app: FastifyInstance
  /** The request log. */
  log: LogLine[]
  get(visitor: Visitor, path: string): Promise<LightMyRequestResponse>
  post(visitor: Visitor, path: string, fields: Record<string, string>): Promise<LightMyRequestResponse>
}

export async function staffSite(house: House): Promise<AskedSite> {
  const log: LogLine[] = []
  const { staff } = await providersFor(house.config)
  return asked(
    await makeStaffSite(house, staff, { now: () => new Date(), log: (line) => log.push(line) }),
    'staff',
    log,
  )
}

export async function portalSite(house: House): Promise<AskedSite> {
  const log: LogLine[] = []
  const { clients } = await providersFor(house.config)
  return asked(
    await makePortal(house, clients, { now: () => new Date(), log: (line) => log.push(line) }),
    'portal',
    log,
  )
}

function asked(app: FastifyInstance, site: 'staff' | 'portal', log: LogLine[]): AskedSite {
  const cookies = (visitor: Visitor) => ({
    [`__Host-gestand-${site}`]: visitor.token.toString('base64url'),
    [`__Host-gestand-${site}-at`]: visitor.organisation,
  })
  return {
    app,
    log,
    get: (visitor, path) => app.inject({ method: 'GET', url: path, cookies: cookies(visitor) }),
    post: (visitor, path, fields) =>
      app.inject({
        method: 'POST',
        url: path,
        cookies: cookies(visitor),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
        payload: new URLSearchParams({ ...fields, csrf: csrfToken(visitor.token) }).toString(),
      }),
  }
}

/** Every route of a site, from its own tree of routes. */
export function pathsOf(app: FastifyInstance): { method: 'GET' | 'POST'; path: string }[] {
  const found: { method: 'GET' | 'POST'; path: string }[] = []
  const above: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^(.*?)[└├]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line)
    if (!match) continue
    const depth = match[1]!.length / 4
    const path = (depth === 0 ? '' : above[depth - 1]!) + match[2]!
    above[depth] = path
    for (const method of (match[3] ?? '').split(', '))
      if (method === 'GET' || method === 'POST') found.push({ method, path })
  }
  return found
}
