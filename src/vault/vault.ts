import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type DataClass, dataClasses } from '../kernel/index.ts'
import type { KeyProvider, SigningKey } from './key-provider.ts'
import { VaultError } from './vault-error.ts'

/** A row of the key table: all that the database holds of a key. */
export type WrappedKey = { class: DataClass; wrapped: Buffer }

/** The opened keys of one dossier, as far as their rows were given. */
export type DossierKeys = {
  /** The key of a class. Throws VaultError `no-key` when its row was not given or is destroyed. */
  of(dataClass: DataClass): KeyObject
}

export interface Vault {
  /** Makes new random keys for a new dossier, a class each: store the rows, then `open` them. */
  dossierKeys(organisation: string, dossierId: string): Promise<WrappedKey[]>
  /** Opens wrapped keys. A row of another dossier, class or organisation is refused as `tampered`. */
  open(organisation: string, dossierId: string, rows: readonly WrappedKey[]): Promise<DossierKeys>
  /** The key for names of staff and the like. */
  organisationKey(organisation: string): Promise<KeyObject>
  /** The key for `blindIndex`. */
  indexKey(organisation: string): Promise<KeyObject>
  /** The key that signs the ledger's checkpoints. */
  signingKey(organisation: string): Promise<SigningKey>
}

/**
 * Opens dossiers with the keys of a provider. No opened key outlives the look it was opened for: opening one anew costs less than
 * looking after thousands, and what is destroyed in the database is at once unreadable here.
 */
export function makeVault(provider: KeyProvider): Vault {
  async function openKey(organisation: string, dossierId: string, row: WrappedKey): Promise<KeyObject> {
    const bytes = await provider.unwrap(organisation, row.wrapped, purposeOf(dossierId, row.class))
    const key = createSecretKey(bytes)
    bytes.fill(0)
    return key
  }

  async function wrapNew(organisation: string, dossierId: string, dataClass: DataClass): Promise<WrappedKey> {
    const bytes = randomBytes(32)
    const wrapped = await provider.wrap(organisation, bytes, purposeOf(dossierId, dataClass))
    bytes.fill(0)
    return { class: dataClass, wrapped }
  }

  return {
    dossierKeys: (organisation, dossierId) =>
      Promise.all(dataClasses.map((dataClass) => wrapNew(organisation, dossierId, dataClass))),
    async open(organisation, dossierId, rows) {
      const keys = new Map<DataClass, KeyObject>()
      for (const row of rows) keys.set(row.class, await openKey(organisation, dossierId, row))
      return { of: (dataClass) => present(keys.get(dataClass), dataClass) }
    },
    organisationKey: (organisation) => provider.organisationKey(organisation),
    indexKey: (organisation) => provider.indexKey(organisation),
    signingKey: (organisation) => provider.signingKey(organisation),
  }
}

function present(key: KeyObject | undefined, dataClass: DataClass): KeyObject {
  if (key) return key
  throw new VaultError(
    'no-key',
    `this dossier has no key of class ${dataClass} here: not handed out, or destroyed`,
  )
}

/** What the wrapped key is bound to. The class comes last and holds no bar, so this reads in one way only. */
function purposeOf(dossierId: string, dataClass: DataClass): string {
  return `dossier|${dossierId}|${dataClass}`
}
