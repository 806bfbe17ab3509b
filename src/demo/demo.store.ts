import type { Buffer } from 'node:buffer'
import type { Pool } from '../db/index.ts'

// Written as the owner of the database: the demonstration brings its own people.

export async function insertTeam(
  owner: Pool,
  team: { organisation: string; teamId: string; name: string },
): Promise<void> {
  await owner.query('insert into identity.teams (organisation_id, team_id, name) values ($1, $2, $3)', [
    team.organisation,
    team.teamId,
    team.name,
  ])
}

/** What a worker is recognised by in an own or a namesake's dossier: a keyed hash. */
export async function insertStaffKey(
  owner: Pool,
  own: { organisation: string; staffId: string; kind: string; key: Buffer },
): Promise<void> {
  await owner.query(
    'insert into identity.staff_keys (organisation_id, staff_id, kind, key) values ($1, $2, $3, $4) on conflict do nothing',
    [own.organisation, own.staffId, own.kind, own.key],
  )
}

export async function insertTeamMember(
  owner: Pool,
  member: { organisation: string; teamId: string; staffId: string; since: string },
): Promise<void> {
  await owner.query(
    `insert into identity.team_members (organisation_id, team_id, staff_id, from_on) values ($1, $2, $3, $4)`,
    [member.organisation, member.teamId, member.staffId, member.since],
  )
}

export async function hasStaff(owner: Pool, organisation: string): Promise<boolean> {
  const { rows } = await owner.query<{ yes: boolean }>(
    'select exists (select from identity.staff where organisation_id = $1) as yes',
    [organisation],
  )
  return rows[0]?.yes === true
}

/** Gives a dossier the dates that it brought along. The ledger stays as it is: there it says when it came in here. */
export async function beginEarlier(
  owner: Pool,
  { organisation, dossierId, day }: { organisation: string; dossierId: string; day: string },
): Promise<void> {
  await owner.query(
    `with began as (
       update dossier.dossiers set opened_on = $3 where organisation_id = $1 and dossier_id = $2),
     involved as (
       update dossier.involvements set from_on = $3 where organisation_id = $1 and dossier_id = $2)
     update dossier.items set received_on = $3, recorded_at = $3::date where organisation_id = $1 and dossier_id = $2`,
    [organisation, dossierId, day],
  )
}
