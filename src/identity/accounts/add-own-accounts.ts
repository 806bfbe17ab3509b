import type { Pool } from '../../db/index.ts'
import type { Site } from '../../shell/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { EntranceOptions } from '../entrance.ts'
import { addOwnConfirm } from './confirm-site.ts'
import type { AccountDesk } from './desk.ts'
import { PasswordHasher } from './hashing.ts'
import { addInvitations } from './invitation-site.ts'
import { ownAccountPages } from './own-account-pages.ts'
import { addOwnSignIn } from './own-sign-in.ts'

/** Signing in with accounts of our own: sign-in, invitations, showing the second factor again, and the account itself. */
export function addOwnAccounts(site: Site, options: EntranceOptions & { desk: AccountDesk }): void {
  const { desk } = options
  const entrance = addOwnSignIn(site.app, options)
  addInvitations(site.app, entrance, desk)
  addOwnConfirm(site.app, entrance, desk)
  ownAccountPages(site, entrance, desk)
}

/** What own accounts need, of a house. One for the process, so that the bound on hashing holds. */
export function accountDesk(
  house: { pools: { signin: Pool }; vault: Vault; config: { staff: { url: string } } },
  now: () => Date,
): AccountDesk {
  const { pools, vault, config } = house
  return {
    signinPool: pools.signin,
    vault,
    hasher: new PasswordHasher(),
    origin: config.staff.url,
    now: () => now().getTime(),
  }
}
