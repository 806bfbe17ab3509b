import type { Buffer } from 'node:buffer'
import type { Opened } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import { listRepresentations, type Representative } from '../representation/index.ts'
import type { Direction } from './askable.ts'
import type { AskedConsent, Scope } from './consent-state.ts'
import type { Wordings } from './wording.ts'

export type NewConsent = {
  id: string
  scope: Scope
  answerBy: 'client' | 'representative'
  answerUntil: PlainDate
  words: Wordings
}

/** A consent with its words and what became of it. */
export type Consent = AskedConsent & {
  id: string
  words: Wordings
  /** Of the words as they were asked: whoever answers, answers these. */
  fingerprint: string
  answerBy: 'client' | 'representative'
  answeredBy:
    | { assurance: string; representative: { name: string; kind: Representative['kind'] } | undefined }
    | undefined
}

/** What is sealed: the words, and the scope once more, so that a column that somebody changed shows. */
type Sealed = { scope: Scope; words: Wordings }

/** Stores a request; the database refuses what the statement lets nobody in this function ask. */
export async function insertConsent(
  opened: Opened<'consents', 'write'>,
  { id, scope, answerBy, answerUntil, words }: NewConsent,
): Promise<string> {
  const { organisation, actor, statementVersion } = opened.facts
  const sealed: Sealed = { scope, words }
  await opened.tx.query(
    `insert into dossier.consents (organisation_id, consent_id, dossier_id, statement_version, disclosure, purpose, direction, party_kind,
       party, parts, items, from_on, until_on, answer_by, answer_until, sealed, asked_by, asked_as)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      ...[organisation, id, opened.dossierId, statementVersion],
      ...[scope.disclosure, scope.purpose, scope.direction, scope.partyKind, scope.party ?? null],
      ...[scope.parts, scope.items, scope.fromOn, scope.untilOn, answerBy, answerUntil],
      opened.seal(placeOf(opened.dossierId, id), JSON.stringify(sealed)),
      ...[actor.id, actor.role],
    ],
  )
  return id
}

/** Stores an answer to the words of this fingerprint; false when there is nothing like that to answer any more. */
export async function insertAnswer(
  opened: Opened<'consents', 'write'>,
  { id, given, fingerprint }: { id: string; given: boolean; fingerprint: string },
): Promise<boolean> {
  const { organisation, actor } = opened.facts
  const open = await opened.tx.query(
    `select from dossier.consents c where organisation_id = $1 and dossier_id = $2 and consent_id = $3 and sha256(sealed) = decode($4, 'hex')
        and answer_by = $5 and wall.decider_stands(consent_id) and answer_until >= (now() at time zone 'Europe/Amsterdam')::date
        and not exists (select from dossier.consent_answers a where a.organisation_id = c.organisation_id and a.consent_id = c.consent_id)
        and not exists (select from dossier.consent_endings e where e.organisation_id = c.organisation_id and e.consent_id = c.consent_id)`,
    [organisation, opened.dossierId, id, fingerprint, actor.role],
  )
  if (open.length === 0) return false
  await opened.tx.query(
    `insert into dossier.consent_answers (organisation_id, consent_id, dossier_id, given, fingerprint, answered_by, answered_as, assurance, representation_id)
     select $1, $2, $3, $4, decode($5, 'hex'), $6, $7, s.assurance, s.representation_id from wall.signed_in_as() s`,
    [organisation, id, opened.dossierId, given, fingerprint, actor.id, actor.role],
  )
  return true
}

/** Ends a consent that was given, or takes back a request without an answer, by `ifGiven`; false when there is none to end. */
export async function endConsent(
  opened: Opened<'consents', 'write'>,
  { id, ifGiven }: { id: string; ifGiven: boolean },
): Promise<boolean> {
  const { organisation, actor } = opened.facts
  const ended = await opened.tx.query(
    `insert into dossier.consent_endings (organisation_id, consent_id, dossier_id, ended_by, ended_as)
     select c.organisation_id, c.consent_id, c.dossier_id, $4, $5 from dossier.consents c
       left join dossier.consent_answers a on a.organisation_id = c.organisation_id and a.consent_id = c.consent_id
      where c.organisation_id = $1 and c.dossier_id = $2 and c.consent_id = $3 and case when $6 then a.given else a.given is null end
     on conflict do nothing returning consent_id`,
    [organisation, opened.dossierId, id, actor.id, actor.role, ifGiven],
  )
  return ended.length > 0
}

/** How many requests wait for an answer of whoever looks. */
export async function countWaiting(opened: Opened<'existence' | 'consents', 'read'>): Promise<number> {
  const [counted] = await opened.tx.query<{ waiting: number }>(
    `select count(*)::int as waiting from dossier.consents c where organisation_id = $1 and dossier_id = $2 and answer_by = $3 and wall.decider_stands(consent_id)
        and answer_until >= (now() at time zone 'Europe/Amsterdam')::date
        and not exists (select from dossier.consent_answers a where a.organisation_id = c.organisation_id and a.consent_id = c.consent_id)
        and not exists (select from dossier.consent_endings e where e.organisation_id = c.organisation_id and e.consent_id = c.consent_id)`,
    [opened.facts.organisation, opened.dossierId, opened.facts.actor.role],
  )
  return counted?.waiting ?? 0
}

/** What of a row of `dossier.consents` and its answer says what was asked. */
export type AskedRow = {
  consent_id: string
  disclosure: string
  purpose: string
  direction: Direction
  party_kind: string
  party: string | null
  parts: string[]
  items: string[]
  from_on: PlainDate
  until_on: PlainDate
  sealed: Buffer
  /** Of what is sealed. */
  fingerprint: string
  /** Of what was answered; null without an answer. */
  answered: string | null
}

type Row = AskedRow & {
  answer_by: 'client' | 'representative'
  answer_until: PlainDate
  asked_at: Date
  given: boolean | null
  answered_at: Date | null
  assurance: string | null
  representation_id: string | null
  ended_at: Date | null
  stands: boolean
}

/** The consents of the opened dossier, the newest first; or the one with this id. */
export async function listConsents(
  opened: Opened<'existence' | 'consents', 'read'>,
  only: string | undefined,
): Promise<Consent[]> {
  const rows = await opened.tx.query<Row>(
    `select c.consent_id, c.disclosure, c.purpose, c.direction, c.party_kind, c.party, c.parts, c.items, c.from_on, c.until_on, c.answer_by,
            c.answer_until, c.sealed, encode(sha256(c.sealed), 'hex') as fingerprint, c.asked_at, a.given, a.answered_at,
            encode(a.fingerprint, 'hex') as answered, a.assurance, a.representation_id, e.ended_at,
            wall.decider_stands(c.consent_id) as stands
       from dossier.consents c
       left join dossier.consent_answers a on a.organisation_id = c.organisation_id and a.consent_id = c.consent_id
       left join dossier.consent_endings e on e.organisation_id = c.organisation_id and e.consent_id = c.consent_id
      where c.organisation_id = $1 and c.dossier_id = $2 and ($3::uuid is null or c.consent_id = $3)
      order by c.asked_at desc, c.consent_id`,
    [opened.facts.organisation, opened.dossierId, only ?? null],
  )
  if (rows.length === 0) return []
  await opened.loadKeys([opened.dossierId])
  const people = rows.some((row) => row.representation_id) ? await listRepresentations(opened) : []
  return rows.map((row) => consentOf(opened, row, people))
}

function consentOf(
  opened: Opened<'existence' | 'consents', 'read'>,
  row: Row,
  people: readonly Representative[],
): Consent {
  const { scope, words } = askedOf(opened, row)
  const representative = people.find(({ id }) => id === row.representation_id)
  return {
    scope: { ...scope, party: scope.party ?? undefined },
    words,
    id: row.consent_id,
    fingerprint: row.fingerprint,
    answerBy: row.answer_by,
    askedAt: row.asked_at,
    answerUntil: row.answer_until,
    answer:
      row.given === null || row.answered_at === null ? undefined : { given: row.given, at: row.answered_at },
    answeredBy: row.assurance === null ? undefined : { assurance: row.assurance, representative },
    endedAt: row.ended_at ?? undefined,
    deciderStands: row.stands,
  }
}

/** What was asked, as it is sealed. An error when the columns say something else, or other words were answered: somebody changed them. */
export function askedOf(opened: Pick<Opened, 'dossierId' | 'unseal'>, row: AskedRow): Sealed {
  const sealed = JSON.parse(opened.unseal(placeOf(opened.dossierId, row.consent_id), row.sealed)) as Sealed
  const changed = row.answered !== null && row.answered !== row.fingerprint
  if (changed || !isSame(sealed.scope, row))
    throw new Error('A consent is not what was asked: somebody changed it.')
  return sealed
}

/** Whether the columns say what was sealed. */
function isSame(scope: Scope, row: AskedRow): boolean {
  const sealed = [
    scope.disclosure,
    scope.purpose,
    scope.direction,
    scope.partyKind,
    scope.party ?? null,
    scope.parts,
    scope.items,
    scope.fromOn,
    scope.untilOn,
  ]
  const columns = [
    row.disclosure,
    row.purpose,
    row.direction,
    row.party_kind,
    row.party,
    row.parts,
    row.items,
    row.from_on,
    row.until_on,
  ]
  return JSON.stringify(sealed) === JSON.stringify(columns)
}

function placeOf(dossierId: string, id: string) {
  return { dossierId, class: 'special', table: 'dossier.consents', row: id } as const
}
