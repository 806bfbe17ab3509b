import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import type { Knock, Opened, WallAnswer } from '../door/index.ts'
import type { DataClass } from '../vault/index.ts'

/** Asks the wall to register a person; it judges by the rules, makes the dossier with an id of its own and writes the entry. */
export async function askRegistration(
  tx: Tx,
  knock: Knock,
  clientNumber: string,
  parts: readonly string[],
): Promise<WallAnswer> {
  const [answer] = await tx.query<WallAnswer>('select * from wall.register($1, $2, $3, $4, $5, $6)', [
    knock.token,
    clientNumber,
    parts,
    knock.purpose,
    knock.trace,
    knock.accessPoint,
  ])
  if (answer === undefined) throw new Error('The wall gave no answer.')
  return answer
}

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
