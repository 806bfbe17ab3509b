import { generateKeyPair, type KeyObject, type webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import * as client from 'openid-client'
import type { SignInMemory } from './sign-in-memory.ts'
import type { Claims } from './sign-in-rules.ts'

/** An identity provider, and who we are to it. A private key is what the OpenID.NLGov profile wants; a secret is what some have. */
export type ProviderSettings = {
  issuer: string
  clientId: string
  credentials: { key: webcrypto.CryptoKey; kid?: string } | { secret: string }
  /** How its ID tokens are signed; RS256 when not told. */
  signedWith?: 'RS256' | 'PS256' | 'ES256'
  /** What to ask for; `openid` when not told. */
  scope?: string
  /** The levels to ask for, as its profile names them. */
  acrValues?: readonly string[]
  /** Claims to ask for in the ID token, where a provider gives them only when asked. */
  claims?: readonly string[]
}

/** The answer of the identity provider cannot be used: it was cancelled, or it is not an answer to our question. */
export class SignInFailed extends Error {
  readonly code: 'cancelled' | 'not-our-answer'
  constructor(code: 'cancelled' | 'not-our-answer', cause: unknown) {
    super('signing in failed', { cause })
    this.code = code
  }
}

/** Sends people to an identity provider and reads what it answers. */
export class RelyingParty {
  readonly #settings: ProviderSettings
  #found: Promise<client.Configuration> | undefined

  constructor(settings: ProviderSettings) {
    demandHttps(settings.issuer)
    this.#settings = settings
  }

  get issuer(): string {
    return this.#settings.issuer
  }

  /** Where to send somebody, and what to remember until they come back. */
  async begin(
    redirectUri: string,
    { anew = false }: { anew?: boolean } = {},
  ): Promise<{ url: URL; secrets: Pick<SignInMemory, 'state' | 'nonce' | 'verifier' | 'issuer'> }> {
    const secrets = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      issuer: this.#settings.issuer,
    }
    const url = client.buildAuthorizationUrl(await this.#provider(), {
      redirect_uri: redirectUri,
      scope: this.#settings.scope ?? 'openid',
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      // Computers at a desk are shared: whoever signs in shows who they are, also when the provider still knows somebody.
      prompt: 'login',
      max_age: String(anew ? 0 : freshSeconds),
      ...asking(this.#settings),
    })
    return { url, secrets }
  }

  /** Redeems the code that came back. Checks state, issuer, PKCE, signature, audience, nonce, time and freshness. */
  async finish(cameBackTo: URL, memory: SignInMemory): Promise<Claims> {
    if (memory.issuer !== this.#settings.issuer) throw new SignInFailed('not-our-answer', undefined)
    const provider = await this.#provider()
    try {
      const answer = await client.authorizationCodeGrant(provider, cameBackTo, {
        expectedState: memory.state,
        expectedNonce: memory.nonce,
        pkceCodeVerifier: memory.verifier,
        idTokenExpected: true,
        maxAge: freshSeconds,
      })
      const claims = answer.claims()
      if (!claims) throw new SignInFailed('not-our-answer', undefined)
      if (memory.stepUp) demandAnew(claims.auth_time, memory.at)
      return claims
    } catch (cause) {
      if (cause instanceof SignInFailed) throw cause
      if (cause instanceof client.AuthorizationResponseError && cause.error === 'access_denied') {
        throw new SignInFailed('cancelled', cause)
      }
      // Only what the other side answered is a matter of signing in; a provider that is down or misconfigured is a fault.
      if (isUnusableAnswer(cause)) throw new SignInFailed('not-our-answer', cause)
      throw cause
    }
  }

  /** Asked for at the first sign-in, so that a site starts without its provider; asked again after a failure. */
  #provider(): Promise<client.Configuration> {
    this.#found ??= this.#discover().catch((error) => {
      this.#found = undefined
      throw error
    })
    return this.#found
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, credentials, signedWith } = this.#settings
    const metadata = signedWith ? { id_token_signed_response_alg: signedWith } : {}
    const proof =
      'key' in credentials
        ? client.PrivateKeyJwt(keyOf(credentials))
        : client.ClientSecretBasic(credentials.secret)
    // By itself the library trusts the connection and leaves the signature of an ID token unread; OpenID.NLGov demands it is checked.
    const execute = [client.enableNonRepudiationChecks]
    if (issuer.startsWith('http:')) execute.push(client.allowInsecureRequests)
    return client.discovery(new URL(issuer), clientId, metadata, proof, { execute, timeout: 10 })
  }
}

/** A new key for a relying party, with its public half as the provider wants to have it. */
export async function newClientKey(): Promise<{ key: webcrypto.CryptoKey; publicKey: webcrypto.JsonWebKey }> {
  const pair = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  return {
    key: await forSigning(pair.privateKey),
    publicKey: {
      ...(pair.publicKey.export({ format: 'jwk' }) as webcrypto.JsonWebKey),
      alg: 'ES256',
      use: 'sig',
    },
  }
}

/** A provider that knows several keys of ours finds the right one by its id. */
function keyOf({
  key,
  kid,
}: {
  key: webcrypto.CryptoKey
  kid?: string
}): client.CryptoKey | client.PrivateKey {
  return kid === undefined ? key : { key, kid }
}

function asking({ acrValues, claims }: ProviderSettings): Record<string, string> {
  const wanted = claims && { id_token: Object.fromEntries(claims.map((claim) => [claim, null])) }
  return {
    ...(acrValues ? { acr_values: acrValues.join(' ') } : {}),
    ...(wanted ? { claims: JSON.stringify(wanted) } : {}),
  }
}

function isUnusableAnswer(cause: unknown): boolean {
  if (cause instanceof client.ResponseBodyError) return cause.error === 'invalid_grant'
  return cause instanceof client.AuthorizationResponseError || cause instanceof client.ClientError
}

const freshSeconds = 300
/** How far the clock of the provider may be behind ours. */
const clockSeconds = 10

/** A step-up is worth something only when the provider asked again after we sent the person there. */
function demandAnew(authTime: unknown, sentAt: number): void {
  if (typeof authTime !== 'number' || authTime < Math.floor(sentAt / 1000) - clockSeconds)
    throw new SignInFailed('not-our-answer', undefined)
}

function forSigning(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const { subtle } = globalThis.crypto
  return subtle.importKey(
    'pkcs8',
    key.export({ format: 'der', type: 'pkcs8' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
}

function demandHttps(issuer: string): void {
  const url = new URL(issuer)
  if (url.protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    throw new Error(`${issuer}: an identity provider elsewhere must have https`)
  }
}
