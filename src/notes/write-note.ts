import { command } from '../door/index.ts'
import type { NoteText } from './note.ts'
import { type Draft, deleteDraft, findDraft, insertNote, saveDraftRow } from './notes.store.ts'

/** Writes a report of a contact. The client reads it in the portal at once (TOM-3.2). */
export const writeNote = command({
  event: 'note.written',
  parts: ['notes'],
  use: 'support',
  run: async (opened, input: { note: NoteText; sensitive: boolean }) => {
    await opened.loadKeys([opened.dossierId])
    const id = await insertNote(opened, input.sensitive ? 'sensitive' : 'special', input.note)
    await deleteDraft(opened)
    return { id }
  },
})

/** Keeps what is being typed, so that a time-out loses nothing. */
export const saveDraft = command({
  event: 'note.draft-saved',
  parts: ['notes'],
  use: 'support',
  run: async (opened, draft: Draft) => {
    await opened.loadKeys([opened.dossierId])
    await saveDraftRow(opened, draft)
    return { savedAt: opened.facts.at }
  },
})

/** Begins or goes on writing: gives the draft back. */
export const continueDraft = command({
  event: 'note.begun',
  parts: ['notes'],
  use: 'support',
  run: async (opened) => {
    await opened.loadKeys([opened.dossierId])
    return findDraft(opened)
  },
})
