import type { Site } from '../shell/index.ts'
import { myAccessLogPage } from './my-access-log.page.tsx'
import { whoLookedPage } from './who-looked.page.ts'

/** The portal pages of this slice. */
export function tracePages(site: Site): void {
  whoLookedPage(site)
  myAccessLogPage(site)
}
