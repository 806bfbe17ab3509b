import type { Pool } from '../db/index.ts'
import type { Site } from '../shell/index.ts'
import { myConsentsPage } from './my-consents.page.tsx'
import { giveConsentPage } from './my-give-consent.page.tsx'

/** The portal pages of this slice. Giving asks to sign in anew, which the sign-in role alone may do. */
export function myConsentPages(site: Site, signinPool: Pool): void {
  myConsentsPage(site)
  giveConsentPage(site, signinPool)
}
