import type { Buffer } from 'node:buffer'
import type { Shared, Tx } from '../db/index.ts'
import type { DataClass } from '../vault/index.ts'
import type { WallAnswer } from './facts.ts'

/** What every knock at the wall carries. */
export type Knock = {
  organisation: string
  token: Buffer
  purpose: string
  trace: string
  accessPoint: string
}

type Look = { parts: readonly string[]; action: string; event: string }

export async function openDossier(
  tx: Tx,
  knock: Knock,
  dossierId: string | null,
  look: Look,
): Promise<WallAnswer> {
  return first(
    await tx.query<WallAnswer>('select * from wall.open($1, $2, $3, $4, $5, $6, $7, $8)', [
      knock.token,
      dossierId,
      look.parts,
      look.action,
      knock.purpose,
      look.event,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

export async function greet(tx: Tx, knock: Knock): Promise<WallAnswer> {
  return first(await tx.query<WallAnswer>('select * from wall.greet($1, $2)', [knock.token, knock.purpose]))
}

export async function openOwn(tx: Tx, knock: Knock, look: Look): Promise<WallAnswer> {
  return first(
    await tx.query<WallAnswer>('select * from wall.own($1, $2, $3, $4, $5, $6)', [
      knock.token,
      look.parts,
      knock.purpose,
      look.event,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

export async function searchFor(
  tx: Tx,
  knock: Knock,
  keys: { kind: string; key: Buffer }[],
): Promise<WallAnswer> {
  return first(
    await tx.query<WallAnswer>('select * from wall.search($1, $2, $3, $4, $5, $6)', [
      knock.token,
      keys.map((k) => k.kind),
      keys.map((k) => k.key),
      knock.purpose,
      knock.trace,
      knock.accessPoint,
    ]),
  )
}

/** What `dossier.read` hands over in one row; `packed.ts` takes it apart. */
export type Packed = { answer: string; at: Date; records: string | null; sealed: string | null }

/**
 * Opens and reads in one statement, hence one transaction of its own. The bytes come as base64: the driver's own hexadecimals cost
 * ten times as much to read.
 */
export async function readDossier(
  looks: Shared,
  knock: Knock,
  dossierId: string,
  look: { parts: readonly string[]; event: string; newest: number },
): Promise<Packed> {
  return first(
    await looks.query<Packed>(
      `select answer, at, records, encode(sealed, 'base64') as sealed from dossier.read($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        knock.token,
        dossierId,
        look.parts,
        knock.purpose,
        look.event,
        knock.trace,
        knock.accessPoint,
        look.newest,
      ],
    ),
  )
}

export async function keysOf(
  tx: Tx,
  organisation: string,
  dossierIds: readonly string[],
): Promise<{ dossier_id: string; class: DataClass; wrapped: Buffer }[]> {
  return tx.query(
    'select dossier_id, class, wrapped from dossier.keys where organisation_id = $1 and dossier_id = any ($2::uuid[])',
    [organisation, dossierIds],
  )
}

function first<T>(rows: T[]): T {
  const row = rows[0]
  if (row === undefined) throw new Error('The wall gave no answer.')
  return row
}
