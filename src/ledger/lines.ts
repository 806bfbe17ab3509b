import type { Position } from './checkpoint.ts'
import { LEAF_PREFIX, sha256 } from './hash.ts'

/**
 * The columns of an entry in the order in which they are hashed. A leaf is the line that COPY writes of them in text
 * format, without the newline; changing the list or the order changes every hash, so it never changes.
 */
export const COLUMNS = [
  'organisation_id',
  'generation',
  'tx',
  'seq',
  'at',
  'event',
  'action',
  'action_code',
  'outcome',
  'reason',
  'statement_version',
  'purpose',
  'activity',
  'clauses',
  'policies',
  'actor_kind',
  'actor_id',
  'actor_role',
  'relation',
  'responsible_id',
  'dossier_id',
  'parts',
  'consent_id',
  'emergency',
  'hits',
  'session_id',
  'trace_id',
  'access_point',
  'site',
  'detail',
] as const

/** Takes a line; the byte before `start` belongs to the taker, so that a prefix can be put there without copying. */
export type LineTaker = (bytes: Buffer, start: number, end: number) => void

const NEWLINE = 0x0a
const TAB = 0x09
const ZERO = 0x30

/** Cuts pieces of any length into lines, without making strings or copying more than the line at each seam. */
export class LineSplitter {
  #seam: Buffer[] = []
  #waiting = 0

  /** Hands on each line that this piece completes. The bytes of the piece are overwritten. */
  push(piece: Buffer, take: LineTaker): void {
    let end = piece.indexOf(NEWLINE)
    if (end < 0) {
      this.#keep(piece)
      return
    }
    // The first line has no spare byte before it, even when nothing waits, so it is always copied.
    const first = Buffer.concat([SPARE, ...this.#seam, piece.subarray(0, end)], 1 + this.#waiting + end)
    this.#seam = []
    this.#waiting = 0
    take(first, 1, first.length)
    let start = end + 1
    for (end = piece.indexOf(NEWLINE, start); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      take(piece, start, end)
      start = end + 1
    }
    if (start < piece.length) this.#keep(piece.subarray(start))
  }

  /** Bytes after the last newline: more than none means that the last line was cut off. */
  get unfinished(): number {
    return this.#waiting
  }

  #keep(rest: Buffer): void {
    this.#seam.push(Buffer.from(rest))
    this.#waiting += rest.length
  }
}

const SPARE = Buffer.alloc(1)

/** The leaf hash of a line, made in place. */
export const lineHash = (bytes: Buffer, start: number, end: number): Buffer => {
  bytes[start - 1] = LEAF_PREFIX
  return sha256(bytes.subarray(start - 1, end))
}

/** The place of the entry on this line (its second, third and fourth column), or undefined when it has none. */
export function linePosition(bytes: Buffer, start: number, end: number): Position | undefined {
  let at = bytes.indexOf(TAB, start) + 1
  if (at === 0 || at > end) return undefined
  const numbers: number[] = []
  for (let digits = 0, value = 0; at < end && numbers.length < 3; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === TAB && digits > 0) {
      numbers.push(value)
      digits = 0
      value = 0
    } else if (byte >= ZERO && byte < ZERO + 10 && digits < 15) {
      value = value * 10 + byte - ZERO
      digits += 1
    } else {
      return undefined
    }
  }
  const [generation, tx, seq] = numbers
  return generation === undefined || tx === undefined || seq === undefined
    ? undefined
    : { generation, tx, seq }
}

/** The moment of the entry on this line (its fifth column) in milliseconds, or undefined when it has none. */
export function lineTime(bytes: Buffer, start: number, end: number): number | undefined {
  const text = bytes.toString('latin1', start, end).split('\t', 5)[4]
  const time = Date.parse(text?.replace(' ', 'T').replace('+00', 'Z') ?? '')
  return Number.isNaN(time) ? undefined : time
}
