import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Copy } from '../src/rights/copy.schema.ts'
import type { DataClass } from '../src/vault/index.ts'
import { hex, moment, opener, orNull, type Row, reader, text, workers } from './copy-readers.ts'
import type { TestHouse } from './house.ts'

/** Tables with rows of a dossier that are not in a copy, and why. */
export const LEFT_TABLES: Readonly<Record<string, string>> = {
  'dossier.keys': 'what the rest is sealed with',
  'dossier.search_keys': 'keyed hashes of what stands in the items',
  'dossier.note_drafts': 'of the worker alone, until it is a note',
  'dossier.destructions': 'a destroyed dossier does not open',
  'dossier.restrictions': 'the state of the dossier says it; asking for one is not built',
  'dossier.portal_invitations': 'the log says each code, account and end of one',
  'dossier.incidental_accesses':
    'the log says each, with its reason, from the day on which the client hears of it',
  'dossier.incidental_judgements': 'words of the officer about a worker',
  'dossier.emergencies_seen': 'which of the staff saw an emergency',
  'ledger.signals': 'about a worker, for the officer',
  'ledger.entries': 'the log, compared entry by entry',
}

type Lists = 'items' | 'notes' | 'involved' | 'consents' | 'representatives' | 'weighings'

/** Every row that belongs in a copy, read by the superuser and unsealed past the program; it throws when a column was not used. */
export async function rowsThatBelong(
  house: TestHouse,
  dossier: string,
): Promise<
  Pick<Copy, Lists | 'dossier'> & {
    tables: string[]
  }
> {
  const read = reader(house, dossier)
  const { worker, nameOf } = await workers(house)
  const open = await opener(house, dossier)
  const items = await read('dossier.items', async (row) => ({
    item: text(row.item),
    part: text(row.part),
    class: text(row.class) as DataClass,
    ...withReason(JSON.parse(open(row, 'dossier.items', text(row.item_id), `sealed:${row.item}`))),
    source: text(row.source),
    receivedOn: text(row.received_on),
    recordedAt: moment(row.recorded_at),
    recordedBy: worker(row.recorded_by, null),
    statementVersion: text(row.statement_version),
  }))
  const notes = await read('dossier.notes', async (row) => ({
    ...JSON.parse(open(row, 'dossier.notes', text(row.note_id))),
    class: row.class,
    writtenAt: moment(row.written_at),
    writtenBy: worker(row.written_by, text(row.written_as)),
  }))
  const involved = await read('dossier.involvements', async (row) => ({
    worker: worker(row.staff_id, text(row.role)),
    fromOn: text(row.from_on),
    untilOn: orNull(row.until_on),
  }))
  const representatives = await read('dossier.representations', async (row) => {
    const words = JSON.parse(
      open(row, 'dossier.representations', text(row.representation_id), 'sealed', 'special'),
    )
    const byWorker = row.recorded_as !== 'client'
    return {
      name: words.name,
      kind: text(row.kind),
      proof: words.proof,
      parts: row.parts as string[],
      actions: row.actions as string[],
      fromOn: text(row.from_on),
      untilOn: orNull(row.until_on),
      authoritySeenOn: orNull(row.authority_on),
      recordedAt: moment(row.recorded_at),
      recordedBy: {
        name: byWorker ? nameOf(row.recorded_by) : null,
        role: text(row.recorded_as),
        employer: null,
      },
      stoppedAt: row.revoked_at === null ? null : moment(row.revoked_at),
    }
  })
  const weighings = await read(
    'dossier.capacity_judgements',
    async (row) => ({
      able: row.able as boolean,
      parentsMay: row.parents_may as boolean,
      grounds: open(row, 'dossier.capacity_judgements', text(row.judgement_id), 'sealed', 'special'),
      weighedOn: text(row.weighed_on),
      weighedBy: nameOf(row.recorded_by) ?? '',
      takenBackAt: row.revoked_at === null ? null : moment(row.revoked_at),
    }),
    // the day that counts is the one on which it was weighed; the log has when it was written down
    ['recorded_at'],
  )
  const closures = await read('dossier.closures', async (row) => ({
    closedAt: moment(row.closed_at),
    reopenedAt: row.reopened_at === null ? null : moment(row.reopened_at),
  }))
  const [own] = await read('dossier.dossiers', async (row) => ({
    clientNumber: text(row.client_number),
    state: 'open' as const,
    openedOn: text(row.opened_on),
    openedUnder: text(row.statement_version),
    closures,
  }))
  return {
    ...{ notes, involved, representatives, weighings },
    consents: await consentRows(read, open, worker),
    // of a register, which is no part of a dossier
    items: items.filter(({ part }) => part !== 'outreach'),
    dossier: own!,
    tables: [
      'items',
      'notes',
      'involvements',
      'representations',
      'capacity_judgements',
      'closures',
      'dossiers',
      'consents',
      'consent_answers',
      'consent_endings',
    ].map((name) => `dossier.${name}`),
  }
}

type Opener = Awaited<ReturnType<typeof opener>>
type Workers = Awaited<ReturnType<typeof workers>>

/** What was asked, with its answer and its end. */
async function consentRows(
  read: ReturnType<typeof reader>,
  open: Opener,
  worker: Workers['worker'],
): Promise<Copy['consents']> {
  const answers = await read(
    'dossier.consent_answers',
    async (row) => ({
      id: row.consent_id,
      fingerprint: hex(row.fingerprint),
      answer: {
        given: row.given as boolean,
        at: moment(row.answered_at),
        by: text(row.answered_as) as 'client',
        name: null,
        assurance: text(row.assurance),
      },
    }),
    ['answered_by'],
  )
  const endings = await read(
    'dossier.consent_endings',
    async (row) => ({
      id: row.consent_id,
      endedAt: moment(row.ended_at),
      endedBy: text(row.ended_as),
    }),
    ['ended_by'],
  )
  const one = async (row: Row) => {
    const sealed = open(row, 'dossier.consents', text(row.consent_id), 'sealed', 'special')
    const { scope, words } = JSON.parse(sealed)
    const answer = answers.find(({ id }) => id === row.consent_id)
    const ending = endings.find(({ id }) => id === row.consent_id)
    const fingerprint = createHash('sha256')
      .update(row.sealed as Buffer)
      .digest('hex')
    if (answer && answer.fingerprint !== fingerprint) throw new Error('An answer to other words.')
    return {
      title: words.nl.title,
      text: words.nl.rows.map(([term, said]: [string, string]) => ({ term, text: said })),
      rights: words.nl.rights,
      fingerprint,
      disclosure: text(row.disclosure),
      purpose: text(row.purpose),
      direction: text(row.direction) as 'give',
      party: scope.partyName,
      partyKind: text(row.party_kind),
      parts: row.parts as string[],
      items: row.items as string[],
      fromOn: text(row.from_on),
      untilOn: text(row.until_on),
      askedAt: moment(row.asked_at),
      askedBy: worker(row.asked_by, text(row.asked_as)),
      statementVersion: text(row.statement_version),
      answerBy: text(row.answer_by) as 'client',
      answerUntil: text(row.answer_until),
      answer: answer?.answer ?? null,
      endedAt: ending?.endedAt ?? null,
      endedBy: ending?.endedBy ?? null,
    }
  }
  // the party by its id in the statement: its name stands in the copy
  return read('dossier.consents', one, ['party'])
}

const withReason = ({ value, reason }: { value: string; reason?: string }) => ({
  value,
  reason: reason ?? null,
})
