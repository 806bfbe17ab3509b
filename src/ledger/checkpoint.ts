import type { KeyObject } from 'node:crypto'
import { HASH_BYTES } from './hash.ts'
import { parseNote, signNote } from './note.ts'

/** Where an entry stands in the order of the ledger. */
export type Position = { generation: number; tx: number; seq: number }

/** A signed tree head: the tree of `size` entries, the last of which stands at `last`, has this root. */
export type Checkpoint = { origin: string; size: number; root: Buffer; last: Position }

/** The position before every entry. */
export const START: Position = { generation: -1, tx: 0, seq: 0 }

/** The name under which the ledger of an organisation is signed and witnessed. */
export const originOf = (organisation: string) => `gestand/${organisation}`

/** Below zero when `left` comes before `right`, zero when they are the same place. */
export function comparePositions(left: Position, right: Position): number {
  return left.generation - right.generation || left.tx - right.tx || left.seq - right.seq
}

export const positionWords = ({ generation, tx, seq }: Position) => `${generation}/${tx}/${seq}`

/**
 * The text of a C2SP checkpoint: origin, size, root, and one extension line with the place of the last entry. That line
 * is ours: it lets a verifier tell a deleted entry from one slipped in, and it is itself recomputed by every verification.
 */
export function formatCheckpoint({ origin, size, root, last }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\nlast ${last.generation} ${last.tx} ${last.seq}\n`
}

/** The checkpoint signed by its organisation, as a note. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  keys: { privateKey: KeyObject; publicKey: KeyObject },
): string {
  return signNote(formatCheckpoint(checkpoint), checkpoint.origin, keys.privateKey, keys.publicKey)
}

/** Reads the text of a checkpoint; anything that `formatCheckpoint` would not write is refused. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = '', last = ''] = text.split('\n')
  const root = Buffer.from(encoded, 'base64')
  const [, generation, tx, seq] = /^last (\d+) (\d+) (\d+)$/.exec(last) ?? []
  const checkpoint: Checkpoint = {
    origin,
    size: Number(size),
    root,
    last: { generation: Number(generation), tx: Number(tx), seq: Number(seq) },
  }
  const numbers = [checkpoint.size, ...Object.values(checkpoint.last)]
  if (root.length !== HASH_BYTES || !numbers.every(Number.isSafeInteger) || origin === '') return undefined
  return formatCheckpoint(checkpoint) === text ? checkpoint : undefined
}

/** The checkpoint in a note, its signature not looked at. */
export function checkpointIn(note: string): Checkpoint | undefined {
  const parsed = parseNote(note)
  return parsed && parseCheckpoint(parsed.text)
}
