import type { Site } from '../shell/index.ts'
import { askConsentPage } from './staff-ask-consent.page.tsx'
import { consentsPage } from './staff-consents.page.tsx'

/** The staff pages of this slice. */
export function consentPages(site: Site): void {
  consentsPage(site)
  askConsentPage(site)
}
