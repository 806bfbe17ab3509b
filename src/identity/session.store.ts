import type { Buffer } from 'node:buffer'
import type { Pool } from '../db/index.ts'

export type NewSession = {
  organisation: string
  kind: 'staff' | 'client'
  subject: Buffer
  token: Buffer
  secondFactor: boolean
  assurance: string
  trace: string
  accessPoint: 'staff-site' | 'portal'
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

/** Ends the session of a token; an unknown token is no error. */
export async function endSession(signinPool: Pool, token: Buffer): Promise<void> {
  await signinPool.query('select wall.end_session($1)', [token])
}
