import type { Pool } from '../../db/index.ts'

// Everything here runs as the sign-in role, which reaches accounts through functions of the wall only.

/** Counts a try before it is made; the seconds to wait, 0 to go on. */
export async function countAttempt(
  pool: Pool,
  organisation: string,
  counter: Buffer,
  network: Buffer,
): Promise<number> {
  return one(pool, 'select wall.count_attempt($1, $2, $3) as one', [organisation, counter, network])
}

/** Somebody is in: what was counted for them is forgotten. */
export async function attemptsPassed(
  pool: Pool,
  organisation: string,
  counter: Buffer,
  network: Buffer,
  tries: number,
): Promise<void> {
  await pool.query('select wall.attempts_passed($1, $2, $3, $4)', [organisation, counter, network, tries])
}

export type NamedAccount = { staffId: string; subjectKey: Buffer; sealedPassword: Buffer }

/** The account of a user name, when its owner works here today. */
export async function accountNamed(
  pool: Pool,
  organisation: string,
  nameKey: Buffer,
): Promise<NamedAccount | undefined> {
  const { rows } = await pool.query<{
    staff_id: string | null
    subject_key: Buffer
    sealed_password: Buffer
  }>('select staff_id, subject_key, sealed_password from wall.account_named($1, $2)', [organisation, nameKey])
  const row = rows[0]
  return row?.staff_id
    ? { staffId: row.staff_id, subjectKey: row.subject_key, sealedPassword: row.sealed_password }
    : undefined
}

export type FactorRow = {
  kind: 'app' | 'passkey' | 'recovery'
  id: string | null
  sealed: Buffer | null
  counter: string | null
  added_at: Date | null
  unused: number | null
}

/** The second factors of an account, sealed. */
export async function factorRows(pool: Pool, organisation: string, staffId: string): Promise<FactorRow[]> {
  const answer = await pool.query<FactorRow>(
    'select kind, id, sealed, counter, added_at, unused from wall.factors($1, $2) order by added_at',
    [organisation, staffId],
  )
  return answer.rows
}

/** Takes a step of the authenticator app; false when it or a later one was used before. */
export function useCode(pool: Pool, organisation: string, staffId: string, step: number): Promise<boolean> {
  return one(pool, 'select wall.use_code($1, $2, $3) as one', [organisation, staffId, step])
}

/** Takes an answer of a passkey; false when one to this or a later question was used before. */
export function usePasskey(
  pool: Pool,
  answer: { organisation: string; staffId: string; passkeyId: string; counter: number; askedAt: number },
): Promise<boolean> {
  const { organisation, staffId, passkeyId, counter, askedAt } = answer
  const values = [organisation, staffId, passkeyId, counter, new Date(askedAt)]
  return one(pool, 'select wall.use_passkey($1, $2, $3, $4, $5) as one', values)
}

/** Takes a recovery code; false when it is unknown or was used before. */
export function useRecoveryCode(
  pool: Pool,
  organisation: string,
  staffId: string,
  codeKey: Buffer,
): Promise<boolean> {
  return one(pool, 'select wall.use_recovery_code($1, $2, $3) as one', [organisation, staffId, codeKey])
}

export type InvitationRow = { organisation_id: string; staff_id: string; sealed_name: Buffer; ends_at: Date }

/** Whom an invitation is for, as long as it can be used. */
export async function invitationRow(pool: Pool, secret: Buffer): Promise<InvitationRow | undefined> {
  const answer = await pool.query<InvitationRow>(
    'select organisation_id, staff_id, sealed_name, ends_at from wall.invitation($1)',
    [secret],
  )
  return answer.rows[0]
}

/** A factor as it is stored. */
export type SealedFactor =
  | { kind: 'app'; sealed: Buffer; step: number }
  | { kind: 'passkey'; id: string; sealed: Buffer; key: Buffer }

export type NewAccount = {
  secret: Buffer
  nameKey: Buffer
  sealedName: Buffer
  sealedPassword: Buffer
  factor: SealedFactor
  codes: Buffer[]
  trace: string
}

/** Makes the account of an invitation; the subject to start a session with, or why not. */
export async function acceptInvitationRow(
  pool: Pool,
  account: NewAccount,
): Promise<{ outcome: 'made'; subjectKey: Buffer } | { outcome: 'no-invitation' | 'name-taken' }> {
  const { factor } = account
  const answer = await pool.query<{ outcome: 'made' | 'no-invitation' | 'name-taken'; subject_key: Buffer }>(
    `select outcome, subject_key from wall.accept_invitation($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'staff-site')`,
    [
      account.secret,
      account.nameKey,
      account.sealedName,
      account.sealedPassword,
      factor.kind,
      factor.kind === 'passkey' ? factor.id : null,
      factor.sealed,
      factor.kind === 'passkey' ? factor.key : null,
      factor.kind === 'app' ? factor.step : null,
      account.codes,
      account.trace,
    ],
  )
  const row = answer.rows[0]
  if (row?.outcome === 'made') return { outcome: 'made', subjectKey: row.subject_key }
  return { outcome: row?.outcome ?? 'no-invitation' }
}

export type InviteOutcome = 'invited' | 'no-session' | 'not-allowed' | 'step-up' | 'no-staff' | 'has-account'

/** Stores an invitation by the administrator of this session. */
export function inviteRow(
  pool: Pool,
  invitation: { token: Buffer; staffId: string; secret: Buffer; detail: Buffer; trace: string },
): Promise<InviteOutcome> {
  const { token, staffId, secret, detail, trace } = invitation
  return one(pool, "select wall.invite_staff($1, $2, $3, $4, $5, 'staff-site') as one", [
    token,
    staffId,
    secret,
    detail,
    trace,
  ])
}

/** Stores an invitation from the command line, as the owner of the database. */
export function inviteFirstRow(
  owner: Pool,
  invitation: { organisation: string; staffId: string; secret: Buffer; detail: Buffer; trace: string },
): Promise<'invited' | 'no-staff'> {
  const { organisation, staffId, secret, detail, trace } = invitation
  return one(owner, 'select wall.invite_first($1, $2, $3, $4, $5) as one', [
    organisation,
    staffId,
    secret,
    detail,
    trace,
  ])
}

/** Lifts a block from the command line, as the owner of the database; false when there is none. */
export function liftBlockRow(
  owner: Pool,
  lifted: { organisation: string; staffId: string; detail: Buffer; trace: string },
): Promise<boolean> {
  const { organisation, staffId, detail, trace } = lifted
  return one(owner, 'select wall.lift_block_first($1, $2, $3, $4) as one', [
    organisation,
    staffId,
    detail,
    trace,
  ])
}

export type DeclareOutcome = 'recorded' | 'no-staff' | 'unknown-kind' | 'wrong-period'

/** Records a declaration from today from the command line, as the owner of the database. */
export function declareRow(
  owner: Pool,
  declared: {
    organisation: string
    staffId: string
    kind: string
    until: string
    detail: Buffer
    trace: string
  },
): Promise<DeclareOutcome> {
  const { organisation, staffId, kind, until, detail, trace } = declared
  return one(owner, 'select wall.declare_first($1, $2, $3, $4, $5, $6) as one', [
    organisation,
    staffId,
    kind,
    until,
    detail,
    trace,
  ])
}

async function one<T>(pool: Pool, text: string, values: unknown[]): Promise<T> {
  const { rows } = await pool.query<{ one: T }>(text, values)
  const row = rows[0]
  if (!row) throw new Error('the database gave no answer')
  return row.one
}
