import type { Site } from '../shell/index.ts'
import { signalsPage } from './staff-signals.page.tsx'

/** The staff pages of this slice. */
export function signalPages(site: Site): void {
  signalsPage(site)
}
