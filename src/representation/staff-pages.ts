import type { Site } from '../shell/index.ts'
import { capacityPage } from './staff-capacity.page.tsx'
import { representativesPage } from './staff-representatives.page.tsx'

/** The staff pages of this slice. */
export function representationPages(site: Site): void {
  representativesPage(site)
  capacityPage(site)
}
