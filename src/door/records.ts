import type { Buffer } from 'node:buffer'
import { type Bound, unsealText, type Vault } from '../vault/index.ts'
import type { OpenRecord } from './answer.ts'
import type { Facts } from './facts.ts'
import { itemColumn } from './opened.ts'
import type { ReadRow } from './packed.ts'

/** Unseals what one statement opened and read. `nameOf` opens the name of a colleague. */
export async function recordsIn(
  rows: readonly ReadRow[],
  { vault, organisation, dossierId }: { vault: Vault; organisation: string; dossierId: string },
  asker: Facts['actor'],
  nameOf: (staffId: string, sealed: Buffer) => Promise<string>,
): Promise<OpenRecord[]> {
  const keys = await vault.open(organisation, dossierId, keysNeeded(rows))
  // The asker's own name came with the answer.
  const people = new Map<string, { name: string | undefined; employer: string }>()
  people.set(asker.id, { name: asker.name, employer: asker.employer ?? '' })
  const records: OpenRecord[] = []
  for (const row of rows) {
    const { kind, id, word, at, by } = row
    if (kind === 'key') continue
    if (kind === 'name') {
      people.set(id, { name: await nameOf(id, row.sealed), employer: row.origin })
      continue
    }
    const text =
      kind === 'involved' ? '' : unsealText(keys.of(row.class), row.sealed, placeOf(row, organisation))
    // Who recorded an item is not shown.
    const person = kind === 'item' ? undefined : people.get(by)
    const origin = kind === 'involved' ? (person?.employer ?? '') : row.origin
    records.push({ kind, id, word, class: row.class, text, at, by, byName: person?.name, origin })
  }
  return records
}

function placeOf({ kind, id, word }: ReadRow, organisation: string): Bound {
  return kind === 'item'
    ? { organisation, table: 'dossier.items', column: itemColumn(word), row: id }
    : { organisation, table: 'dossier.notes', column: 'sealed', row: id }
}

/** Unwrapping a key costs more than unsealing a record: only those that something was sealed with. */
function keysNeeded(rows: readonly ReadRow[]) {
  const classes = new Set<string>()
  for (const { kind, class: dataClass } of rows)
    if (kind === 'item' || kind === 'note') classes.add(dataClass)
  return rows
    .filter((row) => row.kind === 'key' && classes.has(row.class))
    .map((row) => ({ class: row.class, wrapped: row.sealed }))
}
