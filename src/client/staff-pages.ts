import type { Site } from '../shell/index.ts'
import { caseloadPage } from './staff-caseload.page.tsx'
import { findPage } from './staff-find.page.tsx'
import { registerPage } from './staff-register.page.tsx'

/** The staff pages of this slice. */
export function clientPages(site: Site): void {
  caseloadPage(site)
  findPage(site)
  registerPage(site)
}
