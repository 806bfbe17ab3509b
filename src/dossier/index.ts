import type { Site } from '../shell/index.ts'
import { myDossierPage } from './my-dossier.page.tsx'
import { staffDossierPage } from './staff-dossier.page.tsx'

export { type IdentityRow, insertItem, listIdentities, type NewItem } from './items.store.ts'

/** The staff pages of this slice. */
export function dossierPages(site: Site): void {
  staffDossierPage(site)
}

/** The portal pages of this slice. */
export function myDossierPages(site: Site): void {
  myDossierPage(site)
}
