import type { Pool } from '../../db/index.ts'

// As the sign-in role, which reaches these accounts through functions of the wall only.

/** Whether this code can be used now. */
export async function codeStands(pool: Pool, organisation: string, codeKey: Buffer): Promise<boolean> {
  const { rows } = await pool.query<{ stands: boolean }>('select wall.portal_invitation($1, $2) as stands', [
    organisation,
    codeKey,
  ])
  return rows[0]?.stands === true
}

export type NewPortalAccount = {
  organisation: string
  codeKey: Buffer
  accountId: string
  nameKey: Buffer
  sealedPassword: Buffer
  sealedApp: Buffer
  step: number
  trace: string
}

export type Accepted =
  | { outcome: 'made'; subjectKey: Buffer }
  | { outcome: 'no-invitation' }
  | { outcome: 'name-taken' }

/** Makes the account that a code is for; the code works once. */
export async function acceptCode(pool: Pool, made: NewPortalAccount): Promise<Accepted> {
  const { rows } = await pool.query<{ outcome: Accepted['outcome']; subject_key: Buffer | null }>(
    'select outcome, subject_key from wall.accept_portal_invitation($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      made.organisation,
      made.codeKey,
      made.accountId,
      made.nameKey,
      made.sealedPassword,
      made.sealedApp,
      made.step,
      made.trace,
      'portal',
    ],
  )
  const row = rows[0]
  if (row?.outcome === 'made' && row.subject_key) return { outcome: 'made', subjectKey: row.subject_key }
  return { outcome: row?.outcome === 'name-taken' ? 'name-taken' : 'no-invitation' }
}

export type PortalAccount = {
  accountId: string
  subjectKey: Buffer
  sealedPassword: Buffer
  sealedApp: Buffer
}

/** The account of a user name, while its invitation was not taken back. */
export async function portalAccountNamed(
  pool: Pool,
  organisation: string,
  nameKey: Buffer,
): Promise<PortalAccount | undefined> {
  const { rows } = await pool.query<{
    account_id: string | null
    subject_key: Buffer
    sealed_password: Buffer
    sealed_app: Buffer
  }>('select account_id, subject_key, sealed_password, sealed_app from wall.portal_account_named($1, $2)', [
    organisation,
    nameKey,
  ])
  const row = rows[0]
  if (!row?.account_id) return undefined
  const { account_id, subject_key, sealed_password, sealed_app } = row
  return {
    accountId: account_id,
    subjectKey: subject_key,
    sealedPassword: sealed_password,
    sealedApp: sealed_app,
  }
}

/** Keeps the recovery code of an account that was made a moment ago with this code. */
export async function keepRecovery(
  pool: Pool,
  organisation: string,
  codeKey: Buffer,
  recoveryKey: Buffer,
): Promise<void> {
  const { rows } = await pool.query<{ kept: boolean }>(
    'select wall.keep_portal_recovery($1, $2, $3) as kept',
    [organisation, codeKey, recoveryKey],
  )
  if (!rows[0]?.kept) throw new Error('The recovery code of a new account was not kept.')
}

/** Whether this is the recovery code of an account. */
export async function recoveryStands(
  pool: Pool,
  organisation: string,
  subjectKey: Buffer,
  recoveryKey: Buffer,
): Promise<boolean> {
  const { rows } = await pool.query<{ stands: boolean }>(
    'select wall.portal_recovery($1, $2, $3) as stands',
    [organisation, subjectKey, recoveryKey],
  )
  return rows[0]?.stands === true
}

export type Recovery = {
  organisation: string
  subjectKey: Buffer
  recoveryKey: Buffer
  sealedApp: Buffer
  step: number
  /** Of the code that is shown now. */
  nextKey: Buffer
  trace: string
}

/** Uses a recovery code: another app, another recovery code, and nobody signed in any more. False when it was used before. */
export async function recoverRow(pool: Pool, one: Recovery): Promise<boolean> {
  const { rows } = await pool.query<{ done: boolean }>(
    `select wall.recover_portal_account($1, $2, $3, $4, $5, $6, $7, 'portal') as done`,
    [one.organisation, one.subjectKey, one.recoveryKey, one.sealedApp, one.step, one.nextKey, one.trace],
  )
  return rows[0]?.done === true
}

/** Takes a step of the authenticator app; false when it or a later one was used before. */
export async function usePortalCode(
  pool: Pool,
  organisation: string,
  subjectKey: Buffer,
  step: number,
): Promise<boolean> {
  const { rows } = await pool.query<{ used: boolean }>('select wall.use_portal_code($1, $2, $3) as used', [
    organisation,
    subjectKey,
    step,
  ])
  return rows[0]?.used === true
}
