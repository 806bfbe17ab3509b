import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import type { Knock, Opened, WallAnswer } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'

const TABLE = 'dossier.incidental_accesses'

export type Asking = {
  accessId: string
  clientNumber: string
  parts: readonly string[]
  until: Date
  emergency: boolean
  toldFrom: PlainDate | undefined
}

/** Asks the wall for an access; it judges by the rules and writes the entry. */
export async function askIncidental(tx: Tx, knock: Knock, asking: Asking): Promise<WallAnswer> {
  return one(
    await tx.query<WallAnswer>('select * from wall.ask_incidental($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      knock.token,
      asking.clientNumber,
      asking.accessId,
      asking.parts,
      knock.purpose,
      asking.until,
      asking.emergency,
      asking.toldFrom ?? null,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

/** The words of an access: why, by whose mandate, and why the client hears of it later. */
export type Words = { reason: string; mandate?: string; safety?: string }

/** Seals the words. Without them the access opens nothing. */
export async function giveReason(
  opened: Opened<string, 'read'>,
  accessId: string,
  words: Words,
): Promise<void> {
  const sealed = (column: string, text: string | undefined) =>
    text === undefined ? null : opened.seal(placeOf(opened.dossierId, accessId, column), text)
  await opened.tx.query('select wall.reason_incidental($1, $2, $3, $4)', [
    accessId,
    sealed('sealed_reason', words.reason),
    sealed('sealed_mandate', words.mandate),
    sealed('sealed_safety', words.safety),
  ])
}

export async function endIncidental(tx: Tx, knock: Knock, accessId: string): Promise<WallAnswer> {
  return one(
    await tx.query<WallAnswer>('select * from wall.end_incidental($1, $2, $3, $4, $5)', [
      knock.token,
      accessId,
      knock.purpose,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

/** Lets the client hear of an emergency access from this day on, sooner than was asked. */
export async function tellSooner(
  tx: Tx,
  knock: Knock,
  { accessId, toldFrom }: { accessId: string; toldFrom: PlainDate },
): Promise<WallAnswer> {
  return one(
    await tx.query<WallAnswer>('select * from wall.tell_sooner($1, $2, $3, $4, $5, $6)', [
      knock.token,
      accessId,
      toldFrom,
      knock.purpose,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

export type OwnAccess = {
  access_id: string
  dossier_id: string
  client_number: string
  purpose: string
  parts: string[]
  from_at: Date
  until_at: Date
  emergency: boolean
}

/** The asker's own accesses that run. */
export async function ownAccesses(tx: Tx, knock: Knock): Promise<OwnAccess[]> {
  return tx.query<OwnAccess>('select * from wall.own_incidental($1, $2)', [knock.token, knock.purpose])
}

export type EmergencyRow = {
  access_id: string
  staff_id: string
  sealed_name: Buffer
  role: string
  from_at: Date
  until_at: Date
  waits: boolean
}

/** The emergency accesses that this person must hear of. */
export async function emergencyRows(tx: Tx, knock: Knock): Promise<EmergencyRow[]> {
  return tx.query<EmergencyRow>('select * from wall.emergencies($1, $2)', [knock.token, knock.purpose])
}

/** How many of them wait for this person. */
export async function countWaitingEmergencies(tx: Tx, knock: Knock): Promise<number> {
  const { count } = one(
    await tx.query<{ count: number }>(
      'select count(*)::integer as count from wall.emergencies($1, $2) where waits',
      [knock.token, knock.purpose],
    ),
  )
  return count
}

/** Somebody says to have seen an emergency that waited for them. */
export async function seeEmergencyRow(tx: Tx, knock: Knock, accessId: string): Promise<WallAnswer> {
  return one(
    await tx.query<WallAnswer>('select * from wall.see_emergency($1, $2, $3, $4, $5)', [
      knock.token,
      accessId,
      knock.purpose,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

export type ReviewRow = {
  access_id: string
  dossier_id: string
  staff_id: string
  sealed_name: Buffer
  employer: string
  role: string
  purpose: string
  parts: string[]
  from_at: Date
  until_at: Date
  emergency: boolean
  judgement: string | null
  judged_at: Date | null
  judged_by: string | null
  judge_name: Buffer | null
  sealed_words: Buffer | null
}

/** Every access of the organisation, with the last judgement. */
export async function reviewRows(opened: Opened<'access-log', 'review'>): Promise<ReviewRow[]> {
  return opened.tx.query<ReviewRow>('select * from wall.accesses_to_review()')
}

/** Where the words of a judgement are sealed: under the organisation's key, because a reviewer opens no dossier. */
export function judgementPlace(organisation: string, accessId: string) {
  return { organisation, table: 'dossier.incidental_judgements', column: 'sealed_words', row: accessId }
}

export type NewJudgement = { accessId: string; judgement: string; sealedWords: Buffer }

export async function insertJudgement(
  opened: Opened<'access-log', 'review'>,
  { accessId, judgement, sealedWords }: NewJudgement,
): Promise<void> {
  const { organisation, actor } = opened.facts
  await opened.tx.query(
    `insert into dossier.incidental_judgements (organisation_id, access_id, dossier_id, judged_at, judged_by, judgement, sealed_words)
     values ($1, $2, $3, now(), $4, $5, $6)`,
    [organisation, accessId, opened.dossierId, actor.id, judgement, sealedWords],
  )
}

/** The words of one access, with when and by whom, for the client's log and for the officer. */
export type AccessWords = Words & {
  accessId: string
  staffId: string
  emergency: boolean
  from: Date
  until: Date
  toldFrom: PlainDate | undefined
}

type WordsRow = {
  access_id: string
  staff_id: string
  emergency: boolean
  from_at: Date
  until_at: Date
  told_from: PlainDate | null
  sealed_reason: Buffer | null
  sealed_mandate: Buffer | null
  sealed_safety: Buffer | null
}

/** For the log on a page, or in a copy. */
type LogOpen = Opened<'access-log', 'read'> | Opened<'access-log', 'export'>

/** The accesses to the opened dossier that began in a period. */
export async function accessesOf(
  opened: LogOpen,
  period: { from: Date; until: Date },
): Promise<AccessWords[]> {
  const rows = await opened.tx.query<WordsRow>(
    `select access_id, staff_id, emergency, from_at, coalesce(ended_at, until_at) as until_at, told_from, sealed_reason, sealed_mandate, sealed_safety
       from dossier.incidental_accesses
      where organisation_id = $1 and dossier_id = $2 and from_at < $4 and until_at >= $3 and sealed_reason is not null
      order by from_at`,
    [opened.facts.organisation, opened.dossierId, period.from, period.until],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return rows.map((row) => wordsOf(opened, row))
}

function wordsOf(opened: LogOpen, row: WordsRow): AccessWords {
  const text = (column: string, sealed: Buffer | null) =>
    sealed === null ? undefined : opened.unseal(placeOf(opened.dossierId, row.access_id, column), sealed)
  const mandate = text('sealed_mandate', row.sealed_mandate)
  const safety = text('sealed_safety', row.sealed_safety)
  return {
    accessId: row.access_id,
    staffId: row.staff_id,
    emergency: row.emergency,
    from: row.from_at,
    until: row.until_at,
    toldFrom: row.told_from ?? undefined,
    reason: text('sealed_reason', row.sealed_reason) ?? '',
    ...(mandate === undefined ? {} : { mandate }),
    ...(safety === undefined ? {} : { safety }),
  }
}

function placeOf(dossierId: string, accessId: string, column: string) {
  return { dossierId, class: 'special', table: TABLE, row: accessId, column } as const
}

function one<T>(rows: T[]): T {
  const row = rows[0]
  if (row === undefined) throw new Error('The wall gave no answer.')
  return row
}
