import { describe, expect, test } from 'vitest'
import { allowedWith, allRules, coachReads, lines } from '../../test/access.ts'
import { decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import { consents } from './vocabulary.ts'

const rules = await allRules()
const all = (fixed: Partial<AccessRequest>) => allowedWith(rules, fixed)
const decision = (changes: Partial<AccessRequest>) => decide(rules, coachReads(changes)).decision
'identity bsn contact household network situation question goals notes evaluations provisions documents messages consents disclosures plan'.split(
  ' ',
)

describe('Tom in de buurt: consent and the exceptions to it', () => {
  const disclose = (changes: Partial<AccessRequest>) => decision({ action: 'disclose', ...changes })

  test('TOM-7.3 partly: THAT needs knowledge at the other party or consent, WHAT needs consent', () => {
    const level = { that: 'existence', what: 'notes' } as const
    const known = { yes: 'that-confirmation', no: 'none' }
    const answers = (['that', 'what'] as const).flatMap((one) =>
      (['yes', 'no'] as const).flatMap((knows) =>
        consents.map(
          (consent) =>
            `${one} ${knows} ${consent} ${disclose({ part: level[one], exception: known[knows], consent })}`,
        ),
      ),
    )
    expect(answers.filter((answer) => answer.endsWith('allow'))).toEqual(
      [
        ...consents.map((consent) => `that yes ${consent} allow`),
        'that no valid allow',
        'what yes valid allow',
        'what no valid allow',
      ].toSorted((a, b) => answers.indexOf(a) - answers.indexOf(b)),
    )
  })

  test('TOM-10.1 partly: consent for somebody else, something else, or of another time covers no disclosure', () => {
    for (const consent of consents) expect(disclose({ consent })).toBe(consent === 'valid' ? 'allow' : 'deny')
  })

  test('TOM-10.3 partly: the household plan goes outside only while everybody in it consents', () => {
    for (const consent of consents) {
      const expected = consent === 'valid' ? 'allow' : 'deny'
      expect(disclose({ part: 'plan', consent })).toBe(expected)
      expect(decision({ role: 'partner', relation: 'in-plan', part: 'plan', consent })).toBe(expected)
      expect(decision({ role: 'subcontractor', relation: 'in-plan', part: 'plan', consent })).toBe(expected)
    }
    expect(lines(all({ role: 'partner', relation: 'in-plan', consent: 'valid' }), 'action', 'part')).toEqual([
      'read plan',
    ])
  })

  test('TOM-10.4 partly: the next read by a party after a withdrawal is refused, whatever it asks', () => {
    for (const role of ['partner', 'subcontractor'] as const) {
      for (const consent of consents.filter((one) => one !== 'valid')) {
        expect(all({ role, consent }).filter((one) => one.action !== 'write')).toEqual([])
      }
    }
    expect(
      decision({ role: 'subcontractor', relation: 'referred', part: 'question', consent: 'valid' }),
    ).toBe('allow')
    expect(
      decision({ role: 'subcontractor', relation: 'referred', part: 'question', consent: 'withdrawn' }),
    ).toBe('deny')
  })

  test.each<[string, string, Partial<AccessRequest>, string]>([
    [
      'TOM-10.5 partly',
      'an agreed referral takes these parts along',
      { exception: 'referral' },
      'contact goals identity question',
    ],
    [
      'TOM-10.7 partly',
      'an application for aids',
      { purpose: 'aids' },
      'bsn contact documents existence household identity provisions situation',
    ],
    [
      'TOM-10.10 partly',
      'the reporting code',
      { exception: 'reporting-code' },
      'contact existence household identity network notes situation',
    ],
    [
      'TOM-10.11 partly',
      'the last resort',
      { exception: 'last-resort' },
      'contact existence household identity network notes question situation',
    ],
    ['TOM-7.1 partly', 'no exception', {}, ''],
  ])('%s: without consent, %s and no more', (_id, _what, changes, parts) => {
    const found = all({ purpose: 'support', ...changes, role: 'neighbourhood-coach', action: 'disclose' })
    expect(lines(found, 'part').join(' ')).toBe(parts)
    expect(found.every((one) => one.relation === 'involved' && one.state === 'open')).toBe(true)
  })

  test('TOM-10.6 partly: a subcontractor reports in outline, without consent, and never content', () => {
    const found = all({ role: 'subcontractor', action: 'write', purpose: 'support' })
    expect(lines(found, 'relation', 'part')).toEqual(['referred evaluations', 'referred support-dates'])
  })

  test('TOM-10.8 partly: CAK hears what the contribution needs, from a job or the case manager', () => {
    const found = all({ action: 'disclose', purpose: 'contribution' })
    expect(lines(found, 'role')).toEqual(['case-manager', 'system'])
    expect(lines(found, 'part')).toEqual(['bsn', 'contact', 'identity', 'provisions', 'support-dates'])
  })

  test('TOM-10.9 partly: SVB hears of a personal budget, and of nothing else', () => {
    const found = all({ action: 'disclose', purpose: 'access', exception: 'personal-budget' })
    expect(lines(found, 'role')).toEqual(['case-manager', 'system'])
    expect(lines(found, 'part')).toEqual(['bsn', 'contact', 'identity', 'provisions'])
  })

  test('TOM-10.12 partly: a calamity is reported by the incident officer; the supervisor checks its handling', () => {
    expect(
      lines(all({ action: 'disclose', part: 'incidents', exception: 'calamity-report' }), 'role', 'purpose'),
    ).toEqual(['incident-officer registers'])
    expect(lines(all({ role: 'supervisor', purpose: 'registers' }), 'relation', 'action', 'part')).toEqual([
      'incidental read incidents',
    ])
  })
})
