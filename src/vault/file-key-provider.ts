import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { join } from 'node:path'
import { type Bound, seal, unseal } from './envelope.ts'
import { makeFolder, readOrMake, refuseExposed } from './key-files.ts'
import type { KeyProvider, SigningKey } from './key-provider.ts'
import { VaultError } from './vault-error.ts'

const KEY_BYTES = 32

/**
 * Keys in files, a folder an organisation: `wrapping.key`, `index.key`, `organisation.key`, `signing.pem`. Made at first use, for
 * this user's eyes only; refuses to start when others can read them. Back the folder up apart from the database.
 */
export function fileKeyProvider(folder: string): KeyProvider {
  makeFolder(folder)
  refuseExposed(folder)
  const secrets = new Map<string, KeyObject>()
  const signing = new Map<string, SigningKey>()

  function secret(organisation: string, name: string): KeyObject {
    const id = `${organisation}/${name}`
    const known = secrets.get(id)
    if (known) return known
    const path = join(folder, checkedId(organisation), `${name}.key`)
    const key = secretFrom(
      readOrMake(path, () => randomBytes(KEY_BYTES)),
      path,
    )
    secrets.set(id, key)
    return key
  }

  function signingKey(organisation: string): SigningKey {
    const known = signing.get(organisation)
    if (known) return known
    const path = join(folder, checkedId(organisation), 'signing.pem')
    const pair = pairFrom(readOrMake(path, newSigningKey), path)
    signing.set(organisation, pair)
    return pair
  }

  return {
    wrap: async (organisation, key, bound) =>
      seal(secret(organisation, 'wrapping'), key, placeOfKey(organisation, bound)),
    unwrap: async (organisation, wrapped, bound) =>
      unseal(secret(organisation, 'wrapping'), wrapped, placeOfKey(organisation, bound)),
    indexKey: async (organisation) => secret(organisation, 'index'),
    organisationKey: async (organisation) => secret(organisation, 'organisation'),
    signingKey: async (organisation) => signingKey(organisation),
  }
}

/** A wrapped key is sealed for its purpose, as content is for its place. */
function placeOfKey(organisation: string, bound: string): Bound {
  return { organisation, table: 'keys', column: 'wrapped', row: bound }
}

/** The id becomes the name of a folder: nothing in it may lead elsewhere. */
function checkedId(organisation: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(organisation)) return organisation
  throw new VaultError(
    'bad-organisation',
    'an organisation id has small letters, digits and single hyphens only',
  )
}

function newSigningKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ed25519')
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }))
}

function secretFrom(bytes: Buffer, path: string): KeyObject {
  if (bytes.length !== KEY_BYTES) throw damaged(path)
  return createSecretKey(bytes)
}

function pairFrom(pem: Buffer, path: string): SigningKey {
  try {
    const privateKey = createPrivateKey(pem)
    if (privateKey.asymmetricKeyType === 'ed25519') {
      return { privateKey, publicKey: createPublicKey(privateKey) }
    }
  } catch {
    // Not the cause: OpenSSL's message may quote the file.
  }
  throw damaged(path)
}

function damaged(path: string): VaultError {
  return new VaultError(
    'bad-key-file',
    `The key file ${path} is damaged. Restore it from its backup; do not remove it.`,
  )
}
