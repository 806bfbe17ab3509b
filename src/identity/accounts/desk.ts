import type { Pool } from '../../db/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { PasswordHasher } from './hashing.ts'

/** What own accounts need: the sign-in role's pool, the organisation's keys, and the hasher that the whole process shares. */
export type AccountDesk = {
  signinPool: Pool
  vault: Pick<Vault, 'organisationKey' | 'indexKey'>
  hasher: PasswordHasher
  /** The address of the staff site; passkeys belong to it. */
  origin: string
  now: () => number
}

/** What was shown can only be tried again after some seconds. */
export type Wait = { outcome: 'wait'; seconds: number }

/** Where a try comes from. */
export type TryFrom = {
  /** The keyed hash that tries for this account are counted under. */
  counter: Buffer
  network: Buffer
}
