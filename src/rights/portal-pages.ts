import type { Pool } from '../db/index.ts'
import type { Site } from '../shell/index.ts'
import { myCopyPage } from './my-copy.page.tsx'

/** The portal pages of this slice. A copy asks to sign in anew, which the sign-in role remembers. */
export function myRightsPages(site: Site, signinPool: Pool): void {
  myCopyPage(site, signinPool)
}
