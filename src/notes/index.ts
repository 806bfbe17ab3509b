export { NOTE_KINDS, type NoteKind, type NoteText, noteOf } from './note.ts'
export { Notes } from './notes-list.tsx'
export { continueDraft, saveDraft, writeNote } from './write-note.ts'
