import { Buffer } from 'node:buffer'
import { createPublicKey, createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientKeyFrom, makeClientKey, publicClientKey } from './client-key.ts'
import { RelyingParty } from './relying-party.ts'

// Our own key at a provider outside (private_key_jwt): from its file to the assertion that the provider checks.

const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let folder: string
let server: Server
let issuer: string
let nonce: string
let assertion: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gestand-client-key-'))
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += String(part)
    })
    request.on('end', () => {
      if (request.url === '/token') assertion = new URLSearchParams(body).get('client_assertion') ?? ''
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answerTo(request.url)))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

function answerTo(url: string | undefined): unknown {
  switch (url) {
    case '/jwks':
      return { keys: [{ ...theirs.publicKey.export({ format: 'jwk' }), kid: 't', alg: 'ES256', use: 'sig' }] }
    case '/token':
      return { access_token: 'x', token_type: 'Bearer', id_token: idToken() }
    default:
      return {
        ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
        ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'] },
      }
  }
}

function idToken(): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: 'us', sub: 'noor', nonce, iat: now, exp: now + 60, auth_time: now }
  const parts = [{ alg: 'ES256', kid: 't' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const key = { key: theirs.privateKey, dsaEncoding: 'ieee-p1363' } as const
  return [...parts, createSign('sha256').update(parts.join('.')).sign(key).toString('base64url')].join('.')
}

async function assertionWith(path: string): Promise<{ header: Record<string, unknown>; valid: boolean }> {
  const credentials = await clientKeyFrom(path)
  const party = new RelyingParty({ issuer, clientId: 'us', credentials, signedWith: 'ES256' })
  const { secrets } = await party.begin('http://localhost:9/signin/callback')
  nonce = secrets.nonce
  const memory = { ...secrets, organisation: 'x', back: '/', at: Date.now() }
  await party.finish(new URL(`http://localhost:9/signin/callback?code=c&state=${secrets.state}`), memory)
  const [header = '', payload = '', signature = ''] = assertion.split('.')
  const key = createPublicKey({ key: await publicClientKey(path), format: 'jwk' } as never)
  const rsa = { padding: 6, saltLength: 32 }
  const valid = createVerify('sha256')
    .update(`${header}.${payload}`)
    .verify(
      { key, dsaEncoding: 'ieee-p1363', ...(key.asymmetricKeyType === 'rsa' ? rsa : {}) },
      Buffer.from(signature, 'base64url'),
    )
  return { header: JSON.parse(Buffer.from(header, 'base64url').toString()), valid }
}

test('a key of ours is made in a file for this user alone, once, and signs who we are', async () => {
  const path = join(folder, 'made.pem')
  await makeClientKey(path)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await expect(makeClientKey(path)).rejects.toThrow('EEXIST')
  const { kid, ...shown } = await publicClientKey(path)
  expect(shown).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })
  expect(shown).not.toHaveProperty('d')
  expect(await assertionWith(path)).toEqual({ header: { alg: 'ES256', kid }, valid: true })
})

test('an RSA key signs with PS256', async () => {
  const path = join(folder, 'rsa.pem')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  expect(await assertionWith(path)).toMatchObject({ header: { alg: 'PS256' }, valid: true })
})

test('a key that others can read, that is too weak, or that is none is refused in a plain sentence', async () => {
  const path = join(folder, 'open.pem')
  await makeClientKey(path)
  await chmod(path, 0o640)
  await expect(clientKeyFrom(path)).rejects.toThrow(`Run: chmod 600 '${path}'`)
  await writeFile(join(folder, 'none.pem'), 'geheim', { mode: 0o600 })
  await expect(clientKeyFrom(join(folder, 'none.pem'))).rejects.toThrow(/^((?!geheim)[\s\S])*$/)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  await writeFile(join(folder, 'weak.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  })
  await expect(clientKeyFrom(join(folder, 'weak.pem'))).rejects.toThrow('RSA key of 2048 bits or more')
})
