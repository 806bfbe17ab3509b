import { randomUUID } from 'node:crypto'
import type { Opened } from '../door/index.ts'
import type { DataClass } from '../vault/index.ts'
import type { NoteText } from './note.ts'

type Writing = Opened<'notes', 'write'>

/** What was typed so far; nobody else can open it. */
export type Draft = { text: string }

const DRAFT_CLASS = 'special'

export async function insertNote(opened: Writing, dataClass: DataClass, note: NoteText): Promise<string> {
  const id = randomUUID()
  const place = { dossierId: opened.dossierId, class: dataClass, table: 'dossier.notes', row: id }
  await opened.tx.query(
    `insert into dossier.notes (organisation_id, dossier_id, note_id, class, sealed, written_by, written_as) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      opened.facts.organisation,
      opened.dossierId,
      id,
      dataClass,
      opened.seal(place, JSON.stringify(note)),
      opened.facts.actor.id,
      opened.facts.actor.role,
    ],
  )
  return id
}

export async function saveDraftRow(opened: Writing, draft: Draft): Promise<void> {
  await opened.tx.query(
    `insert into dossier.note_drafts (organisation_id, dossier_id, staff_id, sealed) values ($1, $2, $3, $4)
     on conflict (organisation_id, dossier_id, staff_id) do update set sealed = excluded.sealed, saved_at = now()`,
    [
      opened.facts.organisation,
      opened.dossierId,
      opened.facts.actor.id,
      opened.seal(draftPlace(opened), JSON.stringify(draft)),
    ],
  )
}

export async function findDraft(opened: Writing): Promise<{ draft: Draft; savedAt: Date } | undefined> {
  const [row] = await opened.tx.query<{ sealed: Buffer; saved_at: Date }>(
    'select sealed, saved_at from dossier.note_drafts where organisation_id = $1 and dossier_id = $2 and staff_id = $3',
    [opened.facts.organisation, opened.dossierId, opened.facts.actor.id],
  )
  return (
    row && {
      draft: JSON.parse(opened.unseal(draftPlace(opened), row.sealed)) as Draft,
      savedAt: row.saved_at,
    }
  )
}

export async function deleteDraft(opened: Writing): Promise<void> {
  await opened.tx.query(
    'delete from dossier.note_drafts where organisation_id = $1 and dossier_id = $2 and staff_id = $3',
    [opened.facts.organisation, opened.dossierId, opened.facts.actor.id],
  )
}

/** A draft is bound to its writer too. */
function draftPlace(opened: Writing) {
  return {
    dossierId: opened.dossierId,
    class: DRAFT_CLASS,
    table: 'dossier.note_drafts',
    row: `${opened.dossierId}/${opened.facts.actor.id}`,
  } as const
}
