import type { Pool } from '../../db/index.ts'

export type OwnAccountRow = {
  organisation_id: string
  staff_id: string
  subject_key: Buffer
  sealed_name: Buffer
  sealed_password: Buffer
  name_key: Buffer
  stepped_up: boolean
}

/** The own account of the person of this session; nothing when they sign in elsewhere. */
export async function ownAccountRow(pool: Pool, token: Buffer): Promise<OwnAccountRow | undefined> {
  const answer = await pool.query<OwnAccountRow>(
    `select organisation_id, staff_id, subject_key, sealed_name, sealed_password, name_key, stepped_up from wall.own_account($1)`,
    [token],
  )
  return answer.rows[0]
}

export type Change =
  | { what: 'password'; sealed: Buffer }
  | { what: 'app'; sealed: Buffer; step: number }
  | { what: 'passkey'; id: string; sealed: Buffer; key: Buffer }
  | { what: 'recovery'; codes: Buffer[] }
  | { what: 'no-passkey'; id: string }
  | { what: 'no-app' }

export type ChangeOutcome = 'changed' | 'no-session' | 'step-up' | 'last-factor'

/** Changes the own account; needs a fresh second factor. */
export async function changeAccountRow(
  pool: Pool,
  token: Buffer,
  change: Change,
  trace: string,
): Promise<ChangeOutcome> {
  const answer = await pool.query<{ outcome: ChangeOutcome }>(
    `select wall.change_account($1, $2, $3, $4, $5, $6, $7, $8, 'staff-site') as outcome`,
    [
      token,
      change.what,
      'id' in change ? change.id : null,
      'sealed' in change ? change.sealed : null,
      'key' in change ? change.key : null,
      'step' in change ? change.step : null,
      'codes' in change ? change.codes : null,
      trace,
    ],
  )
  return answer.rows[0]?.outcome ?? 'no-session'
}
