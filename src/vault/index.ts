export type { DataClass } from '../kernel/index.ts'
export { blindIndex, type SearchKind } from './blind-index.ts'
export { type Bound, seal, unseal, unsealText } from './envelope.ts'
export { fileKeyProvider } from './file-key-provider.ts'
export type { KeyProvider, SigningKey } from './key-provider.ts'
export { type PersonFacts, type SearchKey, searchKeysOf } from './search-keys.ts'
export { siteKey } from './site-key.ts'
export {
  type DossierKeys,
  makeVault,
  type Vault,
  type WrappedKey,
} from './vault.ts'
export { VaultError, type VaultErrorCode } from './vault-error.ts'
