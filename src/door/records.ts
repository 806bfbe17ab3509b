import type { Buffer } from 'node:buffer'
import { unsealText, type Vault } from '../vault/index.ts'
import type { OpenRecord } from './answer.ts'
import { itemColumn } from './opened.ts'
import type { ReadRow } from './packed.ts'

/** Unseals what one statement opened and read. `staffName` opens the name of a colleague. */
export async function recordsIn(
  rows: readonly ReadRow[],
  { vault, organisation, dossierId }: { vault: Vault; organisation: string; dossierId: string },
  staffName: (staffId: string, sealed: Buffer) => Promise<string>,
): Promise<OpenRecord[]> {
  // Unwrapping a key costs as much as unsealing ten records: only those that something was sealed with.
  const classes = new Set(rows.filter((row) => row.kind !== 'key').map((row) => row.class))
  const wrapped = rows
    .filter((row) => row.kind === 'key' && classes.has(row.class))
    .map((row) => ({ class: row.class, wrapped: row.sealed }))
  const keys = await vault.open(organisation, dossierId, wrapped)
  const names = new Map<string, string>()
  const records: OpenRecord[] = []
  for (const row of rows) {
    if (row.kind === 'key') continue
    if (row.by_name !== undefined && !names.has(row.by_id)) {
      names.set(row.by_id, await staffName(row.by_id, row.by_name))
    }
    const place =
      row.kind === 'item'
        ? { organisation, table: 'dossier.items', column: itemColumn(row.word), row: row.id }
        : { organisation, table: 'dossier.notes', column: 'sealed', row: row.id }
    const text = row.kind === 'involved' ? '' : unsealText(keys.of(row.class), row.sealed, place)
    const { kind, id, word, at, origin } = row
    const by = { by: row.by_id, byName: names.get(row.by_id) }
    records.push({ kind, id, word, class: row.class, text, at, ...by, origin })
  }
  return records
}
