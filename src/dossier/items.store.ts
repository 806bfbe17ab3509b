import { itemColumn, type Opened } from '../door/index.ts'
import { type ItemValue, itemValue } from '../shell/index.ts'
import type { DataClass } from '../vault/index.ts'

/** An item to be stored: its place in the catalogue of the statement, and its value. */
export type NewItem = {
  id: string
  item: string
  part: string
  class: DataClass
  source: string
  receivedOn: string
  value: ItemValue
}

const TABLE = 'dossier.items'

/** Stores one item. The database refuses one that the statement does not list, or of a part that is not open. */
export async function insertItem(
  opened: Opened<string, 'write'>,
  dossierId: string,
  item: NewItem,
): Promise<void> {
  const place = { dossierId, class: item.class, table: TABLE, row: item.id, column: itemColumn(item.item) }
  await opened.tx.query(
    `insert into dossier.items (organisation_id, dossier_id, item_id, item, part, class, sealed, source, received_on, recorded_by, statement_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      opened.facts.organisation,
      dossierId,
      item.id,
      item.item,
      item.part,
      item.class,
      opened.seal(place, JSON.stringify(item.value)),
      item.source,
      item.receivedOn,
      opened.facts.actor.id,
      opened.facts.statementVersion,
    ],
  )
}

export type IdentityRow = {
  dossierId: string
  clientNumber: string
  openedOn: string
  items: Map<string, string>
}

type JoinedRow = {
  dossier_id: string
  client_number: string
  opened_on: string
  item_id: string | null
  item: string
  class: DataClass
  sealed: Buffer
}

/** The identities of the listed dossiers: what stands open, and no more. */
export async function listIdentities(opened: Opened<'identity', 'read'>): Promise<IdentityRow[]> {
  const ids = opened.listed.map((one) => one.dossierId)
  await opened.loadKeys(ids)
  const rows = await opened.tx.query<JoinedRow>(
    `select d.dossier_id, d.client_number, d.opened_on, i.item_id, i.item, i.class, i.sealed
       from dossier.dossiers d
       left join dossier.items i on i.organisation_id = d.organisation_id and i.dossier_id = d.dossier_id and i.part = 'identity'
      where d.organisation_id = $1 and d.dossier_id = any ($2::uuid[])`,
    [opened.facts.organisation, ids],
  )
  const found = new Map<string, IdentityRow>()
  for (const row of rows) {
    const identity = found.get(row.dossier_id) ?? {
      dossierId: row.dossier_id,
      clientNumber: row.client_number,
      openedOn: row.opened_on,
      items: new Map(),
    }
    found.set(row.dossier_id, identity)
    if (row.item_id === null) continue
    const place = {
      dossierId: row.dossier_id,
      class: row.class,
      table: TABLE,
      row: row.item_id,
      column: itemColumn(row.item),
    }
    identity.items.set(row.item, itemValue(opened.unseal(place, row.sealed)).value)
  }
  return [...found.values()]
}
