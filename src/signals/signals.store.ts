import type { Buffer } from 'node:buffer'
import type { Pool, Tx } from '../db/index.ts'
import type { Knock, Opened, WallAnswer } from '../door/index.ts'

export const SIGNAL_KINDS = [
  'without-follow-up',
  'tried',
  'many',
  'odd-hours',
  'same-surname',
  'same-address',
  'same-street',
  'colleague',
] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

export const JUDGEMENTS = ['in-order', 'follow-up', 'misuse'] as const
export type Judgement = (typeof JUDGEMENTS)[number]

export type SignalRow = {
  signal_id: string
  kind: SignalKind
  actor_id: string
  actor_name: Buffer
  actor_role: string
  dossier_id: string | null
  client_number: string | null
  first_at: Date
  last_at: Date
  times: number
  dossiers: number
  version: number
  waits_since: Date
  waits: boolean
  judgement_id: string | null
  judgement: Judgement | null
  judged_by: string | null
  judged_by_name: Buffer | null
  judged_at: Date | null
  sealed_words: Buffer | null
}

/** Raises what the ledger shows by now, and gives every signal that waits, and what was judged lately. */
export async function findSignals(opened: Opened<'access-log', 'review'>): Promise<SignalRow[]> {
  return opened.tx.query<SignalRow>('select * from wall.signals()')
}

/** The same without raising: what was raised by now, which the worker does every hour. */
export async function findKeptSignals(opened: Opened<'access-log', 'review'>): Promise<SignalRow[]> {
  return opened.tx.query<SignalRow>('select * from wall.kept_signals()')
}

/** Raises what the ledger of an organisation shows by now. As the worker. */
export async function keepSignals(worker: Pool, organisation: string): Promise<void> {
  await worker.query('select wall.keep_signals($1)', [organisation])
}

export type JudgedSignal = {
  judgementId: string
  signalId: string
  version: number
  judgement: Judgement
  sealedWords: Buffer
}

export async function judgeSignalRow(tx: Tx, knock: Knock, judged: JudgedSignal): Promise<WallAnswer> {
  const [answer] = await tx.query<WallAnswer>(
    'select * from wall.judge_signal($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      knock.token,
      judged.judgementId,
      judged.signalId,
      judged.version,
      judged.judgement,
      judged.sealedWords,
      knock.purpose,
      knock.trace,
      knock.accessPoint,
    ],
  )
  if (!answer) throw new Error('The wall gave no answer.')
  return answer
}

export type OverdueRow = {
  kind: SignalKind | 'incidental' | 'emergency'
  staff_id: string
  sealed_name: Buffer
  role: string
  since: Date
}

/** What waits longer than a week for a judgement, as far as this person is to hear of it. */
export async function overdueRows(tx: Tx, knock: Knock): Promise<OverdueRow[]> {
  return tx.query<OverdueRow>('select * from wall.overdue_reviews($1, $2)', [knock.token, knock.purpose])
}
