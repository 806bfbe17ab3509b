import type { KeyObject } from 'node:crypto'
import { originOf } from './checkpoint.ts'
import { Findings, type Report } from './findings.ts'
import { type Claim, marksOf } from './marks.ts'
import { noteKey } from './note.ts'
import { Walk } from './walk.ts'
import type { Notes } from './witness.ts'

/** Entries and stored checkpoints of one moment; everything in it is a claim. */
export type LedgerCopy = {
  checkpoints: AsyncIterable<Claim>
  /** The canonical lines in order, in pieces of any length. The pieces are overwritten. */
  lines: AsyncIterable<Buffer>
}

/** Where the ledger of an organisation is read from: the database or an exported file. */
export type LedgerSource = { organisation: string; open(): Promise<LedgerCopy> }

export type Verification = {
  source: LedgerSource
  publicKey: KeyObject
  /** What each witness holds. Opened before the source, so that in an honest ledger no witness is ahead of it. */
  witnessed: readonly (() => Promise<Notes>)[]
  /** Entries that wait longer than this for a checkpoint are a finding; a minute when not given. */
  overdueMs?: number
  now?: () => number
}

const USUALLY_OVERDUE_MS = 60_000

/**
 * Reads the whole ledger once, in constant memory, and finds whatever is not as it was signed. Trusts only the public key
 * and what the witnesses hold.
 */
export async function verifyLedger(verification: Verification): Promise<Report> {
  const { source, publicKey } = verification
  const { organisation } = source
  const findings = new Findings()
  const witnessed = await Promise.all(verification.witnessed.map((open) => open()))
  const copy = await source.open()
  const key = noteKey(originOf(organisation), publicKey)
  const walk = new Walk(marksOf(copy.checkpoints, witnessed, { organisation, key, findings }), findings)
  await walk.along(copy.lines)
  walk.judgeWaiting((verification.now ?? Date.now)(), verification.overdueMs ?? USUALLY_OVERDUE_MS)
  return {
    organisation,
    ok: findings.none,
    ...walk.outcome(),
    findings: findings.list,
    more: findings.more,
    remarks: witnessed.length === 0 ? [WITHOUT_WITNESS] : [],
  }
}

const WITHOUT_WITNESS =
  'No witness was asked: it cannot be ruled out that the whole ledger was put back to an older copy, or written anew by a thief of the key.'
