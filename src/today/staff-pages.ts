import type { Site } from '../shell/index.ts'
import { todayPage } from './staff-today.page.tsx'

/** The staff pages of this slice. */
export function todayPages(site: Site): void {
  todayPage(site)
}
