/**
 * `tampered`: the sealed value does not belong to this place or key, or was changed. `no-key`: this dossier has no key of that
 * class here. `keys-exposed`: others can read the key files. `bad-key-file`: a key file is damaged. `bad-organisation`: an id that
 * cannot name a folder.
 */
export type VaultErrorCode = 'tampered' | 'no-key' | 'keys-exposed' | 'bad-key-file' | 'bad-organisation'

/** Something is wrong with keys or sealed data. The message is for operators and never holds content. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  readonly code: VaultErrorCode

  constructor(code: VaultErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
