import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { browserName } from '../browser-name.ts'
import { knownBrowserKey, nameKey, networkKey, networkOf } from './attempt-keys.ts'
import { appAddress, newSecret, stepOf } from './one-time-code.ts'
import { checkPassword, readUserName } from './password-rules.ts'
import { newRecoveryCodes, recoveryCodeKey } from './recovery-codes.ts'

const names = { userName: 'noor@tom.example', organisation: 'Tom in de buurt' }
const key = createSecretKey(Buffer.alloc(32, 3))

describe('passwords', () => {
  test.each([
    'fietsen naar de Plas in mei',
    'alleenkleineletters',
    '834 729 104 665',
    'één met accenten',
    '🚲🌊🌞🐟🍏🎈🧩🔑🥁🪁🛶🎻',
  ])('%j is fine: length counts, not capitals and signs', (password) => {
    expect(checkPassword(password, names)).toBeUndefined()
  })

  test.each([
    ['elf tekens!', 'too-short'],
    ['x'.repeat(201), 'too-long'],
    ['ik ben noor vandaag', 'holds-a-name'],
    ['NOOR@tom.example', 'holds-a-name'],
    ['tom in de buurt 12', 'holds-a-name'],
    ['TomInDeBuurt2026!', 'holds-a-name'],
    ['Wachtwoord123', 'too-common'],
    ['w@chtw00rd2026', 'too-common'],
    ['Welkom12345678', 'too-common'],
    ['qwertyuiopasdf', 'too-common'],
    ['123456789012', 'too-common'],
    ['987654321098', 'too-common'],
    ['aaaaaaaaaaaaaaa', 'too-common'],
    ['hondjehondje', 'too-common'],
  ])('%j is refused: %s', (password, refused) => {
    expect(checkPassword(password, names)).toEqual({ refused })
  })
})

test('user names have one spelling', () => {
  expect(readUserName(' Noor@Tom.example ')).toBe('noor@tom.example')
  expect(readUserName('re\u0301ne\u0301')).toBe('réné')
  for (const wrong of ['', 'ab', 'a b c', '.abc', 'x'.repeat(81), 'a\u200bbc'])
    expect(readUserName(wrong)).toBeUndefined()
})

describe('codes of an app', () => {
  // RFC 6238, appendix B, the last six of the eight digits: the secret is '12345678901234567890'.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('are those of RFC 6238 at second %i', (second, code) => {
    const step = Math.floor(second / 30)
    expect(stepOf(secret, code, second * 1000)).toBe(step)
    expect(stepOf(secret, `${code.slice(0, 3)} ${code.slice(3)}`, second * 1000)).toBe(step)
    expect(stepOf(secret, code, (second + 30) * 1000)).toBe(step)
    expect(stepOf(secret, code, (second - 30) * 1000)).toBe(step)
    expect(stepOf(secret, code, (second + 60) * 1000)).toBeUndefined()
    expect(stepOf(secret, code, (second - 60) * 1000)).toBeUndefined()
  })

  test.each(['', '12345', '1234567', 'abcdef', '۱۲۳۴۵۶'])('%j is no code', (typed) => {
    expect(stepOf(secret, typed, 59_000)).toBeUndefined()
  })

  test('the address for the app carries the secret, the organisation and the name', () => {
    const made = newSecret()
    expect(made).toMatch(/^[A-Z2-7]{32}$/)
    const address = new URL(appAddress(made, 'Tom in de buurt', 'noor@tom.example'))
    expect(address.protocol).toBe('otpauth:')
    expect(address.searchParams.get('secret')).toBe(made)
    expect(address.searchParams.get('issuer')).toBe('Tom in de buurt')
  })
})

test('recovery codes: ten that differ, found back however they are typed, and only for their owner', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  expect(codes.every((code) => /^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){2}$/.test(code))).toBe(true)
  const [code = ''] = codes
  const kept = recoveryCodeKey(key, 'a', code)
  expect(recoveryCodeKey(key, 'a', ` ${code.toUpperCase().replaceAll('-', ' ')} `)).toEqual(kept)
  expect(recoveryCodeKey(key, 'b', code)).not.toEqual(kept)
})

describe('where tries are counted', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('the network of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test('the keys of a name, a known browser and a network never meet', () => {
    const keys = [nameKey(key, 'a'), knownBrowserKey(key, 'a', ''), networkKey(key, 'a')].map((one) =>
      one.toString('hex'),
    )
    expect(new Set(keys).size).toBe(3)
    expect(networkKey(key, '2001:db8::1')).toEqual(networkKey(key, '2001:db8::ffff:1'))
  })
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Windows'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'Safari, Mac',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Safari/604.1',
    'Chrome, iPhone',
  ],
  ['curl/8', ''],
  [undefined, ''],
])('the browser of %s is called %j: no version, no address', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name)
})
