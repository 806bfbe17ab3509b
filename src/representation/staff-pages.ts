import type { Site } from '../shell/index.ts'
import { representativesPage } from './staff-representatives.page.tsx'

/** The staff pages of this slice. */
export function representationPages(site: Site): void {
  representativesPage(site)
}
