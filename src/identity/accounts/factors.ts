import { seal, unsealText } from '../../vault/index.ts'
import { factorRows, type SealedFactor } from './account.store.ts'
import type { AccountDesk } from './desk.ts'
import { credentialKey, type KeptPasskey } from './passkeys.ts'
import { places } from './sealed-columns.ts'

/** The second factors of an account, opened. */
export type Factors = {
  app: { secret: string; addedAt: Date } | undefined
  passkeys: { passkeyId: string; kept: KeptPasskey; counter: number; addedAt: Date }[]
  /** How many recovery codes are left. */
  recovery: number
}

/** A factor that somebody just showed to have. */
export type NewFactor = { kind: 'app'; secret: string; step: number } | { kind: 'passkey'; kept: KeptPasskey }

/** Opens the factors of an account. */
export async function openFactors(
  desk: AccountDesk,
  organisation: string,
  staffId: string,
): Promise<Factors> {
  const key = await desk.vault.organisationKey(organisation)
  const factors: Factors = { app: undefined, passkeys: [], recovery: 0 }
  for (const row of await factorRows(desk.signinPool, organisation, staffId)) {
    const addedAt = row.added_at ?? new Date(0)
    if (row.kind === 'recovery') factors.recovery = row.unused ?? 0
    else if (!row.sealed) continue
    else if (row.kind === 'app')
      factors.app = { secret: unsealText(key, row.sealed, places.appSecret(organisation, staffId)), addedAt }
    else if (row.id)
      factors.passkeys.push({
        passkeyId: row.id,
        kept: JSON.parse(
          unsealText(key, row.sealed, places.passkey(organisation, `${staffId}/${row.id}`)),
        ) as KeptPasskey,
        counter: Number(row.counter),
        addedAt,
      })
  }
  return factors
}

/** Seals a factor for the account that it belongs to. */
export async function sealFactor(
  desk: AccountDesk,
  organisation: string,
  staffId: string,
  factor: NewFactor,
): Promise<SealedFactor> {
  const key = await desk.vault.organisationKey(organisation)
  if (factor.kind === 'app') {
    const sealed = seal(key, factor.secret, places.appSecret(organisation, staffId))
    return { kind: 'app', sealed, step: factor.step }
  }
  const id = crypto.randomUUID()
  const place = places.passkey(organisation, `${staffId}/${id}`)
  return {
    kind: 'passkey',
    id,
    sealed: seal(key, JSON.stringify(factor.kept), place),
    key: credentialKey(factor.kept),
  }
}
