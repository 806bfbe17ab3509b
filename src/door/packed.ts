import { type Buffer, Buffer as Bytes } from 'node:buffer'
import type { DataClass } from '../vault/index.ts'
import type { WallAnswer } from './facts.ts'
import type { Packed } from './wall.store.ts'

/** One record that `dossier.read` handed over, still sealed. */
export type ReadRow = {
  kind: 'key' | 'name' | 'item' | 'note' | 'involved'
  id: string
  word: string
  class: DataClass
  sealed: Buffer
  /** ISO 8601, in UTC. */
  at: string
  by: string
  origin: string
}

/** The door's answer, written as JSON in which bytes are \\x and hexadecimals. */
export function answerIn({ answer, at }: Packed): WallAnswer {
  const parsed = JSON.parse(answer) as Omit<WallAnswer, 'sealed_name' | 'at'> & { sealed_name: string | null }
  const name = parsed.sealed_name
  return { ...parsed, sealed_name: name === null ? null : Bytes.from(name.slice(2), 'hex'), at }
}

/** How many fields `dossier.line` writes. */
const FIELDS = 8

/** Takes the fields and the bytes apart. The bytes stay where they are: each record looks at its own piece. */
export function rowsIn({ records, sealed }: Packed): ReadRow[] {
  if (records === null || sealed === null) return []
  const bytes = Bytes.from(sealed, 'base64')
  const fields = records.split('\t')
  const rows: ReadRow[] = []
  let from = 0
  for (let first = 0; first < fields.length; first += FIELDS) {
    const [kind, id, word, dataClass, size, at, by, origin] = fields.slice(first, first + FIELDS) as Fields
    const end = from + Number(size)
    const piece = bytes.subarray(from, end)
    rows.push({ kind, id, word, class: dataClass, sealed: piece, at: instantOf(at), by, origin })
    from = end
  }
  if (from !== bytes.length || fields.length % FIELDS !== 0)
    throw new Error('The records and their bytes do not fit together.')
  return rows
}

type Fields = [ReadRow['kind'], string, string, DataClass, string, string, string, string]

/** The database writes `2026-03-09 10:00:00.25`, always UTC here; ISO 8601 has a T and a Z. */
function instantOf(text: string): string {
  return text === '' ? '' : `${text.slice(0, 10)}T${text.slice(11)}Z`
}
