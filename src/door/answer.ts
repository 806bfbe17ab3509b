import type { Explanation } from '../access/index.ts'
import type { DataClass } from '../vault/index.ts'
import type { Facts, RuleReason } from './facts.ts'
import type { Opened } from './opened.ts'

/** Why not, and which single change would make it possible. `hidden`: say only that there is nothing to be seen here. */
export type Denial = {
  reason: RuleReason
  /** What stood in the way although the rules allow it, of a function of the wall that says so (`three-a-day`). */
  conflict?: string
  hidden: boolean
  action: string
  parts: readonly string[]
  clauses: string[]
  wouldHelp: Explanation[]
}

/** What comes back through the door. */
export type Answer<T> =
  | { outcome: 'opened'; facts: Facts; can: Opened['can']; value: T }
  | { outcome: 'refused'; facts: Facts; can: Opened['can']; denial: Denial }
  | { outcome: 'no-session' }

/** A record of a dossier, unsealed: an item of the statement, a note, or somebody who is involved. */
export type OpenRecord = {
  kind: 'item' | 'note' | 'involved'
  id: string
  /** The item; of a note or somebody involved: the function. */
  word: string
  class: DataClass
  /** Empty for somebody involved. */
  text: string
  /** ISO 8601, in UTC: when it was written down, or the involvement began. */
  at: string
  by: string
  /** Who wrote the note, or is involved. */
  byName: string | undefined
  /** Where an item comes from; of somebody involved: the employer. */
  origin: string
}
