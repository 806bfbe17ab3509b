import { describe, expect, test } from 'vitest'
import { allowedWith, allRules, coachReads, lines } from '../../test/access.ts'
import { decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import { consents, type Relation, type Role, relations, roles } from './vocabulary.ts'

const rules = await allRules()
const all = (fixed: Partial<AccessRequest>) => allowedWith(rules, fixed)
const mee = (changes: Partial<AccessRequest>) =>
  decide(rules, coachReads({ organisation: 'mee-zuid-limburg', role: 'consultant', ...changes })).decision
const content =
  'identity bsn contact household network situation question goals notes evaluations provisions documents messages consents disclosures plan'.split(
    ' ',
  )

describe('MEE Zuid-Limburg', () => {
  const org = { organisation: 'mee-zuid-limburg' }

  test('MEE-6.1 partly: a purpose of the other organisation’s statement is refused here', () => {
    expect(lines(all(org), 'purpose')).toEqual(['support'])
    expect(mee({ purpose: 'support' })).toBe('allow')
    expect(mee({ purpose: 'access' })).toBe('deny')
  })

  test('MEE-2.2 partly: only the involved consultant reads content', () => {
    const readers = all({ ...org, action: 'read' }).filter((one) => content.includes(one.part))
    expect(lines(readers, 'role', 'relation')).toEqual([
      'client self',
      'consultant involved',
      'consultant same-team',
      'representative represents',
    ])
    expect(
      lines(
        readers.filter((one) => one.relation === 'same-team'),
        'part',
      ),
    ).toEqual(['contact', 'identity'])
  })

  test('MEE-5.1 partly: nothing goes to a partner without consent for exactly that', () => {
    for (const consent of consents) {
      const expected = consent === 'valid' ? 'allow' : 'deny'
      expect(mee({ action: 'disclose', consent })).toBe(expected)
      expect(mee({ action: 'disclose', part: 'existence', consent })).toBe(expected)
      expect(mee({ role: 'partner', relation: 'referred', part: 'question', consent })).toBe(expected)
    }
  })

  test('MEE-9.1 partly: nobody decides about a person here, least of all a job', () => {
    for (const consent of consents) expect(all({ ...org, action: 'decide', consent })).toEqual([])
  })

  test('MEE-11.3 partly: without valid clearance nothing is possible for staff or partners', () => {
    expect(lines(all({ ...org, cleared: false, consent: 'valid' }), 'role')).toEqual([
      'client',
      'representative',
    ])
  })

  test('MEE-14.4 partly: under restriction the consultant can lift it and do nothing else', () => {
    expect(lines(all({ ...org, state: 'restricted', role: 'consultant' }), 'action')).toEqual(['restrict'])
  })

  test('MEE-14.6 partly: the client stops the use at once, and does not lift it alone', () => {
    expect(lines(all({ ...org, role: 'client', action: 'restrict' }), 'state')).toEqual(['closed', 'open'])
  })

  test('MEE-16.2 partly: the referral index gets name and address, and no content', () => {
    const found = all({ ...org, action: 'disclose', exception: 'referral-index' })
    expect(lines(found, 'part')).toEqual(['contact', 'existence', 'identity'])
  })

  test('MEE-16.3 partly: the reporting code goes without consent', () => {
    expect(mee({ action: 'disclose', part: 'situation', exception: 'reporting-code' })).toBe('allow')
    expect(mee({ action: 'disclose', part: 'goals', exception: 'reporting-code' })).toBe('deny')
  })

  test('MEE-11.3 partly: an administrator keeps who works here and opens nothing of a client', () => {
    expect(lines(all({ ...org, role: 'administrator', consent: 'valid' }), 'action', 'part')).toEqual([
      'review existence',
    ])
  })

  test('roles that the statement does not have open nothing', () => {
    const own: Role[] = [
      'consultant',
      'data-protection-officer',
      'administrator',
      'partner',
      'client',
      'representative',
      'system',
    ]
    for (const role of roles.filter((one) => !own.includes(one)))
      expect(all({ ...org, role, consent: 'valid' })).toEqual([])
  })
})

test('a colleague of the team sees who is involved and whom to call back, at both organisations', () => {
  const same: Relation = 'same-team'
  expect(relations).toContain(same)
  for (const [organisation, role] of [
    ['tom-in-de-buurt', 'neighbourhood-coach'],
    ['mee-zuid-limburg', 'consultant'],
  ] as const) {
    expect(lines(all({ organisation, role, relation: same }), 'action', 'part')).toEqual([
      'know existence',
      'read contact',
      'read existence',
      'read identity',
      'search existence',
    ])
  }
})
