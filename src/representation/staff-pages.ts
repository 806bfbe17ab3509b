import type { Pool } from '../db/index.ts'
import type { Site } from '../shell/index.ts'
import { capacityPage } from './staff-capacity.page.tsx'
import { portalCodePage } from './staff-portal-code.page.tsx'
import { representativesPage } from './staff-representatives.page.tsx'

/**
 * The staff pages of this slice; `portalOrigin`: where a code that is handed over is used. What is typed before the second factor is
 * shown again is kept with the session, which the sign-in role alone may do.
 */
export function representationPages(site: Site, signinPool: Pool, portalOrigin: string): void {
  representativesPage(site, signinPool)
  capacityPage(site)
  portalCodePage(site, signinPool, portalOrigin)
}
