import type { Site } from '../shell/index.ts'
import { askAccessPage } from './staff-ask-access.page.tsx'
import { emergencyPage } from './staff-emergency.page.tsx'
import { reviewsPage } from './staff-review.page.tsx'
import { reviewOnePage } from './staff-review-one.page.tsx'
import { runningAccessPage } from './staff-running-access.page.tsx'

/** The staff pages of this slice. */
export function incidentalAccessPages(site: Site): void {
  askAccessPage(site)
  emergencyPage(site)
  reviewsPage(site)
  reviewOnePage(site)
  runningAccessPage(site)
}
