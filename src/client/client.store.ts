import type { Buffer } from 'node:buffer'
import type { Opened } from '../door/index.ts'
import type { DataClass } from '../vault/index.ts'

export async function insertDossierKeys(
  opened: Opened<'existence', 'write'>,
  dossierId: string,
  keys: { class: DataClass; wrapped: Buffer }[],
): Promise<void> {
  await opened.tx.query(
    `insert into dossier.keys (organisation_id, dossier_id, class, wrapped)
     select $1, $2, k.class, k.wrapped from unnest($3::text[], $4::bytea[]) as k (class, wrapped)`,
    [opened.facts.organisation, dossierId, keys.map((key) => key.class), keys.map((key) => key.wrapped)],
  )
}

export async function insertSearchKeys(
  opened: Opened<'existence', 'write'>,
  dossierId: string,
  keys: { kind: string; key: Buffer }[],
): Promise<void> {
  await opened.tx.query(
    `insert into dossier.search_keys (organisation_id, kind, key, dossier_id)
     select $1, k.kind, k.key, $2 from unnest($3::text[], $4::bytea[]) as k (kind, key)`,
    [opened.facts.organisation, dossierId, keys.map((key) => key.kind), keys.map((key) => key.key)],
  )
}
