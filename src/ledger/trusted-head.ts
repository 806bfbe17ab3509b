import type { KeyObject } from 'node:crypto'
import { type Checkpoint, comparePositions, originOf, parseCheckpoint } from './checkpoint.ts'
import type { StoredCheckpoint } from './checkpoints.store.ts'
import { LedgerFault } from './ledger-fault.ts'
import { checkSignature, noteKey, parseNote } from './note.ts'
import { Frontier } from './tree.ts'

/** A checkpoint of which the signature is true and the frontier leads to the signed root. */
export type TrustedHead = { checkpoint: Checkpoint; note: string; frontier: Buffer }

/** Checks a stored checkpoint before anything is built on it: the database may have been changed by anybody. */
export async function checkHead(
  organisation: string,
  stored: StoredCheckpoint,
  publicKey: KeyObject,
): Promise<TrustedHead> {
  const checkpoint = await signedCheckpoint(organisation, stored.note, publicKey, 'in the database')
  const frontier = Frontier.decode(checkpoint.size, stored.frontier)
  const sound =
    stored.size === checkpoint.size &&
    stored.root.equals(checkpoint.root) &&
    comparePositions(stored.last, checkpoint.last) === 0 &&
    frontier?.root().equals(checkpoint.root) === true
  if (!sound) {
    throw new LedgerFault(
      'damaged',
      organisation,
      `The checkpoint of ${organisation} at ${checkpoint.size} entries was changed in the database after it was signed. Nothing more is signed.`,
    )
  }
  return { checkpoint, note: stored.note, frontier: stored.frontier }
}

/** The checkpoint in a note, when this organisation signed it with this key. */
export async function signedCheckpoint(
  organisation: string,
  note: string,
  publicKey: KeyObject,
  where: string,
): Promise<Checkpoint> {
  const parsed = parseNote(note)
  const checkpoint = parsed && parseCheckpoint(parsed.text)
  const verdict = parsed ? await checkSignature(parsed, noteKey(originOf(organisation), publicKey)) : 'bad'
  if (checkpoint?.origin !== originOf(organisation) || verdict !== 'good') {
    const [code, what] =
      verdict === 'unknown'
        ? (['foreign-key', 'was signed with another key'] as const)
        : (['damaged', 'was changed after it was signed'] as const)
    throw new LedgerFault(
      code,
      organisation,
      `The last checkpoint of ${organisation} ${where} ${what}. Nothing more is signed.`,
    )
  }
  return checkpoint
}
