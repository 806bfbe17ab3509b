import type { FastifyInstance } from 'fastify'
import type { LogLine } from '../web/index.ts'
import { makeSite } from '../web/index.ts'
import { digidLevels, staffLevels } from './levels.ts'
import { addPickPage, type DemoPerson } from './pick.page.tsx'
import { makeProvider, type RelyingClient } from './provider.ts'

export type { DemoPerson } from './pick.page.tsx'
export type { RelyingClient } from './provider.ts'

export type StandInOptions = {
  /** Must be true: nothing is checked here, so this never belongs in production. */
  demonstration: boolean
  /** The address of the stand-in as browsers see it, e.g. `http://localhost:3003`. */
  origin: string
  staff: { people: readonly DemoPerson[]; clients: readonly RelyingClient[] }
  /** The subject of a person is the BSN. */
  digid: { people: readonly DemoPerson[]; clients: readonly RelyingClient[] }
  log?: (line: LogLine) => void
}

/** The issuers of a stand-in at this origin. */
export function standInIssuers(origin: string): { staff: string; digid: string } {
  return { staff: `${origin}/staff`, digid: `${origin}/digid` }
}

/** Two identity providers on one site, for demonstration and tests: employees, and DigiD after the OpenID.NLGov profile. */
export async function makeStandIn(options: StandInOptions): Promise<FastifyInstance> {
  if (!options.demonstration) throw new Error('The stand-in identity providers are for demonstration only.')
  const { origin, staff, digid } = options
  const back = [...staff.clients, ...digid.clients].map((client) => new URL(client.redirectUri).origin)
  const site = await makeSite({
    name: 'stand-in',
    origin,
    formTargets: [...new Set(back)],
    ...(options.log ? { log: options.log } : {}),
  })
  const staffProvider = makeProvider({
    origin,
    mount: 'staff',
    clients: staff.clients,
    acrs: staffLevels.map((level) => level.acr),
    isPerson: (subject) => staff.people.some((person) => person.subject === subject),
  })
  const digidProvider = makeProvider({
    origin,
    mount: 'digid',
    clients: digid.clients,
    acrs: digidLevels.map((level) => level.acr),
    subjectIdType: 'urn:nl-eid-gdi:1.0:id:BSN',
    isPerson: (subject) => digid.people.some((person) => person.subject === subject),
    representedBy: (subject) => digid.people.find((person) => person.subject === subject)?.represents,
  })
  mount(site, '/staff', staffProvider.callback())
  mount(site, '/digid', digidProvider.callback())
  addPickPage(site, { mount: 'staff', provider: staffProvider, people: staff.people, levels: staffLevels })
  addPickPage(site, { mount: 'digid', provider: digidProvider, people: digid.people, levels: digidLevels })
  return site
}

type Callback = ReturnType<ReturnType<typeof makeProvider>['callback']>

/** Hands everything under a path to the provider, before the site reads the body: the protocol has rules of its own. */
function mount(site: FastifyInstance, path: string, callback: Callback): void {
  site.addHook('onRequest', async (request, reply) => {
    if (!request.view.path.startsWith(`${path}/`)) return
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    // The provider reads its own place in the address from `originalUrl`.
    Object.assign(request.raw, {
      originalUrl: request.raw.url,
      url: (request.raw.url ?? '').slice(path.length),
    })
    await callback(request.raw, reply.raw)
  })
}
