import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  webcrypto,
} from 'node:crypto'
import { open, stat, writeFile } from 'node:fs/promises'

/** Our key at an identity provider cannot be used; the message says what to do, and never quotes the file. */
export class ClientKeyError extends Error {
  override name = 'ClientKeyError'
}

/** Our key at an identity provider, from a file that this user alone can read: an EC key P-256 (ES256) or an RSA key (PS256). */
export async function clientKeyFrom(path: string): Promise<{ key: webcrypto.CryptoKey; kid: string }> {
  const key = await readKey(path)
  const imported = await webcrypto.subtle.importKey(
    'pkcs8',
    key.export({ format: 'der', type: 'pkcs8' }),
    algorithmOf(key, path),
    false,
    ['sign'],
  )
  return { key: imported, kid: thumbprint(key) }
}

/** The public half, as a provider wants to have it. */
export async function publicClientKey(path: string): Promise<Record<string, unknown>> {
  const key = await readKey(path)
  const alg = 'namedCurve' in algorithmOf(key, path) ? 'ES256' : 'PS256'
  return { ...createPublicKey(key).export({ format: 'jwk' }), kid: thumbprint(key), alg, use: 'sig' }
}

/** Makes a key in a new file; refuses to write over one. */
export async function makeClientKey(path: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
}

async function readKey(path: string): Promise<KeyObject> {
  if (((await stat(path)).mode & 0o077) !== 0)
    throw new ClientKeyError(
      `Other users of this machine can read the key file ${path}. Run: chmod 600 '${path}'.`,
    )
  const file = await open(path)
  try {
    return createPrivateKey(await file.readFile())
  } catch {
    // Not the cause: OpenSSL's message may quote the file.
    throw new ClientKeyError(`The key file ${path} holds no private key in PEM.`)
  } finally {
    await file.close()
  }
}

function algorithmOf(
  key: KeyObject,
  path: string,
): webcrypto.EcKeyImportParams | webcrypto.RsaHashedImportParams {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return { name: 'ECDSA', namedCurve: 'P-256' }
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return { name: 'RSA-PSS', hash: 'SHA-256' }
  throw new ClientKeyError(
    `The key file ${path} must hold an EC key P-256, or an RSA key of 2048 bits or more.`,
  )
}

/** RFC 7638: the same for everybody who computes it, so that the provider need not be told. */
function thumbprint(key: KeyObject): string {
  const { crv, e, kty, n, x, y } = createPublicKey(key).export({ format: 'jwk' })
  const required = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n }
  return createHash('sha256').update(JSON.stringify(required)).digest('base64url')
}
