import type { FastifyInstance } from 'fastify'
import { clientPages } from './client/index.ts'
import { dossierPages } from './dossier/index.ts'
import type { House } from './house.ts'
import { addSignIn, type ProviderSettings } from './identity/index.ts'
import { notesPages } from './notes/index.ts'
import type { Site } from './shell/index.ts'
import { homePage } from './shell/index.ts'
import { brandOf, type Now, realTime } from './site-parts.ts'
import { makeSite } from './web/index.ts'

/** The staff site: composition only. */
export async function makeStaffSite(
  house: House,
  provider: ProviderSettings,
  now: Now = realTime,
): Promise<FastifyInstance> {
  const { config, door, vault, statements, pools } = house
  const origin = config.staff.url
  const app = await makeSite({
    name: 'staff',
    origin,
    formTargets: [new URL(provider.issuer).origin],
    log: now.log,
  })
  addSignIn(app, {
    site: 'staff',
    origin,
    organisations: [...statements.values()].map((statement) => brandOf(statement, config.publicSite.url)),
    provider,
    signinPool: pools.signin,
    indexKey: (organisation) => vault.indexKey(organisation),
  })
  const site: Site = {
    kind: 'staff',
    app,
    door,
    vault,
    statements,
    publicOrigin: config.publicSite.url,
    now: now.now,
  }
  homePage(site)
  clientPages(site)
  dossierPages(site)
  notesPages(site)
  return app
}
