import type { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Opened } from '../door/index.ts'

export type NewPortalCode = {
  /** Undefined: for the client. */
  representationId: string | undefined
  codeKey: Buffer
  subjectKey: Buffer
  aloneFrom: string | undefined
}

/** Stores a code, by its keyed hash, in the place of one that was not used yet. It can be used for two weeks. */
export async function insertPortalCode(
  opened: Opened<'network', 'write'>,
  { representationId, codeKey, subjectKey, aloneFrom }: NewPortalCode,
): Promise<void> {
  const { organisation, actor } = opened.facts
  const where = [organisation, opened.dossierId, representationId ?? null]
  await opened.tx.query(
    `update dossier.portal_invitations set withdrawn_at = now() where organisation_id = $1 and dossier_id = $2
        and representation_id is not distinct from $3 and used_at is null and withdrawn_at is null`,
    where,
  )
  await opened.tx.query(
    `insert into dossier.portal_invitations (organisation_id, dossier_id, representation_id, invitation_id, code_key, subject_key, alone_from, made_by, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now() + interval '14 days')`,
    [...where, randomUUID(), codeKey, subjectKey, aloneFrom ?? null, actor.id],
  )
}

/** Takes back every code and the account made with it, of the client or of one representation. Whether there was one. */
export async function withdrawPortalCodes(
  opened: Opened<'network', 'write'>,
  representationId: string | undefined,
): Promise<boolean> {
  const gone = await opened.tx.query(
    `update dossier.portal_invitations set withdrawn_at = now() where organisation_id = $1 and dossier_id = $2
        and representation_id is not distinct from $3 and withdrawn_at is null returning invitation_id`,
    [opened.facts.organisation, opened.dossierId, representationId ?? null],
  )
  return gone.length > 0
}

/** How far somebody is: a code that can be used until a moment, or an account since one. */
export type PortalAccess = { representationId: string | undefined; codeUntil?: Date; accountSince?: Date }

/** Who has a code or an account for the opened dossier. */
export async function listPortalAccess(opened: Opened<'network', 'read'>): Promise<PortalAccess[]> {
  const rows = await opened.tx.query<{
    representation_id: string | null
    used_at: Date | null
    ends_at: Date | null
  }>(
    `select representation_id, max(used_at) as used_at, max(ends_at) filter (where used_at is null and ends_at > now()) as ends_at
       from dossier.portal_invitations where organisation_id = $1 and dossier_id = $2 and withdrawn_at is null group by representation_id`,
    [opened.facts.organisation, opened.dossierId],
  )
  return rows.map(({ representation_id, used_at, ends_at }) => ({
    representationId: representation_id ?? undefined,
    ...(used_at ? { accountSince: used_at } : {}),
    ...(ends_at ? { codeUntil: ends_at } : {}),
  }))
}
