import type { Pool } from '../db/index.ts'
import type { Site } from '../shell/index.ts'
import { actingForPage } from './acting-for.page.tsx'
import { myRepresentativesPage } from './my-representatives.page.tsx'

/** The portal pages of this slice. They change the session and what is kept with it, which the sign-in role alone may do. */
export function myRepresentationPages(site: Site, signinPool: Pool): void {
  myRepresentativesPage(site, signinPool)
  actingForPage(site, signinPool)
}
