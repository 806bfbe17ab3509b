import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import type { Knock, Opened, WallAnswer } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'

export const SIGNAL_KINDS = [
  'without-follow-up',
  'tried',
  'many',
  'odd-hours',
  'same-surname',
  'same-address',
  'colleague',
] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

export const JUDGEMENTS = ['in-order', 'follow-up', 'misuse'] as const
export type Judgement = (typeof JUDGEMENTS)[number]

export type SignalRow = {
  kind: SignalKind
  actor_id: string
  actor_name: Buffer
  actor_role: string
  dossier_id: string | null
  on_day: PlainDate
  client_number: string | null
  first_at: Date
  last_at: Date
  times: number
  dossiers: number
  judgement_id: string | null
  judgement: Judgement | null
  judged_by: string | null
  judged_by_name: Buffer | null
  judged_at: Date | null
  sealed_words: Buffer | null
}

/** The signals since a moment, those that nobody judged first. */
export async function findSignals(opened: Opened<'access-log', 'review'>, since: Date): Promise<SignalRow[]> {
  return opened.tx.query<SignalRow>('select * from wall.signals($1)', [since])
}

export type JudgedSignal = {
  judgementId: string
  kind: SignalKind
  actorId: string
  dossierId: string | undefined
  onDay: PlainDate
  judgement: Judgement
  sealedWords: Buffer
}

export async function judgeSignalRow(tx: Tx, knock: Knock, judged: JudgedSignal): Promise<WallAnswer> {
  const [answer] = await tx.query<WallAnswer>(
    'select * from wall.judge_signal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [
      knock.token,
      judged.judgementId,
      judged.kind,
      judged.actorId,
      judged.dossierId ?? null,
      judged.onDay,
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
