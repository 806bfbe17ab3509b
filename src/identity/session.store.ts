import type { Buffer } from 'node:buffer'
import type { Pool } from '../db/index.ts'

export type AccessPoint = 'staff-site' | 'portal'

export type NewSession = {
  organisation: string
  kind: 'staff' | 'client'
  subject: Buffer
  token: Buffer
  secondFactor: boolean
  assurance: string
  trace: string
  accessPoint: AccessPoint
}

/** Starts a session; false when nobody is known by this subject. The database keeps only a hash of the token. */
export async function startSession(signinPool: Pool, session: NewSession): Promise<boolean> {
  const answer = await signinPool.query<{ outcome: string }>(
    'select outcome from wall.start_session($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      session.organisation,
      session.kind,
      session.subject,
      session.token,
      session.secondFactor,
      session.assurance,
      session.trace,
      session.accessPoint,
    ],
  )
  return answer.rows[0]?.outcome === 'started'
}

export type RefusedSignIn = {
  organisation: string
  /** Whom it was tried for, when that is known. */
  staffId?: string | undefined
  /** The keyed hash of what they called themselves. */
  called: Buffer
  reason: string
  trace: string
  accessPoint: AccessPoint
}

/** Writes in the ledger that signing in failed. */
export async function refuseSignIn(signinPool: Pool, refused: RefusedSignIn): Promise<void> {
  const { organisation, staffId, called, reason, trace, accessPoint } = refused
  await signinPool.query('select wall.refuse_sign_in($1, $2, $3, $4, $5, $6)', [
    organisation,
    staffId ?? null,
    called,
    reason,
    trace,
    accessPoint,
  ])
}

/** Keeps the coarse name of the browser with a session, for the person's own list. */
export async function nameBrowser(signinPool: Pool, token: Buffer, browser: string): Promise<void> {
  await signinPool.query('select wall.name_browser($1, $2)', [token, browser])
}

/** Ends the session of a token; an unknown token is no error. */
export async function endSession(
  signinPool: Pool,
  token: Buffer,
  how: 'signed-out' | 'signed-in-anew' = 'signed-out',
): Promise<void> {
  await signinPool.query('select wall.end_session($1, $2)', [token, how])
}

/** How the session of a token ended; `running` when it did not. Nothing of a token that is not known (any more). */
export async function whyOver(signinPool: Pool, token: Buffer): Promise<string | undefined> {
  const answer = await signinPool.query<{ why: string | null }>('select wall.why_over($1) as why', [token])
  return answer.rows[0]?.why ?? undefined
}

/** Whether the person of this session showed a second factor less than two minutes ago, for a sensitive act. */
export async function isSteppedUp(signinPool: Pool, token: Buffer): Promise<boolean> {
  const answer = await signinPool.query<{ fresh: boolean }>('select wall.stepped_up($1) as fresh', [token])
  return answer.rows[0]?.fresh === true
}

export type StepUp = {
  token: Buffer
  /** The token that the session goes on under. */
  fresh: Buffer
  /** Who showed the factor: must be the person of the session. */
  subject: Buffer
  assurance: string
  trace: string
  accessPoint: AccessPoint
}

/** A second factor was shown again: the session gets a new token and the old one is dead. False when it was somebody else. */
export async function stepUp(signinPool: Pool, step: StepUp): Promise<boolean> {
  const answer = await signinPool.query<{ done: boolean }>(
    'select wall.step_up($1, $2, $3, $4, $5, $6) as done',
    [step.token, step.fresh, step.subject, step.assurance, step.trace, step.accessPoint],
  )
  return answer.rows[0]?.done === true
}

export type ShowAgain = StepUp & {
  /** For whom the identity provider says that they act. */
  represents: Buffer | undefined
  /** When the identity provider saw them. */
  seenAt: Date
}

/** A client showed again who they are: as `stepUp`, and what it opens counts from the moment that the provider saw them. */
export async function showAgain(signinPool: Pool, shown: ShowAgain): Promise<boolean> {
  const answer = await signinPool.query<{ done: boolean }>(
    'select wall.show_again($1, $2, $3, $4, $5, $6, $7, $8) as done',
    [
      shown.token,
      shown.fresh,
      shown.subject,
      shown.represents ?? null,
      shown.assurance,
      shown.seenAt,
      shown.trace,
      shown.accessPoint,
    ],
  )
  return answer.rows[0]?.done === true
}

/** Writes in the ledger that a step-up failed. */
export async function refuseStepUp(
  signinPool: Pool,
  token: Buffer,
  reason: string,
  trace: string,
  accessPoint: AccessPoint,
): Promise<void> {
  await signinPool.query('select wall.refuse_step_up($1, $2, $3, $4)', [token, reason, trace, accessPoint])
}

export type OwnSession = {
  session_id: string
  started_at: Date
  last_seen_at: Date
  browser: string | null
  own: boolean
}

/** The open sessions of the person of this session, the newest first. */
export async function ownSessions(signinPool: Pool, token: Buffer): Promise<OwnSession[]> {
  const answer = await signinPool.query<OwnSession>(
    'select session_id, started_at, last_seen_at, browser, own from wall.own_sessions($1)',
    [token],
  )
  return answer.rows
}

/** Ends one own session, or without a choice all others. Returns how many ended. */
export async function endOwnSessions(
  signinPool: Pool,
  token: Buffer,
  chosen: string | undefined,
  trace: string,
  accessPoint: AccessPoint,
): Promise<number> {
  const answer = await signinPool.query<{ ended: number | null }>(
    'select wall.end_own_sessions($1, $2, $3, $4) as ended',
    [token, chosen ?? null, trace, accessPoint],
  )
  return answer.rows[0]?.ended ?? 0
}

/** Whom a session is to act for: a representation that was chosen, or somebody whom the identity provider named; neither: oneself. */
export type ActFor = {
  token: Buffer
  /** The token that the session goes on under. */
  fresh: Buffer
  chosen?: string
  /** The keyed hash of the BSN of the person represented. */
  represented?: Buffer
  trace: string
  accessPoint: AccessPoint
}

/** Lets a session act for somebody from here on. False when there is no representation that runs; then nothing changes. */
export async function actFor(signinPool: Pool, act: ActFor): Promise<boolean> {
  const answer = await signinPool.query<{ done: boolean }>(
    'select wall.act_for($1, $2, $3, $4, $5, $6) as done',
    [act.token, act.fresh, act.chosen ?? null, act.represented ?? null, act.trace, act.accessPoint],
  )
  return answer.rows[0]?.done === true
}
