import { Buffer } from 'node:buffer'
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newClientKey, RelyingParty, SignInFailed } from './relying-party.ts'
import type { SignInMemory } from './sign-in-memory.ts'

// An identity provider that answers with any token it is told to: what the relying party must not swallow.

const right = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const wrong = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const redirectUri = 'http://localhost:9/signin/callback'
let server: Server
let issuer: string
let party: RelyingParty
let token: string
let asked: URLSearchParams

beforeAll(async () => {
  server = createServer((request, response) => {
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['ES256'],
      }),
      '/jwks': () => ({
        keys: [{ ...right.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' }],
      }),
      '/token': () => ({ access_token: 'x', token_type: 'Bearer', id_token: token }),
    }
    let body = ''
    request.on('data', (part) => {
      body += String(part)
    })
    request.on('end', () => {
      if (request.url === '/token') asked = new URLSearchParams(body)
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(answers[request.url ?? '']?.()))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { key } = await newClientKey()
  party = new RelyingParty({ issuer, clientId: 'us', credentials: { key }, signedWith: 'ES256' })
})
afterAll(() => server.close())

type Change = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  key?: KeyObject
  cut?: boolean
  /** Signed with our public key as if it were a shared secret. */
  confused?: boolean
  memory?: Partial<SignInMemory>
}

async function signInWith(change: Change): Promise<string> {
  const { secrets } = await party.begin(redirectUri)
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: issuer,
    aud: 'us',
    sub: 'noor',
    nonce: secrets.nonce,
    iat: now,
    exp: now + 60,
    auth_time: now,
    ...change.claims,
  }
  token = sign(
    { alg: 'ES256', kid: 'k', ...change.header },
    claims,
    change.key ?? right.privateKey,
    change.cut,
  )
  if (change.confused) {
    const parts = token.split('.').slice(0, 2).join('.')
    const secret = right.publicKey.export({ format: 'pem', type: 'spki' })
    token = `${parts}.${createHmac('sha256', secret).update(parts).digest('base64url')}`
  }
  const memory: SignInMemory = { ...secrets, organisation: 'x', back: '/', at: Date.now(), ...change.memory }
  const answer = await party.finish(new URL(`${redirectUri}?code=c&state=${secrets.state}`), memory)
  return answer.sub
}

function sign(header: object, claims: object, key: KeyObject, cut = false): string {
  const parts = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  if (cut) return `${parts}.`
  const signature = createSign('sha256').update(parts).sign({ key, dsaEncoding: 'ieee-p1363' })
  return `${parts}.${signature.toString('base64url')}`
}

test('an honest token is accepted, so the refusals below mean something', async () => {
  expect(await signInWith({})).toBe('noor')
})

test('the code is redeemed with the verifier and a signed assertion, never with a shared secret', async () => {
  await signInWith({})
  expect(asked.get('code_verifier')).toMatch(/^[\w-]{43}$/)
  expect(asked.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  expect(asked.has('client_secret')).toBe(false)
})

test('a provider is asked for the scopes and claims that the organisation configured', async () => {
  const { key } = await newClientKey()
  const settings = { issuer, clientId: 'us', credentials: { key }, scope: 'openid profile', claims: ['oid'] }
  const { url } = await new RelyingParty(settings).begin(redirectUri)
  expect(url.searchParams.get('scope')).toBe('openid profile')
  expect(url.searchParams.get('claims')).toBe('{"id_token":{"oid":null}}')
  expect((await party.begin(redirectUri)).url.searchParams.get('scope')).toBe('openid')
})

const hour = 3600
const now = Math.floor(Date.now() / 1000)
test.each<[string, Change]>([
  ['another nonce', { claims: { nonce: 'n'.repeat(43) } }],
  ['no nonce', { claims: { nonce: undefined } }],
  ['another audience', { claims: { aud: 'them' } }],
  [
    'several audiences of which we are not the authorised one',
    { claims: { aud: ['us', 'them'], azp: 'them' } },
  ],
  ['another issuer', { claims: { iss: 'https://evil.example' } }],
  ['an expired token', { claims: { iat: now - 2 * hour, exp: now - hour } }],
  ['no expiry', { claims: { exp: undefined } }],
  ['no subject', { claims: { sub: undefined } }],
  ['a sign-in of an hour ago', { claims: { auth_time: now - hour } }],
  ['no time of sign-in', { claims: { auth_time: undefined } }],
  ['the key of somebody else', { key: wrong.privateKey }],
  ['a key that the provider does not have', { header: { kid: 'other' } }],
  ['no signature', { cut: true }],
  ['a token that says it needs no signature', { header: { alg: 'none' }, cut: true }],
  ['a token that names another algorithm', { header: { alg: 'HS256' } }],
  ['a token signed with the public key as a secret', { header: { alg: 'HS256' }, confused: true }],
  [
    'a token signed with a key that it brings itself',
    { header: { jwk: wrong.publicKey.export({ format: 'jwk' }) }, key: wrong.privateKey },
  ],
  ['a token that counts only from tomorrow', { claims: { nbf: now + 24 * hour } }],
  ['a critical header that nobody knows', { header: { crit: ['b64'], b64: false } }],
  ['an answer to the question of another sign-in', { memory: { nonce: 'n'.repeat(43) } }],
  [
    'an answer to a step-up by who signed in before it',
    { claims: { auth_time: now - 60 }, memory: { stepUp: true } },
  ],
])('%s is refused', async (_what, change) => {
  await expect(signInWith(change)).rejects.toMatchObject({ code: 'not-our-answer' })
})

test('a token of an earlier sign-in is refused: its nonce was another', async () => {
  await signInWith({})
  const { secrets } = await party.begin(redirectUri)
  const memory: SignInMemory = { ...secrets, organisation: 'x', back: '/', at: Date.now() }
  const again = party.finish(new URL(`${redirectUri}?code=c&state=${secrets.state}`), memory)
  await expect(again).rejects.toMatchObject({ code: 'not-our-answer' })
})

test('a step-up asks the provider for a sign-in of now, and takes one', async () => {
  const { url } = await party.begin(redirectUri, { anew: true })
  expect([url.searchParams.get('max_age'), url.searchParams.get('prompt')]).toEqual(['0', 'login'])
  expect(await signInWith({ memory: { stepUp: true } })).toBe('noor')
})

test('an answer from another provider than the one asked is refused', async () => {
  const { secrets } = await party.begin(redirectUri)
  const memory: SignInMemory = {
    ...secrets,
    issuer: 'https://other.example',
    organisation: 'x',
    back: '/',
    at: Date.now(),
  }
  await expect(
    party.finish(new URL(`${redirectUri}?code=c&state=${secrets.state}`), memory),
  ).rejects.toBeInstanceOf(SignInFailed)
})

test('a provider that is down is a fault and no refusal, and is asked again later', async () => {
  const { key } = await newClientKey()
  const down = new RelyingParty({ issuer: 'http://127.0.0.1:9', clientId: 'us', credentials: { key } })
  for (const _try of [1, 2]) await expect(down.begin(redirectUri)).rejects.not.toBeInstanceOf(SignInFailed)
})

test('a provider elsewhere must have https', async () => {
  const { key } = await newClientKey()
  expect(
    () => new RelyingParty({ issuer: 'http://idp.example', clientId: 'us', credentials: { key } }),
  ).toThrow('https')
})
