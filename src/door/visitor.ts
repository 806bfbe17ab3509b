import type { Buffer } from 'node:buffer'

/** Somebody who knocks: what the browser brought. Who that is, the database finds out from the token. */
export type Visitor = {
  /** Where the session was begun; the token decides, this only chooses the purpose. */
  organisation: string
  token: Buffer
  accessPoint: 'staff-site' | 'portal' | 'command-line'
}

/** The session is of another organisation than where the visitor says to be. */
export class SessionElsewhere extends Error {
  override name = 'SessionElsewhere'
  constructor() {
    super('This session is of another organisation.')
  }
}

/** The wall refuses a purpose that the session's own organisation does not list; elsewhere that is no fault of the program. */
export function isElsewhere(error: unknown, { organisation }: Visitor): boolean {
  if (error instanceof SessionElsewhere) return true
  const { code, detail } = error as { code?: string; detail?: string }
  return code === 'GS001' && detail !== organisation
}
