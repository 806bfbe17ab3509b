import type { Buffer } from 'node:buffer'
import type { Pool } from '../db/index.ts'

/** Somebody who is there before anybody can be added by the rules: written by whoever owns the database. */
export type StaffRow = {
  organisation: string
  staffId: string
  subjectKey: Buffer
  sealedName: Buffer
  employer: string
  role: string
  since: string
  /** The last day of each declaration. Without all three nothing opens. */
  until: { secrecy: string; conduct: string; awareness: string }
}

export async function insertStaff(owner: Pool, row: StaffRow): Promise<void> {
  await owner.query(
    `with person as (
       insert into identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from) values ($1, $2, $3, $4, $5, $7)),
     role as (
       insert into identity.staff_roles (organisation_id, staff_id, role, from_on) values ($1, $2, $6, $7))
     insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until)
     values ($1, $2, 'secrecy', $7, $8), ($1, $2, 'conduct', $7, $9), ($1, $2, 'awareness', $7, $10)`,
    [
      row.organisation,
      row.staffId,
      row.subjectKey,
      row.sealedName,
      row.employer,
      row.role,
      row.since,
      row.until.secrecy,
      row.until.conduct,
      row.until.awareness,
    ],
  )
}
