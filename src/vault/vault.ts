import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type DataClass, dataClasses } from '../kernel/index.ts'
import { KeyCache } from './key-cache.ts'
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
  /** Drops a destroyed dossier's keys from memory. */
  forget(organisation: string, dossierId: string): void
}

export type VaultOptions = { mostCached?: number; maxAgeMs?: number; now?: () => number }

/** Opens dossiers with the keys of a provider; keeps opened keys for a minute at most. */
export function makeVault(provider: KeyProvider, options: VaultOptions = {}): Vault {
  const maxAgeMs = options.maxAgeMs ?? 60_000
  const cache = new KeyCache({ most: options.mostCached ?? 6_000, maxAgeMs, now: options.now ?? Date.now })
  setInterval(() => cache.sweep(), maxAgeMs).unref()

  async function openKey(organisation: string, dossierId: string, row: WrappedKey): Promise<KeyObject> {
    const name = nameOf(organisation, dossierId, row.class)
    const known = cache.get(name, row.wrapped)
    if (known) return known
    const bytes = await provider.unwrap(organisation, row.wrapped, purposeOf(dossierId, row.class))
    const key = createSecretKey(bytes)
    bytes.fill(0)
    cache.put(name, row.wrapped, key)
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
    forget(organisation, dossierId) {
      for (const dataClass of dataClasses) cache.forget(nameOf(organisation, dossierId, dataClass))
    },
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

function nameOf(organisation: string, dossierId: string, dataClass: DataClass): string {
  return `${organisation}|${dossierId}|${dataClass}`
}
