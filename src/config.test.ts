import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

describe('an empty environment', () => {
  const config = readConfig({})

  test('means the four sites on loopback, the embedded database and the demonstration', () => {
    expect(config.staff).toEqual({ listen: '127.0.0.1', port: 3000, url: 'http://localhost:3000' })
    expect([config.portal.port, config.publicSite.port, config.standIn.port]).toEqual([3001, 3002, 3003])
    expect(config.databaseUrl).toBeUndefined()
    expect(config.demo).toBe(true)
  })

  test('finds the folder of the program', () => {
    expect(existsSync(join(config.root, 'package.json'))).toBe(true)
    expect(config.dataDir).toBe(join(config.root, '.data'))
  })
})

test('an empty value counts as not set', () => {
  expect(readConfig({ GESTAND_DATA: ' ', DATABASE_URL: '' }).databaseUrl).toBeUndefined()
})

test('a site has the address that browsers use, without a slash at the end', () => {
  expect(readConfig({ GESTAND_STAFF_URL: 'https://dossier.example.nl/' }).staff.url).toBe(
    'https://dossier.example.nl',
  )
})

test('an issuer comes with its client', () => {
  const env = {
    STAFF_ISSUER: 'https://login.example.nl',
    STAFF_CLIENT_ID: 'gestand',
    STAFF_CLIENT_SECRET: 's',
  }
  expect(readConfig(env).staffIssuer).toEqual({
    url: 'https://login.example.nl',
    clientId: 'gestand',
    proof: { secret: 's' },
    signedWith: 'RS256',
  })
})

test('an issuer may want a key instead of a secret, sign in its own way, and name people and factors in its own words', () => {
  const config = readConfig({
    ...{ STAFF_ISSUER: 'https://login.example.nl', STAFF_CLIENT_ID: 'gestand' },
    ...{ STAFF_CLIENT_KEY_FILE: '/etc/gestand/client.pem', STAFF_SIGNED_WITH: 'ES256' },
    ...{ STAFF_SCOPE: 'openid profile', STAFF_SUBJECT_CLAIM: 'oid', STAFF_SECOND_FACTOR: 'mfa, urn:strong' },
  })
  expect(config.staffIssuer).toMatchObject({
    proof: { keyFile: '/etc/gestand/client.pem' },
    signedWith: 'ES256',
  })
  expect(config.staffClaims).toEqual({
    scope: 'openid profile',
    subject: 'oid',
    secondFactor: ['mfa', 'urn:strong'],
  })
  expect(readConfig({}).staffClaims).toEqual({ scope: 'openid', subject: 'sub', secondFactor: undefined })
})

test('no proxy is believed unless it is named', () => {
  expect(readConfig({}).proxies).toEqual([])
  const named = '10.0.0.5, 10.1.0.0/16, fd00::/8'
  expect(readConfig({ GESTAND_PROXIES: named }).proxies).toEqual(['10.0.0.5', '10.1.0.0/16', 'fd00::/8'])
})

test('two connections a processor, four at least, or as many as are asked for', () => {
  expect(readConfig({}).connections).toBe(Math.max(4, 2 * availableParallelism()))
  expect(readConfig({ GESTAND_CONNECTIONS: '20' }).connections).toBe(20)
})

test('without an issuer for staff there are accounts of our own', () => {
  const config = readConfig({ STAFF_ISSUER: 'none' })
  expect([config.ownAccounts, config.staffIssuer]).toEqual([true, undefined])
  expect(readConfig({}).ownAccounts).toBe(false)
})

describe('a wrong value is told in a plain sentence', () => {
  test.each([
    [{ GESTAND_STAFF_PORT: 'http' }, 'GESTAND_STAFF_PORT must be a port number from 0 to 65535, not "http".'],
    [{ GESTAND_PORTAL_PORT: '3000' }, 'GESTAND_PORTAL_PORT and GESTAND_STAFF_PORT are both 3000'],
    [{ GESTAND_DEMO: 'yes' }, 'GESTAND_DEMO must be 0 or 1, not "yes".'],
    [
      { GESTAND_PUBLIC_URL: 'example.nl' },
      'GESTAND_PUBLIC_URL must be an address that starts with http:// or https://.',
    ],
    [
      { CLIENT_ISSUER: 'https://x.nl' },
      'so CLIENT_CLIENT_ID and either CLIENT_CLIENT_SECRET or CLIENT_CLIENT_KEY_FILE must be set too.',
    ],
    [
      {
        ...{ STAFF_ISSUER: 'https://x.nl', STAFF_CLIENT_ID: 'us' },
        ...{ STAFF_CLIENT_SECRET: 's', STAFF_CLIENT_KEY_FILE: 'k.pem' },
      },
      'either STAFF_CLIENT_SECRET or STAFF_CLIENT_KEY_FILE',
    ],
    [{ STAFF_SCOPE: 'profile' }, 'STAFF_SCOPE must have openid among its words'],
    [{ GESTAND_PROXIES: 'proxy.local' }, 'must be addresses such as 10.0.0.5 or 10.1.0.0/16'],
    // Everybody: then anybody could name the address that tries are counted under.
    [{ GESTAND_PROXIES: '0.0.0.0/0' }, 'not "0.0.0.0/0"'],
    [{ GESTAND_PROXIES: '10.0.0.0/33' }, 'not "10.0.0.0/33"'],
    [{ GESTAND_CONNECTIONS: '0' }, 'GESTAND_CONNECTIONS must be a whole number from 1 to 100, not "0".'],
    [{ GESTAND_CONNECTIONS: 'many' }, 'not "many"'],
  ])('%o', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(sentence)
  })

  test('all at once', () => {
    const attempt = () => readConfig({ GESTAND_DEMO: '2', GESTAND_STAFF_PORT: '-1' })
    expect(attempt).toThrow(ConfigError)
    expect(attempt).toThrow('GESTAND_DEMO must be')
    expect(attempt).toThrow('GESTAND_STAFF_PORT must be')
  })

  test('without the password in it', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:geheim@db' })).toThrow(/^((?!geheim)[\s\S])*$/)
  })
})
