import type { Buffer } from 'node:buffer'
import type { Pool } from '../db/index.ts'

/** Written as the migrating role: people are managed in a later version; until then the demonstration brings its own. */
export type StaffRow = {
  organisation: string
  staffId: string
  subjectKey: Buffer
  sealedName: Buffer
  employer: string
  role: string
  since: string
  secrecyUntil: string
  conductUntil: string
}

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

export async function insertStaff(owner: Pool, row: StaffRow): Promise<void> {
  await owner.query(
    `with person as (
       insert into identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from) values ($1, $2, $3, $4, $5, $7)),
     role as (
       insert into identity.staff_roles (organisation_id, staff_id, role, from_on) values ($1, $2, $6, $7))
     insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until)
     values ($1, $2, 'secrecy', $7, $8), ($1, $2, 'conduct', $7, $9)`,
    [
      row.organisation,
      row.staffId,
      row.subjectKey,
      row.sealedName,
      row.employer,
      row.role,
      row.since,
      row.secrecyUntil,
      row.conductUntil,
    ],
  )
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
