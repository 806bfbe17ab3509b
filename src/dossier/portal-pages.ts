import type { Site } from '../shell/index.ts'
import { myDossierPage } from './my-dossier.page.tsx'

/** The portal pages of this slice. */
export function myDossierPages(site: Site): void {
  myDossierPage(site)
}
