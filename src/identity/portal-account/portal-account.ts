import { type KeyObject, randomUUID } from 'node:crypto'
import type { Pool } from '../../db/index.ts'
import { seal, unsealText, type Vault } from '../../vault/index.ts'
import { attemptsPassed, countAttempt } from '../accounts/account.store.ts'
import { nameKey } from '../accounts/attempt-keys.ts'
import { HashingBusy, type PasswordHasher } from '../accounts/hashing.ts'
import { stepOf } from '../accounts/one-time-code.ts'
import { newRecoveryCode, recoveryCodeKey } from '../accounts/recovery-codes.ts'
import { refuseSignIn } from '../session.store.ts'
import { codeKey } from './invitation-code.ts'
import {
  type Accepted,
  acceptCode,
  codeStands,
  keepRecovery,
  type PortalAccount,
  portalAccountNamed,
  recoverRow,
  recoveryStands,
  usePortalCode,
} from './portal-account.store.ts'

/** What accounts of the portal need. */
export type PortalDesk = {
  signinPool: Pool
  vault: Pick<Vault, 'organisationKey' | 'indexKey'>
  hasher: PasswordHasher
  now: () => number
}

/** How a session says that somebody signed in this way; the database knows it as strong enough. */
export const PORTAL_ASSURANCE = 'portal account: password and code'

export type Tried<Right> = Right | { outcome: 'wrong' | 'busy' } | { outcome: 'wait'; seconds: number }

/** Whether a code can be used. Every try counts, for the code and for the network. */
export async function tryCode(
  desk: PortalDesk,
  organisation: string,
  code: string,
  network: Buffer,
): Promise<Tried<{ outcome: 'right' }>> {
  const key = codeKey(await desk.vault.indexKey(organisation), code)
  const seconds = await countAttempt(desk.signinPool, organisation, key, network)
  if (seconds > 0) return { outcome: 'wait', seconds }
  return { outcome: (await codeStands(desk.signinPool, organisation, key)) ? 'right' : 'wrong' }
}

export type Made =
  | { outcome: 'made'; subjectKey: Buffer; recovery: string }
  | Exclude<Accepted, { outcome: 'made' }>
  | { outcome: 'busy' }

export type Chosen = { userName: string; password: string; appSecret: string; step: number }

/** Makes the account of a code, with a recovery code that is in this answer and nowhere else. */
export async function makeAccount(
  desk: PortalDesk,
  organisation: string,
  code: string,
  chosen: Chosen,
): Promise<Made> {
  const passwordHash = await unlessBusy(() => desk.hasher.hash(chosen.password))
  if (passwordHash === undefined) return { outcome: 'busy' }
  const [key, index] = await Promise.all([
    desk.vault.organisationKey(organisation),
    desk.vault.indexKey(organisation),
  ])
  const accountId = randomUUID()
  const invitation = codeKey(index, code)
  const accepted = await acceptCode(desk.signinPool, {
    organisation,
    codeKey: invitation,
    accountId,
    nameKey: portalNameKey(index, chosen.userName),
    sealedPassword: seal(key, passwordHash, placeOf(organisation, accountId, 'sealed_password')),
    sealedApp: seal(key, chosen.appSecret, placeOf(organisation, accountId, 'sealed_app')),
    step: chosen.step,
    trace: randomUUID(),
  })
  if (accepted.outcome !== 'made') return accepted
  const recovery = newRecoveryCode()
  const recoveryKey = recoveryCodeKey(index, accountId, recovery)
  await keepRecovery(desk.signinPool, organisation, invitation, recoveryKey)
  return { ...accepted, recovery }
}

