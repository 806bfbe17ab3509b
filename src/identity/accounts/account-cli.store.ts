import type { Pool } from '../../db/index.ts'

/** Who works at an organisation today with a role, for the command line of whoever owns the database. */
export async function staffRows(
  owner: Pool,
  organisation: string,
): Promise<{ staff_id: string; role: string; sealed_name: Buffer }[]> {
  const answer = await owner.query<{ staff_id: string; role: string; sealed_name: Buffer }>(
    `select * from (select s.staff_id, wall.works_as(s.organisation_id, s.staff_id) as role, s.sealed_name
       from identity.staff s where s.organisation_id = $1) s where role is not null order by role, staff_id`,
    [organisation],
  )
  return answer.rows
}

/** Whether the statement of this organisation was published here. */
export async function isPublished(owner: Pool, organisation: string): Promise<boolean> {
  const answer = await owner.query('select from statement.organisations where organisation_id = $1', [
    organisation,
  ])
  return answer.rowCount === 1
}
