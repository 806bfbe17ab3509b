import { expect, test } from 'vitest'
import { allowedWith, allRules, lines } from '../../test/access.ts'

const rules = await allRules()

// Written from the promise, not from the rules: role, relation, what, on which parts, in which state, for which purposes.
const intake = 'existence identity contact household network situation question'
const record = `${intake} goals notes evaluations provisions documents messages consents disclosures support-dates`
const whole = `${record} bsn plan access-log`
const aids = 'existence identity bsn contact household situation provisions documents'
const contribution = 'identity bsn contact provisions support-dates'
const table: [
  role: string,
  relation: string,
  action: string,
  parts: string,
  states: string,
  purposes: string,
][] = [
  // somebody new is registered by whoever hears the question
  ...['host', 'case-manager', 'neighbourhood-coach'].flatMap((role): typeof table => [
    [role, 'none', 'write', `${intake} bsn advice`, 'open', 'access'],
    [role, 'involved', 'write', 'bsn advice', 'open', 'access'],
    [role, 'involved', 'read', 'bsn advice', 'open', 'access'],
    [role, 'involved', 'know', 'existence', 'open closed', 'access support'],
    [role, 'involved', 'search', 'existence', 'open closed', 'access support'],
    [role, 'involved', 'grant', 'existence', 'open', 'access support'],
    [role, 'involved', 'disclose', aids, 'open', 'aids'],
    [role, 'same-team', 'know', 'existence', 'open closed', 'access support'],
    [role, 'same-team', 'search', 'existence', 'open closed', 'access support'],
    [role, 'same-team', 'read', 'existence identity contact', 'open', 'access support'],
  ]),
  ['host', 'involved', 'read', intake, 'open', 'access support'],
  ['host', 'involved', 'write', intake, 'open', 'access support'],
  ...['case-manager', 'neighbourhood-coach'].flatMap((role): typeof table => [
    [role, 'involved', 'read', record, 'open', 'access support'],
    [role, 'involved', 'write', record, 'open', 'access support'],
    [role, 'involved', 'read', record, 'closed', 'access'],
    [role, 'involved', 'read', 'plan outreach', 'open', 'support'],
    [role, 'involved', 'write', 'plan outreach', 'open', 'support'],
    [role, 'involved', 'read', aids, 'open', 'aids'],
    [role, 'involved', 'read', contribution, 'open', 'contribution'],
    [role, 'involved', 'export', `${record} plan`, 'open closed', 'support'],
    [role, 'involved', 'print', `${record} plan`, 'open closed', 'support'],
    [role, 'involved', 'restrict', whole, 'open closed restricted', 'support'],
    // an emergency access
    [role, 'incidental', 'read', `${intake} notes`, 'open', 'support'],
  ]),
  ['case-manager', 'involved', 'decide', 'provisions', 'open', 'access'],
  ['case-manager', 'involved', 'disclose', contribution, 'open closed', 'contribution'],
]

test('TOM-9.5: what a host, a case manager and a neighbourhood coach may do, over the whole vocabulary, equals this table', () => {
  const written = table.flatMap(([role, relation, action, partsOf, statesOf, purposesOf]) =>
    partsOf
      .split(' ')
      .flatMap((part) =>
        statesOf
          .split(' ')
          .flatMap((state) =>
            purposesOf.split(' ').map((purpose) => [role, relation, action, part, state, purpose].join(' ')),
          ),
      ),
  )
  const expected = [...new Set(written)].sort()
  const found = (['host', 'case-manager', 'neighbourhood-coach'] as const).flatMap((role) =>
    lines(allowedWith(rules, { role }), 'role', 'relation', 'action', 'part', 'state', 'purpose'),
  )
  expect(found.toSorted()).toEqual(expected)
})

test('TOM-9.5: a role of the other organisation opens nothing here', () => {
  expect(allowedWith(rules, { role: 'consultant' })).toEqual([])
})
