import type { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Opened } from '../door/index.ts'

export type NewJudgement = { able: boolean; parentsMay: boolean; weighedOn: string; grounds: string }

/** Stores what a worker weighed. */
export async function insertJudgement(
  opened: Opened<'network', 'write'>,
  { able, parentsMay, weighedOn, grounds }: NewJudgement,
): Promise<string> {
  const id = randomUUID()
  const { organisation, actor } = opened.facts
  await opened.tx.query(
    `insert into dossier.capacity_judgements (organisation_id, judgement_id, dossier_id, able, parents_may, weighed_on, sealed, recorded_by, recorded_as)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      organisation,
      id,
      opened.dossierId,
      able,
      parentsMay,
      weighedOn,
      opened.seal(placeOf(opened.dossierId, id), grounds),
      actor.id,
      actor.role,
    ],
  )
  return id
}

/** Takes a judgement back now; false when there is none to take back. */
export async function revokeJudgement(
  opened: Opened<'network', 'write'>,
  judgementId: string,
): Promise<boolean> {
  const ended = await opened.tx.query(
    `update dossier.capacity_judgements set revoked_at = now(), revoked_by = $4
      where organisation_id = $1 and dossier_id = $2 and judgement_id = $3 and revoked_at is null returning judgement_id`,
    [opened.facts.organisation, opened.dossierId, judgementId, opened.facts.actor.id],
  )
  return ended.length > 0
}

/** A judgement as people read it. */
export type Judgement = {
  id: string
  able: boolean
  parentsMay: boolean
  weighedOn: string
  grounds: string
  by: string
  revokedAt: Date | undefined
}

type Row = {
  judgement_id: string
  able: boolean
  parents_may: boolean
  weighed_on: string
  sealed: Buffer
  recorded_by: string
  sealed_name: Buffer
  revoked_at: Date | null
}

/** The judgements about the client of the opened dossier, the newest first. */
export async function listJudgements(
  opened: Opened<'network', 'read'> | Opened<'network', 'export'>,
): Promise<Judgement[]> {
  const rows = await opened.tx.query<Row>(
    `select j.judgement_id, j.able, j.parents_may, j.weighed_on, j.sealed, j.recorded_by, s.sealed_name, j.revoked_at
       from dossier.capacity_judgements j
       join identity.staff s on s.organisation_id = j.organisation_id and s.staff_id = j.recorded_by
      where j.organisation_id = $1 and j.dossier_id = $2 order by j.recorded_at desc`,
    [opened.facts.organisation, opened.dossierId],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return Promise.all(
    rows.map(async (row) => ({
      id: row.judgement_id,
      able: row.able,
      parentsMay: row.parents_may,
      weighedOn: row.weighed_on,
      grounds: opened.unseal(placeOf(opened.dossierId, row.judgement_id), row.sealed),
      by: await opened.staffName(row.recorded_by, row.sealed_name),
      revokedAt: row.revoked_at ?? undefined,
    })),
  )
}

function placeOf(dossierId: string, id: string) {
  return { dossierId, class: 'special', table: 'dossier.capacity_judgements', row: id } as const
}
