import type { Buffer } from 'node:buffer'

/** Somebody who knocks: what the browser brought. Who that is, the database finds out from the token. */
export type Visitor = {
  /** Where the session was begun; the token decides, this only chooses the purpose. */
  organisation: string
  token: Buffer
  accessPoint: 'staff-site' | 'portal' | 'command-line'
}

/** The session is of another organisation than where the visitor says to be: the transaction is undone, and whoever it is signs in again. */
export class SessionElsewhere extends Error {
  override name = 'SessionElsewhere'
  constructor() {
    super('This session is of another organisation.')
  }
}
