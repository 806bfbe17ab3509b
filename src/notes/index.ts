import type { Site } from '../shell/index.ts'
import { writeNotePage } from './staff-write-note.page.tsx'

export { NOTE_KINDS, type NoteKind, type NoteText, noteOf } from './note.ts'
export { Notes } from './notes-list.tsx'
export { continueDraft, saveDraft, writeNote } from './write-note.ts'

/** The staff pages of this slice. */
export function notesPages(site: Site): void {
  writeNotePage(site)
}
