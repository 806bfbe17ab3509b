import type { Pool } from '../db/index.ts'

/** Keeps that the ledger of an organisation was recomputed, and how many things were wrong. */
export async function insertVerification(
  pool: Pool,
  organisation: string,
  found: { entries: number; findings: number },
): Promise<void> {
  await pool.query(
    'insert into ledger.verifications (organisation_id, entries, findings) values ($1, $2, $3)',
    [organisation, found.entries, found.findings],
  )
}
