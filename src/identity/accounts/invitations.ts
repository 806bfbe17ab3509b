import { type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import type { Pool } from '../../db/index.ts'
import { STAFF_NAME } from '../../door/index.ts'
import { seal, unsealText, type Vault } from '../../vault/index.ts'
import {
  acceptInvitationRow,
  type DeclareOutcome,
  declareRow,
  type InviteOutcome,
  invitationRow,
  inviteFirstRow,
  inviteRow,
  liftBlockRow,
} from './account.store.ts'
import { nameKey } from './attempt-keys.ts'
import type { AccountDesk } from './desk.ts'
import { type NewFactor, sealFactor } from './factors.ts'
import { newRecoveryCodes, recoveryCodeKey } from './recovery-codes.ts'
import { places } from './sealed-columns.ts'

/** A link that works once, for seven days. It is shown here and nowhere again: the database has its hash. */
export type Invited = { outcome: 'invited'; link: string }

/**
 * An administrator invites a member of staff to make an own account. Who has one keeps it: nobody invites it away (`has-account`).
 * Needs a fresh second factor: on `step-up` send the person to `demandStepUp` first.
 */
export async function inviteStaff(
  desk: AccountDesk,
  by: { organisation: string; token: Buffer },
  staffId: string,
): Promise<Invited | { outcome: Exclude<InviteOutcome, 'invited'> }> {
  const [secret, trace] = [randomBytes(32), randomUUID()]
  const detail = sealDetail(
    await desk.vault.organisationKey(by.organisation),
    by.organisation,
    trace,
    staffId,
  )
  const outcome = await inviteRow(desk.signinPool, { token: by.token, staffId, secret, detail, trace })
  return outcome === 'invited' ? { outcome, link: linkOf(desk.origin, secret) } : { outcome }
}

/** As `inviteStaff`, from the command line by whoever owns the database: the first administrator. */
export async function inviteFirst(
  needs: { owner: Pool; vault: Pick<Vault, 'organisationKey'>; origin: string },
  organisation: string,
  staffId: string,
): Promise<Invited | { outcome: 'no-staff' }> {
  const [secret, trace] = [randomBytes(32), randomUUID()]
  const detail = sealDetail(await needs.vault.organisationKey(organisation), organisation, trace, staffId)
  const outcome = await inviteFirstRow(needs.owner, { organisation, staffId, secret, detail, trace })
  return outcome === 'invited' ? { outcome, link: linkOf(needs.origin, secret) } : { outcome }
}

/** Lifts a block from the command line by whoever owns the database, when nobody is left who may. False when there is none. */
export async function liftBlockFirst(
  needs: { owner: Pool; vault: Pick<Vault, 'organisationKey'> },
  organisation: string,
  staffId: string,
): Promise<boolean> {
  const trace = randomUUID()
  const detail = sealDetail(await needs.vault.organisationKey(organisation), organisation, trace, staffId)
  return liftBlockRow(needs.owner, { organisation, staffId, detail, trace })
}

/**
 * Records a declaration or training that counts from today, from the command line by whoever owns the database, when nobody is left
 * who may: the declarations of all who keep the people have ended.
 */
export async function declareFirst(
  needs: { owner: Pool; vault: Pick<Vault, 'organisationKey'> },
  organisation: string,
  { staffId, kind, until }: { staffId: string; kind: string; until: string },
): Promise<DeclareOutcome> {
  const trace = randomUUID()
  const detail = sealDetail(await needs.vault.organisationKey(organisation), organisation, trace, staffId)
  return declareRow(needs.owner, { organisation, staffId, kind, until, detail, trace })
}

/** Whom an invitation is for. */
export type Invitation = { organisation: string; staffId: string; name: string; endsAt: Date }

/** Reads an invitation; nothing when it does not exist, was used or is over. */
export async function readInvitation(desk: AccountDesk, secret: Buffer): Promise<Invitation | undefined> {
  const row = await invitationRow(desk.signinPool, secret)
  if (!row) return undefined
  const key = await desk.vault.organisationKey(row.organisation_id)
  const name = unsealText(key, row.sealed_name, {
    organisation: row.organisation_id,
    ...STAFF_NAME,
    row: row.staff_id,
  })
  return { organisation: row.organisation_id, staffId: row.staff_id, name, endsAt: row.ends_at }
}

/** Makes the account: user name, password (its hash), one factor that was shown to work, and ten recovery codes to show once. */
export async function acceptInvitation(
  desk: AccountDesk,
  secret: Buffer,
  invitation: Pick<Invitation, 'organisation' | 'staffId'>,
  chosen: { userName: string; passwordHash: string; factor: NewFactor },
): Promise<
  { outcome: 'made'; subjectKey: Buffer; codes: string[] } | { outcome: 'no-invitation' | 'name-taken' }
> {
  const { organisation, staffId } = invitation
  const [key, index] = await Promise.all([
    desk.vault.organisationKey(organisation),
    desk.vault.indexKey(organisation),
  ])
  const codes = newRecoveryCodes()
  const made = await acceptInvitationRow(desk.signinPool, {
    secret,
    nameKey: nameKey(index, chosen.userName),
    sealedName: seal(key, chosen.userName, places.userName(organisation, staffId)),
    sealedPassword: seal(key, chosen.passwordHash, places.password(organisation, staffId)),
    factor: await sealFactor(desk, organisation, staffId, chosen.factor),
    codes: codes.map((code) => recoveryCodeKey(index, staffId, code)),
    trace: randomUUID(),
  })
  return made.outcome === 'made' ? { ...made, codes } : made
}

/** The secret in the address of an invitation. */
export function secretIn(address: string): Buffer | undefined {
  return /^[A-Za-z0-9_-]{43}$/.test(address) ? Buffer.from(address, 'base64url') : undefined
}

function linkOf(origin: string, secret: Buffer): string {
  return `${origin}/invitation/${secret.toString('base64url')}`
}

function sealDetail(key: KeyObject, organisation: string, trace: string, staffId: string): Buffer {
  return seal(key, JSON.stringify({ staff: staffId }), places.entryDetail(organisation, trace))
}
