import { type AskedRow, askedOf } from '../consent/index.ts'
import type { Opened } from '../door/index.ts'
import type { Representative } from '../representation/index.ts'
import type { Language } from '../web/index.ts'
import type { Copy } from './copy.schema.ts'
import { type WorkerRow, workerOf } from './copy.store.ts'

type Row = WorkerRow &
  AskedRow & {
    statement_version: string
    answer_by: Copy['consents'][number]['answerBy']
    answer_until: string
    asked_at: Date
    given: boolean | null
    answered_at: Date | null
    answered_as: Copy['consents'][number]['answerBy'] | null
    assurance: string | null
    representation_id: string | null
    ended_at: Date | null
    ended_as: string | null
  }

/** What was asked, answered and ended, the newest first; of who answered for the client the name, where the copy may say it. */
export async function copyOfConsents(
  opened: Opened<'existence' | 'consents', 'export'>,
  language: Language,
  people: readonly Representative[],
): Promise<Copy['consents']> {
  const rows = await opened.tx.query<Row>(
    `select c.consent_id, c.statement_version, c.disclosure, c.purpose, c.direction, c.party_kind, c.party, c.parts, c.items, c.from_on, c.until_on,
            c.answer_by, c.answer_until, c.asked_at, c.sealed, encode(sha256(c.sealed), 'hex') as fingerprint,
            c.asked_by as staff_id, c.asked_as as role, s.sealed_name, s.employer,
            encode(a.fingerprint, 'hex') as answered, a.given, a.answered_at, a.answered_as, a.assurance, a.representation_id, e.ended_at, e.ended_as
       from dossier.consents c
       left join dossier.consent_answers a on a.organisation_id = c.organisation_id and a.consent_id = c.consent_id
       left join dossier.consent_endings e on e.organisation_id = c.organisation_id and e.consent_id = c.consent_id
       left join identity.staff s on s.organisation_id = c.organisation_id and s.staff_id = c.asked_by
      where c.organisation_id = $1 and c.dossier_id = $2 order by c.asked_at desc, c.consent_id`,
    [opened.facts.organisation, opened.dossierId],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return Promise.all(rows.map((row) => consentOf(opened, row, language, people)))
}

async function consentOf(
  opened: Opened<'existence' | 'consents', 'export'>,
  row: Row,
  language: Language,
  people: readonly Representative[],
): Promise<Copy['consents'][number]> {
  const { scope, words } = askedOf(opened, row)
  const { title, rows, rights } = words[language]
  return {
    title,
    text: rows.map(([term, text]) => ({ term, text })),
    rights: [...rights],
    fingerprint: row.fingerprint,
    disclosure: scope.disclosure,
    purpose: scope.purpose,
    direction: scope.direction,
    party: scope.partyName,
    partyKind: scope.partyKind,
    parts: [...scope.parts],
    items: [...scope.items],
    fromOn: scope.fromOn,
    untilOn: scope.untilOn,
    askedAt: row.asked_at.toISOString(),
    askedBy: await workerOf(opened, row),
    statementVersion: row.statement_version,
    answerBy: row.answer_by,
    answerUntil: row.answer_until,
    answer: answerOf(row, people),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_as,
  }
}

function answerOf(row: Row, people: readonly Representative[]): Copy['consents'][number]['answer'] {
  const { given, answered_at, answered_as, assurance, representation_id } = row
  if (given === null || answered_at === null || answered_as === null || assurance === null) return null
  const name = people.find(({ id }) => id === representation_id)?.name ?? null
  return { given, at: answered_at.toISOString(), by: answered_as, name, assurance }
}
