import { randomUUID } from 'node:crypto'
import { type Answer, type Door, type Opened, type Visitor, view } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import { seal, unsealText, type Vault } from '../vault/index.ts'
import {
  findSignals,
  type Judgement,
  judgeSignalRow,
  type SignalKind,
  type SignalRow,
} from './signals.store.ts'

/** How far back signals are computed. */
const DAYS = 30

/** What the ledger shows about somebody of the staff, to be judged by a person. It says nothing of the client. */
export type Signal = {
  kind: SignalKind
  actorId: string
  name: string
  role: string
  dossierId: string | undefined
  /** Of the first look. */
  onDay: PlainDate
  clientNumber: string | undefined
  firstAt: Date
  lastAt: Date
  times: number
  dossiers: number
  judged: { judgement: Judgement; by: string; at: Date; sealedWords: Buffer; id: string } | undefined
}

const PLACE = { table: 'ledger.signal_judgements', column: 'sealed_words' } as const
const REVIEWING = { action: 'review', parts: ['access-log'], use: 'review' } as const

/** The signals of the last thirty days; those that nobody judged first. */
export const listSignals = view({
  event: 'signals.listed',
  ...REVIEWING,
  run: async (opened, now: Date): Promise<Signal[]> => {
    const since = new Date(now.getTime() - DAYS * 86_400_000)
    return Promise.all((await findSignals(opened, since)).map((row) => signalOf(row, opened)))
  },
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
    kind: row.kind,
    actorId: row.actor_id,
    name: await opened.staffName(row.actor_id, row.actor_name),
    role: row.actor_role,
    dossierId: row.dossier_id ?? undefined,
    onDay: row.on_day,
    clientNumber: row.client_number ?? undefined,
    firstAt: row.first_at,
    lastAt: row.last_at,
    times: row.times,
    dossiers: row.dossiers,
    judged,
  }
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
  kind: SignalKind
  actorId: string
  dossierId: string | undefined
  /** Of the first look. */
  onDay: PlainDate
  judgement: Judgement
  words: string
}

/** Judges a signal, by name and with words. The value is what stood in the way; undefined when it is done. */
export async function judgeSignal(
  needs: { door: Door; vault: Vault },
  visitor: Visitor,
  { kind, actorId, dossierId, onDay, judgement, words }: Judging,
): Promise<Answer<string | undefined>> {
  const { organisation } = visitor
  const judgementId = randomUUID()
  const key = await needs.vault.organisationKey(organisation)
  const sealedWords = seal(key, words, { organisation, ...PLACE, row: judgementId })
  return needs.door.change(visitor, REVIEWING, (tx, knock) =>
    judgeSignalRow(tx, knock, { kind, actorId, dossierId, onDay, judgement, judgementId, sealedWords }),
  )
}