/** Tries user name, password and code together. What of it was wrong is not told, and an unknown name takes as long. */
export function tryAccount(
  desk: PortalDesk,
  organisation: string,
  typed: { userName: string; password: string; code: string },
  network: Buffer,
): Promise<Tried<{ outcome: 'right'; subject: Buffer }>> {
  return tryWith(desk, organisation, typed, network, async ({ accountId, sealedApp, subjectKey }, key) => {
    const secret = unsealText(key, sealedApp, placeOf(organisation, accountId, 'sealed_app'))
    const step = stepOf(secret, typed.code, desk.now())
    return step !== undefined && (await usePortalCode(desk.signinPool, organisation, subjectKey, step))
  })
}

/** Tries user name, password and recovery code together, as `tryAccount` does. The code is used when another app is set, not here. */
export function tryRecovery(
  desk: PortalDesk,
  organisation: string,
  typed: { userName: string; password: string; recovery: string },
  network: Buffer,
): Promise<Tried<{ outcome: 'right'; subject: Buffer; accountId: string }>> {
  return tryWith(desk, organisation, typed, network, async ({ accountId, subjectKey }) => {
    const recoveryKey = recoveryCodeKey(await desk.vault.indexKey(organisation), accountId, typed.recovery)
    return recoveryStands(desk.signinPool, organisation, subjectKey, recoveryKey)
  })
}

/** Sets another app by a recovery code. Gives the next recovery code; undefined when this one was used before. */
export async function setAnotherApp(
  desk: PortalDesk,
  organisation: string,
  { accountId, subject, recovery }: { accountId: string; subject: Buffer; recovery: string },
  app: { secret: string; step: number },
): Promise<string | undefined> {
  const [key, index] = await Promise.all([
    desk.vault.organisationKey(organisation),
    desk.vault.indexKey(organisation),
  ])
  const next = newRecoveryCode()
  const done = await recoverRow(desk.signinPool, {
    organisation,
    subjectKey: subject,
    recoveryKey: recoveryCodeKey(index, accountId, recovery),
    sealedApp: seal(key, app.secret, placeOf(organisation, accountId, 'sealed_app')),
    step: app.step,
    nextKey: recoveryCodeKey(index, accountId, next),
    trace: randomUUID(),
  })
  return done ? next : undefined
}

async function tryWith(
  desk: PortalDesk,
  organisation: string,
  typed: { userName: string; password: string },
  network: Buffer,
  showsTheRest: (account: PortalAccount, key: KeyObject) => Promise<boolean>,
): Promise<Tried<{ outcome: 'right'; subject: Buffer; accountId: string }>> {
  if (desk.hasher.isFull) return { outcome: 'busy' }
  const { signinPool, vault, hasher } = desk
  const called = portalNameKey(await vault.indexKey(organisation), typed.userName)
  const seconds = await countAttempt(signinPool, organisation, called, network)
  if (seconds > 0) return { outcome: 'wait', seconds }
  const account = await portalAccountNamed(signinPool, organisation, called)
  const key = await vault.organisationKey(organisation)
  const kept = account
    ? unsealText(key, account.sealedPassword, placeOf(organisation, account.accountId, 'sealed_password'))
    : await hasher.decoy()
  const right = await unlessBusy(() => hasher.verify(kept, typed.password))
  if (right === undefined) return { outcome: 'busy' }
  if (account && right && (await showsTheRest(account, key))) {
    await attemptsPassed(signinPool, organisation, called, network, 1)
    return { outcome: 'right', subject: account.subjectKey, accountId: account.accountId }
  }
  const refused = { organisation, called: account?.subjectKey ?? called, reason: 'name-or-password' }
  await refuseSignIn(signinPool, { ...refused, trace: randomUUID(), accessPoint: 'portal' })
  return { outcome: 'wrong' }
}

/** Names of staff and of clients do not meet. */
function portalNameKey(index: Parameters<typeof nameKey>[0], userName: string): Buffer {
  return nameKey(index, `portal|${userName}`)
}

async function unlessBusy<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HashingBusy) return undefined
    throw error
  }
}

function placeOf(organisation: string, accountId: string, column: string) {
  return { organisation, table: 'identity.portal_accounts', column, row: accountId }
}
