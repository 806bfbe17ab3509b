import type { Site } from '../shell/index.ts'
import { capacityPage } from './staff-capacity.page.tsx'
import { portalCodePage } from './staff-portal-code.page.tsx'
import { representativesPage } from './staff-representatives.page.tsx'

/** The staff pages of this slice; `portalOrigin`: where a code that is handed over is used. */
export function representationPages(site: Site, portalOrigin: string): void {
  representativesPage(site)
  capacityPage(site)
  portalCodePage(site, portalOrigin)
}
