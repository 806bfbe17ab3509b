import { randomUUID } from 'node:crypto'
import { unsealText } from '../../vault/index.ts'
import { refuseSignIn } from '../session.store.ts'
import { accountNamed, countAttempt, useCode, usePasskey, useRecoveryCode } from './account.store.ts'
import { nameKey } from './attempt-keys.ts'
import type { AccountDesk, TryFrom, Wait } from './desk.ts'
import { type Factors, openFactors } from './factors.ts'
import { HashingBusy } from './hashing.ts'
import { stepOf } from './one-time-code.ts'
import { checkPasskey, passkeyIn } from './passkeys.ts'
import { recoveryCodeKey } from './recovery-codes.ts'
import { places } from './sealed-columns.ts'

/** A password that was right: half of signing in. */
export type HalfWay = { outcome: 'right'; staffId: string; subjectKey: Buffer }

/** Tries a user name with a password. An unknown name costs the same time and gets the same answer as a wrong password. */
export async function tryPassword(
  desk: AccountDesk,
  organisation: string,
  typed: { userName: string; password: string },
  from: TryFrom,
): Promise<HalfWay | Wait | { outcome: 'wrong' | 'busy' }> {
  // Asked first: a full house is no fault of who tries, so it does not count as a try.
  if (desk.hasher.isFull) return { outcome: 'busy' }
  const { signinPool, hasher, vault } = desk
  const seconds = await countAttempt(signinPool, organisation, from.counter, from.network)
  if (seconds > 0) return { outcome: 'wait', seconds }
  const key = nameKey(await vault.indexKey(organisation), typed.userName)
  const account = await accountNamed(signinPool, organisation, key)
  const kept = account
    ? unsealText(
        await vault.organisationKey(organisation),
        account.sealedPassword,
        places.password(organisation, account.staffId),
      )
    : await hasher.decoy()
  const right = await verified(desk, kept, typed.password)
  if (right === 'busy') return { outcome: 'busy' }
  if (account && right) return { outcome: 'right', staffId: account.staffId, subjectKey: account.subjectKey }
  await refuseSignIn(signinPool, {
    organisation,
    staffId: account?.staffId,
    called: key,
    reason: 'name-or-password',
    trace: randomUUID(),
    accessPoint: 'staff-site',
  })
  return { outcome: 'wrong' }
}

/** What somebody shows as second factor. */
export type Shown =
  | { kind: 'code'; code: string }
  | { kind: 'recovery'; code: string }
  | { kind: 'passkey'; answer: string; challenge: string; askedAt: number }

/** Tries a second factor; says how it was shown. Each code and each answer works once. */
export async function tryFactor(
  desk: AccountDesk,
  person: { organisation: string; staffId: string },
  shown: Shown,
  from: TryFrom,
): Promise<{ outcome: 'right'; assurance: string } | Wait | { outcome: 'wrong' }> {
  const seconds = await countAttempt(desk.signinPool, person.organisation, from.counter, from.network)
  if (seconds > 0) return { outcome: 'wait', seconds }
  const factors = await openFactors(desk, person.organisation, person.staffId)
  return (await isRight(desk, person, factors, shown))
    ? { outcome: 'right', assurance: `own account: password and ${shown.kind}` }
    : { outcome: 'wrong' }
}

async function isRight(
  desk: AccountDesk,
  { organisation, staffId }: { organisation: string; staffId: string },
  factors: Factors,
  shown: Shown,
): Promise<boolean> {
  switch (shown.kind) {
    case 'code': {
      const step = factors.app && stepOf(factors.app.secret, shown.code, desk.now())
      return step !== undefined && useCode(desk.signinPool, organisation, staffId, step)
    }
    case 'recovery': {
      const key = recoveryCodeKey(await desk.vault.indexKey(organisation), staffId, shown.code)
      return useRecoveryCode(desk.signinPool, organisation, staffId, key)
    }
    case 'passkey': {
      const id = passkeyIn(shown.answer)
      const passkey = factors.passkeys.find(({ kept }) => kept.id === id)
      if (!passkey) return false
      const { passkeyId, kept } = passkey
      const site = { origin: desk.origin, name: '' }
      const counter = await checkPasskey(site, shown.challenge, shown.answer, {
        ...kept,
        counter: passkey.counter,
      })
      if (counter === undefined) return false
      const { askedAt } = shown
      return usePasskey(desk.signinPool, { organisation, staffId, passkeyId, counter, askedAt })
    }
  }
}

async function verified(desk: AccountDesk, kept: string, password: string): Promise<boolean | 'busy'> {
  try {
    return await desk.hasher.verify(kept, password)
  } catch (error) {
    if (error instanceof HashingBusy) return 'busy'
    throw error
  }
}
