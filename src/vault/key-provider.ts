import type { KeyObject } from 'node:crypto'

/** A pair of Ed25519 keys that signs the checkpoints of one organisation's ledger. */
export type SigningKey = { privateKey: KeyObject; publicKey: KeyObject }

/**
 * Where the keys of the organisations are kept: outside the database. Files by default; a key management service implements the
 * same five questions.
 */
export interface KeyProvider {
  /** Encrypts a dossier key under the organisation's wrapping key. `bound` says what the key is for. */
  wrap(organisation: string, key: Buffer, bound: string): Promise<Buffer>
  /**
   * The reverse; asked two or three times a look, so a service elsewhere wants a memory of its own, short and bounded. Throws VaultError
   * `tampered` when organisation or `bound` differs.
   */
  unwrap(organisation: string, wrapped: Buffer, bound: string): Promise<Buffer>
  /** The key of the blind indexes. */
  indexKey(organisation: string): Promise<KeyObject>
  /** The key for what belongs to the organisation and no dossier, such as names of staff. */
  organisationKey(organisation: string): Promise<KeyObject>
  /** The key that signs the ledger's checkpoints. */
  signingKey(organisation: string): Promise<SigningKey>
}
