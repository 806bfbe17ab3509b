import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import type { Knock, Opened } from '../door/index.ts'

export type Kind = 'mentor' | 'guardian' | 'property-administrator' | 'parent' | 'voluntary'

export type NewRepresentation = {
  id: string
  kind: Kind
  personKey: Buffer
  name: string
  proof: string
  parts: readonly string[]
  actions: readonly string[]
  fromOn: string
  untilOn: string | undefined
  authorityOn?: string | undefined
}

/** Stores a representation; the database refuses a kind that this person may not record. */
export async function insertRepresentation(
  opened: Opened<'network' | 'consents', 'write'> | Opened<'network', 'write'> | Opened<'consents', 'write'>,
  { id, kind, personKey, parts, actions, fromOn, untilOn, authorityOn, name, proof }: NewRepresentation,
): Promise<string> {
  const { organisation, actor } = opened.facts
  await opened.tx.query(
    `insert into dossier.representations (organisation_id, representation_id, dossier_id, person_key, kind, parts, from_on, until_on,
       sealed, recorded_by, recorded_as, actions, authority_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      organisation,
      id,
      opened.dossierId,
      personKey,
      kind,
      parts,
      fromOn,
      untilOn ?? null,
      opened.seal(placeOf(opened.dossierId, id), JSON.stringify({ name, proof })),
      actor.id,
      actor.role,
      actions,
      authorityOn ?? null,
    ],
  )
  return id
}

/** Ends a representation now; false when there is none to end. */
export async function revoke(
  opened: Opened<'network', 'write'> | Opened<'consents', 'write'>,
  representationId: string,
): Promise<boolean> {
  const ended = await opened.tx.query(
    `update dossier.representations set revoked_at = now(), revoked_by = $4
      where organisation_id = $1 and dossier_id = $2 and representation_id = $3 and revoked_at is null returning representation_id`,
    [opened.facts.organisation, opened.dossierId, representationId, opened.facts.actor.id],
  )
  return ended.length > 0
}

/** Who acts, as people read it. */
export type Representative = {
  id: string
  kind: Kind
  name: string
  proof: string
  parts: string[]
  actions: string[]
  fromOn: string
  untilOn: string | undefined
  authorityOn: string | undefined
  recordedAt: Date
  /** The worker who recorded it, with the function then; undefined when the client gave it. */
  recordedBy: { name: string; role: string } | undefined
  revokedAt: Date | undefined
}

type Row = {
  representation_id: string
  kind: Kind
  parts: string[]
  actions: string[]
  from_on: string
  until_on: string | null
  authority_on: string | null
  sealed: Buffer
  recorded_at: Date
  recorded_by: string
  recorded_as: string
  /** Of a worker; a client has none. */
  sealed_name: Buffer | null
  revoked_at: Date | null
}

/** For a page, or for the client's copy. */
type Reading = Opened<'existence', 'read'> | Opened<'consents', 'export'>

/** The representations of the opened dossier, the newest first. */
export async function listRepresentations(opened: Reading): Promise<Representative[]> {
  const rows = await opened.tx.query<Row>(
    `select r.representation_id, r.kind, r.parts, r.actions, r.from_on, r.until_on, r.authority_on, r.sealed, r.revoked_at,
            r.recorded_at, r.recorded_by, r.recorded_as, s.sealed_name
       from dossier.representations r
       left join identity.staff s on s.organisation_id = r.organisation_id and s.staff_id = r.recorded_by
      where r.organisation_id = $1 and r.dossier_id = $2 order by r.recorded_at desc`,
    [opened.facts.organisation, opened.dossierId],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return Promise.all(rows.map((row) => representativeOf(opened, row)))
}

async function representativeOf(opened: Reading, row: Row): Promise<Representative> {
  const words = JSON.parse(opened.unseal(placeOf(opened.dossierId, row.representation_id), row.sealed)) as {
    name: string
    proof: string
  }
  return {
    ...words,
    id: row.representation_id,
    kind: row.kind,
    parts: row.parts,
    actions: row.actions,
    authorityOn: row.authority_on ?? undefined,
    fromOn: row.from_on,
    untilOn: row.until_on ?? undefined,
    recordedAt: row.recorded_at,
    recordedBy: row.sealed_name
      ? { name: await opened.staffName(row.recorded_by, row.sealed_name), role: row.recorded_as }
      : undefined,
    revokedAt: row.revoked_at ?? undefined,
  }
}

/** For whom the person of a session may act. */
export type MayActFor = {
  representation_id: string
  kind: Kind
  parts: string[]
  until_on: string | null
  client_number: string
  acting: boolean
}

/** Each of them reads in the log that this was shown. */
export async function mayActFor(tx: Tx, knock: Knock): Promise<MayActFor[]> {
  return tx.query<MayActFor>('select * from wall.may_act_for($1, $2, $3)', [
    knock.token,
    knock.trace,
    knock.accessPoint,
  ])
}

/** What a session acts under. */
export type ActingScope = { kind: Kind; parts: string[] }

/** What this session acts under while it acts for somebody; it tells nothing of the person represented. */
export async function actingScope(tx: Tx, knock: Knock): Promise<ActingScope | undefined> {
  const [scope] = await tx.query<ActingScope>('select kind, parts from wall.acting_scope($1)', [knock.token])
  return scope
}

/** Who acts or acted in the opened dossier, by what their entries in the log carry. */
export async function actingPeople(
  opened: Opened<'access-log', 'read'> | Opened<'access-log', 'export'>,
): Promise<Map<string, { name: string; kind: Kind }>> {
  const rows = await opened.tx.query<{
    representation_id: string
    actor_id: string
    kind: Kind
    sealed: Buffer
  }>(
    `select representation_id, actor_id, kind, sealed from wall.acting_people() where organisation_id = $1 and dossier_id = $2`,
    [opened.facts.organisation, opened.dossierId],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return new Map(
    rows.map(({ representation_id, actor_id, kind, sealed }) => {
      const words = opened.unseal(placeOf(opened.dossierId, representation_id), sealed)
      return [actor_id, { name: (JSON.parse(words) as { name: string }).name, kind }]
    }),
  )
}

function placeOf(dossierId: string, id: string) {
  return { dossierId, class: 'special', table: 'dossier.representations', row: id } as const
}
