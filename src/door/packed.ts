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
  at: Date
  by: string
  origin: string
}

/** The door's answer, written as JSON in which bytes are \\x and hexadecimals. */
export function answerIn({ answer, at }: Packed): WallAnswer {
  const parsed = JSON.parse(answer) as Omit<WallAnswer, 'sealed_name' | 'at'> & { sealed_name: string | null }
  const name = parsed.sealed_name
  return { ...parsed, sealed_name: name === null ? null : Bytes.from(name.slice(2), 'hex'), at }
}

/** Takes the lines and the bytes apart. The bytes stay where they are: each record looks at its own piece. */
export function rowsIn({ records, sealed }: Packed): ReadRow[] {
  if (records === null || sealed === null) return []
  let from = 0
  const rows = records.split('\n').map((line): ReadRow => {
    const [kind, id, word, dataClass, size, ms, by, origin] = line.split('\t')
    const end = from + Number(size)
    const row = {
      kind: kind as ReadRow['kind'],
      id: id ?? '',
      word: word ?? '',
      class: dataClass as DataClass,
      sealed: sealed.subarray(from, end),
      at: new Date(Number(ms)),
      by: by ?? '',
      origin: origin ?? '',
    }
    from = end
    return row
  })
  if (from !== sealed.length) throw new Error('The records and their bytes do not fit together.')
  return rows
}
