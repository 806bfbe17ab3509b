import { expect, test } from 'vitest'
import { allCases, allRules } from '../../test/access.ts'
import { randomRequests } from '../../test/random-requests.ts'
import { decide } from './decide.ts'
import { type GrantRow, grantsOf, type PurposeFact } from './grants.ts'
import { rulesOf } from './rules.ts'
import { parts, relations, roles, states } from './vocabulary.ts'

const rules = await allRules()
const purposes = [
  'access',
  'aids',
  'support',
  'contribution',
  'management',
  'accountability',
  'registers',
].map((id): PurposeFact => ({ id, activity: `the activity of ${id}` }))
const rows = grantsOf(rules, 'tom-in-de-buurt', purposes)
const keyOf = (row: Omit<GrantRow, 'activity' | 'policies' | 'clauses'>) =>
  [row.role, row.relation, row.part, row.action, row.state, row.purpose].join(' ')

test('a request is allowed exactly when its row is there, with the same policies and clauses', () => {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]))
  expect(byKey.size).toBe(rows.length)
  const asked = [...randomRequests(11, 60_000, allCases(rules))].filter(
    (one) => one.organisation === 'tom-in-de-buurt',
  )
  expect(asked.length).toBeGreaterThan(20_000)
  for (const request of asked) {
    if (!purposes.some((purpose) => purpose.id === request.purpose)) continue
    const plain = {
      ...request,
      consent: 'none' as const,
      exception: 'none',
      secondFactor: true,
      cleared: true,
    }
    const { decision, policies, clauses } = decide(rules, plain)
    const row = byKey.get(keyOf(plain))
    expect(row === undefined ? 'deny' : 'allow').toBe(decision)
    if (row) expect({ policies: row.policies, clauses: row.clauses }).toEqual({ policies, clauses })
  }
})

test('every read of a wide sweep is a row or a refusal', () => {
  const reads = new Set(rows.filter((row) => row.action === 'read').map(keyOf))
  let allowed = 0
  for (const role of roles)
    for (const relation of relations)
      for (const part of parts)
        for (const state of states)
          for (const { id: purpose } of purposes) {
            const request = { role, relation, part, action: 'read' as const, state, purpose }
            const full = {
              ...request,
              organisation: 'tom-in-de-buurt',
              consent: 'none' as const,
              secondFactor: true,
              cleared: true,
            }
            if (decide(rules, full).decision === 'allow') allowed++
            else expect(reads.has(keyOf(request))).toBe(false)
          }
  expect(allowed).toBe(reads.size)
})

test('a row names the activity of its rule, else that of its purpose', () => {
  const find = (key: string) => rows.find((row) => keyOf(row) === key)?.activity
  expect(find('neighbourhood-coach involved notes read open support')).toBe('the activity of support')
  expect(find('client self notes read open support')).toBe('client-access')
  expect(rows.every((row) => row.clauses.length > 0 && row.policies.length > 0)).toBe(true)
})

test('with consent there is more, and nothing less', () => {
  const withConsent = new Set(grantsOf(rules, 'tom-in-de-buurt', purposes, { consent: 'valid' }).map(keyOf))
  expect(rows.filter((row) => !withConsent.has(keyOf(row)))).toEqual([])
  expect(withConsent.has('subcontractor referred question read open support')).toBe(true)
  expect(rows.some((row) => keyOf(row) === 'subcontractor referred question read open support')).toBe(false)
})

test('an organisation without rules is an error that names those that have them', () => {
  expect(() => grantsOf(rules, 'elsewhere', purposes)).toThrow(
    'There are no access rules of elsewhere; known are',
  )
})

test('a third organisation works without a line of code', () => {
  expect(rulesOf(rules, 'buurthulp-de-linde').named.purposes).toEqual(['help', 'report'])
  const own = grantsOf(rules, 'buurthulp-de-linde', [{ id: 'help', activity: 'helping' }])
  expect(own.map(keyOf)).toContain('host involved notes read open help')
  expect(own.map(keyOf)).not.toContain('host none notes read open help')
  expect(own.every((row) => row.clauses.every((clause) => clause.startsWith('LINDE-')))).toBe(true)
})
