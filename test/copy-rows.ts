import type { Buffer } from 'node:buffer'
import { STAFF_NAME } from '../src/door/index.ts'
import type { Copy, CopyWorker } from '../src/rights/copy.schema.ts'
import { type DataClass, unsealText } from '../src/vault/index.ts'
import { type TestHouse, TOM } from './house.ts'

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
  'dossier.consents': 'not in the copy yet',
  'dossier.consent_answers': 'not in the copy yet',
  'dossier.consent_endings': 'not in the copy yet',
  'ledger.signals': 'about a worker, for the officer',
  'ledger.entries': 'the log, compared entry by entry',
}

type Row = Record<string, unknown>
/** What of a row may stay out: where it stands, who by an id of ours, and the sealed bytes that were unsealed. */
const LEFT_COLUMNS = [
  ...['organisation_id', 'dossier_id', 'item_id', 'note_id', 'representation_id', 'judgement_id', 'team_id'],
  ...[
    'sealed',
    'person_key',
    'registered_in',
    'revoked_by',
    'recorded_as',
    'recorded_by',
    'written_by',
    'staff_id',
  ],
]

/** Every row that belongs in a copy, read by the superuser and unsealed past the program; it throws when a column was not used. */
export async function rowsThatBelong(
  house: TestHouse,
  dossier: string,
): Promise<
  Pick<Copy, 'items' | 'notes' | 'involved' | 'representatives' | 'weighings' | 'dossier'> & {
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
      open({ class: 'special', ...row }, 'dossier.representations', text(row.representation_id)),
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
  const weighings = await read('dossier.capacity_judgements', async (row) => ({
    able: row.able as boolean,
    parentsMay: row.parents_may as boolean,
    grounds: open({ class: 'special', ...row }, 'dossier.capacity_judgements', text(row.judgement_id)),
    weighedOn: text(row.weighed_on),
    weighedBy: nameOf(row.recorded_by) ?? '',
    takenBackAt: row.revoked_at === null ? null : moment(row.revoked_at),
    at: row.recorded_at,
  }))
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
    // of a register, which is no part of a dossier
    items: items.filter(({ part }) => part !== 'outreach'),
    ...{ notes, involved, representatives },
    weighings: weighings.map(({ at: _at, ...one }) => one),
    dossier: own!,
    tables: [
      'items',
      'notes',
      'involvements',
      'representations',
      'capacity_judgements',
      'closures',
      'dossiers',
    ].map((name) => `dossier.${name}`),
  }
}

/** Reads a table and holds that every column was looked at, or may stay out. */
function reader({ owner }: TestHouse, dossier: string) {
  return async <T>(table: string, make: (row: Row) => Promise<T>): Promise<T[]> => {
    const { rows } = await owner.query<Row>(`select * from ${table} where dossier_id = $1`, [dossier])
    return Promise.all(
      rows.map(async (row) => {
        const used = new Set(LEFT_COLUMNS)
        const watched = new Proxy(row, {
          get: (target, column) => {
            used.add(String(column))
            return target[String(column)]
          },
        })
        const made = await make(watched)
        const forgotten = Object.keys(row).filter((column) => !used.has(column))
        if (forgotten.length > 0) throw new Error(`${table}: not in the copy: ${forgotten.join()}`)
        return made
      }),
    )
  }
}

async function opener({ owner, vault }: TestHouse, dossier: string) {
  const { rows } = await owner.query<{ class: DataClass; wrapped: Buffer }>(
    'select class, wrapped from dossier.keys where dossier_id = $1',
    [dossier],
  )
  const keys = await vault.open(TOM, dossier, rows)
  return (row: Row, table: string, id: string, column = 'sealed') =>
    unsealText(keys.of(row.class as DataClass), row.sealed as Buffer, {
      organisation: TOM,
      table,
      column,
      row: id,
    })
}

async function workers({ owner, vault }: TestHouse) {
  const { rows } = await owner.query<{ staff_id: string; sealed_name: Buffer; employer: string }>(
    'select staff_id, sealed_name, employer from identity.staff where organisation_id = $1',
    [TOM],
  )
  const key = await vault.organisationKey(TOM)
  const known = new Map(
    rows.map(({ staff_id, sealed_name, employer }) => [
      staff_id,
      { name: unsealText(key, sealed_name, { organisation: TOM, ...STAFF_NAME, row: staff_id }), employer },
    ]),
  )
  const nameOf = (id: unknown) => known.get(text(id))?.name ?? null
  const worker = (id: unknown, role: string | null): CopyWorker => ({
    name: nameOf(id),
    role,
    employer: known.get(text(id))?.employer ?? null,
  })
  return { worker, nameOf }
}

const text = (value: unknown): string => String(value)
const orNull = (value: unknown): string | null => (value === null ? null : text(value))
const moment = (value: unknown): string => (value as Date).toISOString()
const withReason = ({ value, reason }: { value: string; reason?: string }) => ({
  value,
  reason: reason ?? null,
})
