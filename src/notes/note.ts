import type { OpenRecord } from '../door/index.ts'
import type { DataClass } from '../vault/index.ts'

export const NOTE_KINDS = [
  'home-visit',
  'phone',
  'conversation',
  'video-call',
  'message',
  'meeting',
  'other',
] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

/** What is sealed of a note: also its kind and day say something about a person. */
export type NoteText = { kind: NoteKind; happenedOn: string; text: string }

export type Note = NoteText & {
  id: string
  class: DataClass
  writtenAt: Date
  writtenBy: string
  writtenAs: string
}

export const NOTE_MAX_LENGTH = 20_000

export function noteOf(record: OpenRecord): Note {
  return {
    ...(JSON.parse(record.text) as NoteText),
    id: record.id,
    class: record.class,
    writtenAt: new Date(record.at),
    writtenBy: record.byName ?? '',
    writtenAs: record.word,
  }
}
