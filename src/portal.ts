import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { myConsentPages } from './consent/portal-pages.ts'
import { myDossierPages } from './dossier/portal-pages.ts'
import type { House } from './house.ts'
import { addSignIn, PasswordHasher, type ProviderSettings, sessionPages } from './identity/index.ts'
import { keepsBsn } from './representation/index.ts'
import { myRepresentationPages } from './representation/portal-pages.ts'
import { myRightsPages } from './rights/portal-pages.ts'
import type { Site } from './shell/index.ts'
import { brandOf, type Now, realTime } from './site-parts.ts'
import { tracePages } from './trace/portal-pages.ts'
import { siteKey } from './vault/index.ts'
import { makeSite } from './web/index.ts'

/** The client portal: composition only. It reaches no staff page. */
export async function makePortal(
  house: House,
  provider: ProviderSettings,
  now: Now = realTime,
): Promise<FastifyInstance> {
  const { config, door, vault, statements, pools } = house
  const origin = config.portal.url
  const app = await makeSite({
    name: 'portal',
    origin,
    formTargets: [new URL(provider.issuer).origin],
    log: now.log,
    proxies: config.proxies,
  })
  addSignIn(app, {
    site: 'portal',
    origin,
    organisations: [...statements.values()].map((statement) => brandOf(statement, config.publicSite.url)),
    provider,
    signinPool: pools.signin,
    cookieKey: siteKey(join(config.dataDir, 'keys')),
    indexKey: (organisation) => vault.indexKey(organisation),
    portalAccounts: {
      desk: { signinPool: pools.signin, vault, hasher: new PasswordHasher(), now: () => now.now().getTime() },
      organisations: [...statements.values()]
        .filter((statement) => !keepsBsn(statement))
        .map((statement) => statement.facts.organisation.id),
    },
  })
  const site: Site = {
    kind: 'portal',
    app,
    door,
    vault,
    statements,
    publicOrigin: config.publicSite.url,
    now: now.now,
  }
  myDossierPages(site)
  myConsentPages(site, pools.signin)
  myRepresentationPages(site, pools.signin)
  myRightsPages(site, pools.signin)
  tracePages(site)
  sessionPages(site, pools.signin)
  return app
}
