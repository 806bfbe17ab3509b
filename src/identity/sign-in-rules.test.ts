import { describe, expect, test } from 'vitest'
import { type Claims, proveClient, proveStaff, usualSecondFactor } from './sign-in-rules.ts'

const bsn = '999990019'
const eidas = 'http://eidas.europa.eu/LoA'
const client = (claims: object): Claims => ({
  iss: 'https://digid.example',
  sub: bsn,
  sub_id_type: 'urn:nl-eid-gdi:1.0:id:BSN',
  acr: `${eidas}/substantial`,
  ...claims,
})
const usual = { subject: 'sub', secondFactor: usualSecondFactor }
const staff = (claims: object): Claims => ({ iss: 'https://work.example', sub: 'noor', ...claims })

describe('a client', () => {
  test.each(['substantial', 'high'])('TOM-9.1 partly: level %s is enough', (level) => {
    expect(proveClient(client({ acr: `${eidas}/${level}` }))).toMatchObject({
      subject: bsn,
      assurance: `${eidas}/${level}`,
    })
  })

  test.each([
    `${eidas}/low`,
    'urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard',
    '',
    undefined,
    3,
    [`${eidas}/high`],
  ])('TOM-9.1 partly: level %s is not', (acr) => {
    expect(proveClient(client({ acr }))).toEqual({ refused: 'level-too-low' })
  })

  test('who signs in for another acts, and the other is represented', () => {
    const represents = {
      sub: '999990743',
      sub_id_type: 'urn:nl-eid-gdi:1.0:id:BSN',
      iss: 'https://digid.example',
    }
    expect(proveClient(client({ represents }))).toMatchObject({ subject: bsn, represents: '999990743' })
  })

  test.each([
    { sub: '999990743' },
    { sub: '123456789', sub_id_type: 'urn:nl-eid-gdi:1.0:id:BSN' },
    { sub: '999990743', sub_id_type: 'urn:nl-eid-gdi:1.0:id:pseudonym' },
    { sub: bsn, sub_id_type: 'urn:nl-eid-gdi:1.0:id:BSN' },
    { sub: '999990743', sub_id_type: 'urn:nl-eid-gdi:1.0:id:BSN', represents: { sub: '999991449' } },
    '999990743',
    null,
  ])('a person represented that cannot be read lets nobody into the dossier of either: %o', (represents) => {
    expect(proveClient(client({ represents }))).toEqual({ refused: 'not-a-bsn' })
  })

  test.each([
    { sub: '123456789' },
    { sub: 'pseudonym' },
    { sub_id_type: 'urn:nl-eid-gdi:1.0:id:pseudonym' },
    { sub_id_type: undefined },
  ])('without a BSN that is right nobody is let in: %o', (claims) => {
    expect(proveClient(client(claims))).toEqual({ refused: 'not-a-bsn' })
  })
})

describe('staff', () => {
  test.each([{ amr: ['pwd', 'mfa'] }, { amr: ['pwd', 'otp'] }, { acr: 'https://refeds.org/profile/mfa' }])(
    'a second factor is enough: %o',
    (claims) => {
      expect(proveStaff(staff(claims), usual)).toMatchObject({
        subject: 'noor',
        secondFactor: true,
      })
    },
  )

  test.each([
    {},
    { amr: ['pwd'] },
    { amr: 'mfa' },
    { amr: [['mfa']] },
    { acr: 'https://refeds.org/profile/sfa' },
    { acr: ['https://refeds.org/profile/mfa'] },
  ])('TOM-12.1 partly: without one nobody is let in: %o', (claims) => {
    expect(proveStaff(staff(claims), usual)).toEqual({ refused: 'no-second-factor' })
  })

  test('a provider with words of its own gets a mapping of its own', () => {
    const mapping = { acr: ['urn:work:strong'], amr: [] }
    expect(proveStaff(staff({ acr: 'urn:work:strong' }), { ...usual, secondFactor: mapping })).toMatchObject({
      assurance: 'urn:work:strong',
    })
    expect(proveStaff(staff({ amr: ['mfa'] }), { ...usual, secondFactor: mapping })).toEqual({
      refused: 'no-second-factor',
    })
  })

  test('is named by the claim that the organisation chose, and a token without it names nobody', () => {
    const mapping = { ...usual, subject: 'oid' }
    const strong = { amr: ['mfa'], sub: 'pairwise' }
    expect(proveStaff(staff({ ...strong, oid: 'noor-7' }), mapping)).toMatchObject({ subject: 'noor-7' })
    for (const oid of [undefined, '', 7, ['noor-7']])
      expect(proveStaff(staff({ ...strong, oid }), mapping)).toEqual({ refused: 'no-subject' })
  })
})
