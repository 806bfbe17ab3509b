import type { Site } from '../shell/index.ts'
import { askAccessPage } from './staff-ask-access.page.tsx'
import { emergencyPage } from './staff-emergency.page.tsx'
import { reviewPages } from './staff-review.page.tsx'
import { runningAccessPage } from './staff-running-access.page.tsx'

/** The staff pages of this slice. */
export function incidentalAccessPages(site: Site): void {
  askAccessPage(site)
  emergencyPage(site)
  reviewPages(site)
  runningAccessPage(site)
}
