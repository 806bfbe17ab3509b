import type { Site } from '../shell/index.ts'
import { writeNotePage } from './staff-write-note.page.tsx'

/** The staff pages of this slice. */
export function notesPages(site: Site): void {
  writeNotePage(site)
}
