import type { Pool } from '../db/index.ts'
import type { Site } from '../shell/index.ts'
import { actingForPage } from './acting-for.page.tsx'
import { myRepresentativesPage } from './my-representatives.page.tsx'

/** The portal pages of this slice. Choosing for whom one acts changes the session, which the sign-in role alone may do. */
export function myRepresentationPages(site: Site, signinPool: Pool): void {
  myRepresentativesPage(site)
  actingForPage(site, signinPool)
}
