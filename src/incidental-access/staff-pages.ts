import type { Pool } from '../db/index.ts'
import type { Site } from '../shell/index.ts'
import { askAccessPage } from './staff-ask-access.page.tsx'
import { emergencyPage } from './staff-emergency.page.tsx'
import { reviewsPage } from './staff-review.page.tsx'
import { reviewOnePage } from './staff-review-one.page.tsx'
import { runningAccessPage } from './staff-running-access.page.tsx'
import { seenPage } from './staff-seen.page.ts'

/** The staff pages of this slice. What is typed in an emergency is kept with the session, which the sign-in role alone may do. */
export function incidentalAccessPages(site: Site, signinPool: Pool): void {
  askAccessPage(site)
  emergencyPage(site, signinPool)
  reviewsPage(site)
  reviewOnePage(site)
  runningAccessPage(site)
  seenPage(site)
}
