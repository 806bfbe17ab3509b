import type { Site } from '../shell/index.ts'
import { staffDossierPage } from './staff-dossier.page.tsx'

/** The staff pages of this slice. */
export function dossierPages(site: Site): void {
  staffDossierPage(site)
}
