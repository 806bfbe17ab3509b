import { randomUUID } from 'node:crypto'
import { type Answer, type Door, type Visitor, view } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import { seal, type Vault } from '../vault/index.ts'
import {
  type AccessWords,
  type Asking,
  accessesOf,
  askIncidental,
  giveReason,
  insertJudgement,
  judgementPlace,
  type NewJudgement,
  type ReviewRow,
  reviewRows,
  tellSooner,
  type Words,
} from './incidental.store.ts'

/** What somebody asks: which dossier, why, what of it and until when. */
export type AccessQuestion = Omit<Asking, 'accessId'> & { purpose: string; words: Words }

/** Asks an access to one dossier. It runs from now on, and stands in the client's log from this moment. */
export async function askAccess(
  door: Door,
  visitor: Visitor,
  { purpose, words, ...asking }: AccessQuestion,
): Promise<Answer<{ accessId: string }>> {
  const accessId = randomUUID()
  const act = view({
    event: 'access.granted',
    action: 'read',
    parts: asking.parts,
    use: { purpose },
    run: async (opened) => {
      await opened.loadKeys([opened.dossierId])
      await giveReason(opened, accessId, words)
      return { accessId }
    },
  })
  return door.through(visitor, act, undefined, (tx, knock) =>
    askIncidental(tx, knock, { ...asking, accessId }),
  )
}

/** The officer's list: every incidental access. Opens no dossier. */
export const reviewList = view({
  event: 'access.reviewed',
  action: 'review',
  parts: ['access-log'],
  use: 'review',
  run: async (opened): Promise<ReviewItem[]> => {
    const rows = await reviewRows(opened)
    return Promise.all(
      rows.map(async (row) => ({
        row,
        fromAt: row.from_at,
        emergency: row.emergency,
        judgement: row.judgement ?? undefined,
        name: await opened.staffName(row.staff_id, row.sealed_name),
        judge:
          row.judge_name && row.judged_by ? await opened.staffName(row.judged_by, row.judge_name) : undefined,
      })),
    )
  },
})

export type ReviewItem = {
  row: ReviewRow
  fromAt: Date
  emergency: boolean
  judgement: string | undefined
  name: string
  judge: string | undefined
}

/** The reason of one access, for who judges it: a look at the log of that dossier. */
export const examineAccess = view({
  event: 'access.examined',
  action: 'read',
  parts: ['access-log'],
  use: 'review',
  run: async (
    opened,
    access: { accessId: string; from: Date; until: Date },
  ): Promise<AccessWords | undefined> =>
    (await accessesOf(opened, access)).find((one) => one.accessId === access.accessId),
})

const judge = view({
  event: 'access.judged',
  action: 'review',
  parts: ['access-log'],
  use: 'review',
  run: async (opened, judgement: NewJudgement) => insertJudgement(opened, judgement),
})

/**
 * The officer lets the client hear of an emergency sooner than the worker asked. The value is what stood in the way; undefined when it
 * is done.
 */
export async function letClientHear(
  door: Door,
  visitor: Visitor,
  access: { accessId: string; toldFrom: PlainDate },
): Promise<Answer<string | undefined>> {
  const act = { action: 'review', parts: ['access-log'], use: 'review' } as const
  return door.change(visitor, act, (tx, knock) => tellSooner(tx, knock, access))
}

export const JUDGEMENTS = ['in-order', 'not-in-order', 'follow-up'] as const

/** Judges an access, in words and under one's own name. There is no other way to take it off the list. */
export async function judgeAccess(
  door: Door,
  vault: Vault,
  visitor: Visitor,
  { row, judgement, words }: { row: ReviewRow; judgement: (typeof JUDGEMENTS)[number]; words: string },
): Promise<Answer<void>> {
  const key = await vault.organisationKey(visitor.organisation)
  const sealedWords = seal(key, words, judgementPlace(visitor.organisation, row.access_id))
  return door.enter(visitor, judge, row.dossier_id, { accessId: row.access_id, judgement, sealedWords })
}
