import type { Checkpoint } from './checkpoint.ts'

/** Signed notes, oldest first. */
export type Notes = Iterable<string> | AsyncIterable<string>

/** A checkpoint on its way to a witness. */
export type Submission = {
  organisation: string
  checkpoint: Checkpoint
  note: string
  /** The size that this witness last answered for, as far as the database knows. */
  lastCosigned(): Promise<number>
  /** The proof that the tree only grew since that size. */
  growthSince(size: number): Promise<Buffer[]>
}

/**
 * Somebody outside the reach of the database's keeper who remembers what was signed. Without one nobody can find out that the
 * whole database was put back to an older copy, or that its history was written anew with the signing key.
 */
export type Witness = {
  name: string
  /** The organisations that it remembers, when it can tell. */
  organisations?(): Promise<string[]>
  /** The newest signed note that it remembers, when it can tell. */
  newest?(organisation: string): Promise<string | undefined>
  /** Hands a checkpoint over; gives the signature lines that it answers with. Handing over the same again does no harm. */
  add(submission: Submission): Promise<string[]>
}
