import { randomUUID } from 'node:crypto'
import { isRefusal } from '../../kernel/index.ts'
import { seal, unsealText } from '../../vault/index.ts'
import { countAttempt } from './account.store.ts'
import type { AccountDesk, TryFrom, Wait } from './desk.ts'
import { type NewFactor, sealFactor } from './factors.ts'
import { HashingBusy } from './hashing.ts'
import { type Change, type ChangeOutcome, changeAccountRow, ownAccountRow } from './own-account.store.ts'
import { checkPassword, type PasswordRefusal } from './password-rules.ts'
import { newRecoveryCodes, recoveryCodeKey } from './recovery-codes.ts'
import { places } from './sealed-columns.ts'

/** The account of who is signed in. */
export type OwnAccount = {
  organisation: string
  staffId: string
  subjectKey: Buffer
  userName: string
  passwordHash: string
}

/** Opens the account of this session; nothing without a session, or for who signs in elsewhere. */
export async function openOwnAccount(desk: AccountDesk, token: Buffer): Promise<OwnAccount | undefined> {
  const row = await ownAccountRow(desk.signinPool, token)
  if (!row) return undefined
  const { organisation_id: organisation, staff_id: staffId } = row
  const key = await desk.vault.organisationKey(organisation)
  return {
    organisation,
    staffId,
    subjectKey: row.subject_key,
    userName: unsealText(key, row.sealed_name, places.userName(organisation, staffId)),
    passwordHash: unsealText(key, row.sealed_password, places.password(organisation, staffId)),
  }
}

/** Changes the password and ends the person's other sessions. Needs a fresh second factor and the password until now. */
export async function changePassword(
  desk: AccountDesk,
  token: Buffer,
  account: OwnAccount,
  typed: { current: string; next: string; organisationName: string },
  from: TryFrom,
): Promise<Wait | { outcome: ChangeOutcome | PasswordRefusal['refused'] | 'wrong' | 'busy' }> {
  const { organisation, userName } = account
  const refusal = checkPassword(typed.next, { userName, organisation: typed.organisationName })
  if (isRefusal(refusal)) return { outcome: refusal.refused }
  const seconds = await countAttempt(desk.signinPool, organisation, from.counter, from.network)
  if (seconds > 0) return { outcome: 'wait', seconds }
  try {
    if (!(await desk.hasher.verify(account.passwordHash, typed.current))) return { outcome: 'wrong' }
    const key = await desk.vault.organisationKey(organisation)
    const hash = await desk.hasher.hash(typed.next)
    const sealed = seal(key, hash, places.password(organisation, account.staffId))
    return { outcome: await change(desk, token, { what: 'password', sealed }) }
  } catch (error) {
    if (error instanceof HashingBusy) return { outcome: 'busy' }
    throw error
  }
}

/** Puts an app in place of the one before, or adds a passkey. Needs a fresh second factor. */
export async function changeFactor(
  desk: AccountDesk,
  token: Buffer,
  account: OwnAccount,
  factor: NewFactor,
): Promise<ChangeOutcome> {
  const sealed = await sealFactor(desk, account.organisation, account.staffId, factor)
  const { kind, ...rest } = sealed
  return change(desk, token, { what: kind, ...rest } as Change)
}

/** Takes a passkey or the app away; the last one of both stays. Needs a fresh second factor. */
export function removeFactor(
  desk: AccountDesk,
  token: Buffer,
  factor: { what: 'no-passkey'; id: string } | { what: 'no-app' },
): Promise<ChangeOutcome> {
  return change(desk, token, factor)
}

/** Ten new recovery codes in place of those before. Needs a fresh second factor. */
export async function renewRecoveryCodes(
  desk: AccountDesk,
  token: Buffer,
  account: OwnAccount,
): Promise<{ outcome: ChangeOutcome; codes: string[] }> {
  const index = await desk.vault.indexKey(account.organisation)
  const codes = newRecoveryCodes()
  const keys = codes.map((code) => recoveryCodeKey(index, account.staffId, code))
  return { outcome: await change(desk, token, { what: 'recovery', codes: keys }), codes }
}

function change(desk: AccountDesk, token: Buffer, what: Change): Promise<ChangeOutcome> {
  return changeAccountRow(desk.signinPool, token, what, randomUUID())
}
