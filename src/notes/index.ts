export type { NoteKind, NoteText } from './note.ts'
export { notesWords } from './notes.words.ts'
export { Notes } from './notes-list.tsx'
export { writeNote } from './write-note.ts'
