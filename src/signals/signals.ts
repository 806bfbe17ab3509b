import { randomUUID } from 'node:crypto'
import { type Answer, type Door, type Opened, type Visitor, view } from '../door/index.ts'
import { seal, unsealText, type Vault } from '../vault/index.ts'
import {
  findKeptSignals,
  findSignals,
  type Judgement,
  judgeSignalRow,
  type SignalKind,
  type SignalRow,
} from './signals.store.ts'

/** How long a signal may wait for its judgement, in days; then a second person hears of it too. */
export const REVIEW_DAYS = 7

/** What the ledger shows about somebody of the staff, to be judged by a person. It says nothing of the client. */
export type Signal = {
  id: string
  kind: SignalKind
  actorId: string
  name: string
  role: string
  dossierId: string | undefined
  clientNumber: string | undefined
  firstAt: Date
  lastAt: Date
  times: number
  dossiers: number
  /** Counts up with each look that came later: a judgement is of one version. */
  version: number
  /** Raised, or raised again after a judgement. */
  waitsSince: Date
  /** Not judged, judged to be followed up, or judged before the last look. */
  waits: boolean
  /** The last judgement, of this version or of one before. */
  judged: { judgement: Judgement; by: string; at: Date; sealedWords: Buffer; id: string } | undefined
}

const PLACE = { table: 'ledger.signal_judgements', column: 'sealed_words' } as const
const REVIEWING = { action: 'review', parts: ['access-log'], use: 'review' } as const

/** The signals that wait, the longest waiting first, and those that were judged in the last thirty days. */
export const listSignals = view({
  event: 'signals.listed',
  ...REVIEWING,
  run: async (opened): Promise<Signal[]> =>
    Promise.all((await findSignals(opened)).map((row) => signalOf(row, opened))),
})

/** The same, as far as they were raised by now. */
export const waitingSignals = view({
  event: 'signals.listed',
  ...REVIEWING,
  run: async (opened): Promise<Signal[]> =>
    Promise.all((await findKeptSignals(opened)).map((row) => signalOf(row, opened))),
})

async function signalOf(row: SignalRow, opened: Opened<'access-log', 'review'>): Promise<Signal> {
  const { judgement_id, judgement, judged_by, judged_by_name, judged_at, sealed_words } = row
  const judged =
    judgement_id && judgement && judged_by && judged_by_name && judged_at && sealed_words
      ? {
          id: judgement_id,
          judgement,
          by: await opened.staffName(judged_by, judged_by_name),
          at: judged_at,
          sealedWords: sealed_words,
        }
      : undefined
  return {
    id: row.signal_id,
    kind: row.kind,
    actorId: row.actor_id,
    name: await opened.staffName(row.actor_id, row.actor_name),
    role: row.actor_role,
    dossierId: row.dossier_id ?? undefined,
    clientNumber: row.client_number ?? undefined,
    firstAt: row.first_at,
    lastAt: row.last_at,
    times: row.times,
    dossiers: row.dossiers,
    version: row.version,
    waitsSince: row.waits_since,
    waits: row.waits,
    judged,
  }
}

/** Whether a signal waits longer than it may. */
export function isOverdue({ waits, waitsSince }: Pick<Signal, 'waits' | 'waitsSince'>, now: Date): boolean {
  return waits && now.getTime() - waitsSince.getTime() > REVIEW_DAYS * 86_400_000
}

/** How many whole days longer than that something waits. */
export function daysLate(waitsSince: Date, now: Date): number {
  return Math.floor((now.getTime() - waitsSince.getTime()) / 86_400_000) - REVIEW_DAYS
}

/** The words of a judgement. */
export async function wordsOf(
  vault: Vault,
  organisation: string,
  judged: { id: string; sealedWords: Buffer },
): Promise<string> {
  const key = await vault.organisationKey(organisation)
  return unsealText(key, judged.sealedWords, { organisation, ...PLACE, row: judged.id })
}

export type Judging = {
  signalId: string
  /** The version that was looked at: when there was a look since, it is another one. */
  version: number
  judgement: Judgement
  words: string
}

/** Judges a signal, by name and with words. The value is what stood in the way; undefined when it is done. */
export async function judgeSignal(
  needs: { door: Door; vault: Vault },
  visitor: Visitor,
  { words, ...judging }: Judging,
): Promise<Answer<string | undefined>> {
  const { organisation } = visitor
  const judgementId = randomUUID()
  const key = await needs.vault.organisationKey(organisation)
  const sealedWords = seal(key, words, { organisation, ...PLACE, row: judgementId })
  return needs.door.change(visitor, REVIEWING, (tx, knock) =>
    judgeSignalRow(tx, knock, { ...judging, judgementId, sealedWords }),
  )
}
