import type { Buffer } from 'node:buffer'
import { STAFF_NAME } from '../src/door/index.ts'
import type { CopyWorker } from '../src/rights/copy.schema.ts'
import { type DataClass, unsealText } from '../src/vault/index.ts'
import { type TestHouse, TOM } from './house.ts'

export type Row = Record<string, unknown>
/** What of a row may stay out: where it stands, who by an id of ours, and the sealed bytes that were unsealed. */
const LEFT_COLUMNS = [
  ...[
    'organisation_id',
    'dossier_id',
    'item_id',
    'note_id',
    'representation_id',
    'judgement_id',
    'team_id',
    'consent_id',
  ],
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

/** Reads a table and holds that every column was looked at, or may stay out. */
export function reader({ owner }: TestHouse, dossier: string) {
  return async <T>(
    table: string,
    make: (row: Row) => Promise<T>,
    left: readonly string[] = [],
  ): Promise<T[]> => {
    const { rows } = await owner.query<Row>(`select * from ${table} where dossier_id = $1`, [dossier])
    return Promise.all(
      rows.map(async (row) => {
        const used = new Set([...LEFT_COLUMNS, ...left])
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

export async function opener({ owner, vault }: TestHouse, dossier: string) {
  const { rows } = await owner.query<{ class: DataClass; wrapped: Buffer }>(
    'select class, wrapped from dossier.keys where dossier_id = $1',
    [dossier],
  )
  const keys = await vault.open(TOM, dossier, rows)
  return (row: Row, table: string, id: string, column = 'sealed', dataClass = row.class) =>
    unsealText(keys.of(dataClass as DataClass), row.sealed as Buffer, {
      organisation: TOM,
      table,
      column,
      row: id,
    })
}

export async function workers({ owner, vault }: TestHouse) {
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

export const text = (value: unknown): string => String(value)
export const orNull = (value: unknown): string | null => (value === null ? null : text(value))
export const hex = (value: unknown): string => (value as Buffer).toString('hex')
export const moment = (value: unknown): string => (value as Date).toISOString()
