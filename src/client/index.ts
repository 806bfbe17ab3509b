import type { Site } from '../shell/index.ts'
import { caseloadPage } from './staff-caseload.page.tsx'
import { findPage } from './staff-find.page.tsx'
import { registerPage } from './staff-register.page.tsx'

export { caseload, type ListedClient } from './caseload.ts'
export { findClients } from './find-clients.ts'
export { registerClient } from './register-client.ts'
export { checkRegistration } from './registration.ts'
export { itemsFor } from './registration-form.ts'
export { searchQuestion } from './search-question.ts'

/** The staff pages of this slice. */
export function clientPages(site: Site): void {
  caseloadPage(site)
  findPage(site)
  registerPage(site)
}
