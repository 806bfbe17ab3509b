import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { clientPages } from './client/staff-pages.ts'
import { promisesPage } from './compliance/staff-pages.ts'
import { consentPages } from './consent/staff-pages.ts'
import { dossierPages } from './dossier/staff-pages.ts'
import { type House, staffIssuerOf } from './house.ts'
import {
  accountDesk,
  addOwnAccounts,
  addSignIn,
  type ProviderSettings,
  sessionPages,
} from './identity/index.ts'
import { incidentalAccessPages } from './incidental-access/staff-pages.ts'
import { notesPages } from './notes/staff-pages.ts'
import { peoplePages, whatCloses } from './people/staff-pages.ts'
import { representationPages } from './representation/staff-pages.ts'
import type { Site } from './shell/index.ts'
import { homePage } from './shell/index.ts'
import { signalPages } from './signals/staff-pages.ts'
import { brandOf, type Now, realTime } from './site-parts.ts'
import { TODAY } from './today/index.ts'
import { todayPages } from './today/staff-pages.ts'
import { siteKey } from './vault/index.ts'
import { makeSite } from './web/index.ts'

/** The staff site: composition only. */
export async function makeStaffSite(
  house: House,
  provider: ProviderSettings | 'own-accounts',
  now: Now = realTime,
): Promise<FastifyInstance> {
  const { config, door, vault, statements, pools } = house
  const origin = config.staff.url
  const app = await makeSite({
    name: 'staff',
    origin,
    formTargets: provider === 'own-accounts' ? [] : [new URL(provider.issuer).origin],
    log: now.log,
    proxies: config.proxies,
  })
  const site: Site = {
    kind: 'staff',
    app,
    door,
    vault,
    statements,
    publicOrigin: config.publicSite.url,
    now: now.now,
    ...TODAY,
    whatCloses: (visitor, language) => whatCloses({ door, now: now.now }, visitor, language),
  }
  const organisations = [...statements.values()].map((statement) => brandOf(statement, config.publicSite.url))
  const keys = join(config.dataDir, 'keys')
  const entrance = {
    site: 'staff',
    origin,
    organisations,
    signinPool: pools.signin,
    cookieKey: siteKey(keys),
  } as const
  const desk = provider === 'own-accounts' ? accountDesk(house, now.now) : undefined
  if (desk) addOwnAccounts(site, { ...entrance, desk })
  else if (provider !== 'own-accounts')
    addSignIn(app, {
      ...{ ...entrance, provider, claims: config.staffClaims },
      indexKey: (organisation) => vault.indexKey(organisation),
    })
  sessionPages(site, pools.signin)
  homePage(site)
  todayPages(site)
  clientPages(site)
  dossierPages(site)
  notesPages(site)
  consentPages(site)
  incidentalAccessPages(site, pools.signin)
  representationPages(site, pools.signin, config.portal.url)
  peoplePages(site, { staffIssuer: staffIssuerOf(config), desk })
  signalPages(site)
  promisesPage(site, { root: config.root, keys })
  return app
}
