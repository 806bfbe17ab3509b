import { describe, expect, test } from 'vitest'
import { allCases, allRules } from '../../test/access.ts'
import { randomRequests } from '../../test/random-requests.ts'
import { decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import { indexOf, type Rules } from './rules.ts'
import { consents } from './vocabulary.ts'

const rules = await allRules()
const seed = 2024
const requests = [...randomRequests(seed, 100_000, allCases(rules))]
const allows = (request: AccessRequest, of: Rules = rules) => decide(of, request).decision === 'allow'

describe(`laws that hold for every request (${requests.length} random ones, seed ${seed})`, () => {
  test.each<[string, (request: AccessRequest) => Partial<AccessRequest> | undefined]>([
    ['losing the second factor', () => ({ secondFactor: false })],
    ['losing the clearance', () => ({ cleared: false })],
    [
      'ending an involvement',
      (r) => (r.relation === 'involved' ? { relation: 'formerly-involved' } : undefined),
    ],
    ['leaving the team', (r) => (r.relation === 'same-team' ? { relation: 'formerly-involved' } : undefined)],
    ['ending an incidental access', (r) => (r.relation === 'incidental' ? { relation: 'none' } : undefined)],
    ['ending a referral', (r) => (r.relation === 'referred' ? { relation: 'none' } : undefined)],
    ['leaving the plan', (r) => (r.relation === 'in-plan' ? { relation: 'none' } : undefined)],
    ['ending a representation', (r) => (r.relation === 'represents' ? { relation: 'none' } : undefined)],
    ['destroying', () => ({ state: 'destroyed' })],
    ['naming no exception', () => ({ exception: 'none' })],
    ['naming a purpose that no statement has', () => ({ purpose: 'marketing' })],
    ...consents
      .filter((consent) => consent !== 'valid')
      .map((consent): [string, (request: AccessRequest) => Partial<AccessRequest>] => [
        `consent that is ${consent}`,
        () => ({ consent }),
      ]),
  ])('%s never makes more possible', (_name, lose) => {
    let lost = 0
    for (const request of requests) {
      const change = lose(request)
      if (!change) continue
      const after = { ...request, ...change }
      if (allows(request) && !allows(after)) lost++
      // Registering somebody new is the one act for which a relation is in the way.
      if (allows(after) && !allows(request) && !isRegistration(after))
        expect.unreachable(JSON.stringify({ seed, request, change }))
    }
    expect(lost, 'a law that never bites proves nothing').toBeGreaterThan(10)
  })

  test('restricting never makes more possible than lifting and looking at the own dossier', () => {
    for (const request of requests) {
      const restricted = { ...request, state: 'restricted' as const }
      if (!allows(restricted)) continue
      const { role, action, part } = restricted
      const own = role === 'client' || role === 'representative'
      expect(
        action === 'restrict' || own || (role === 'data-protection-officer' && part === 'access-log'),
      ).toBe(true)
    }
  })

  test('nothing is allowed that no rule permits (deny by default)', () => {
    const none: Rules = withPolicies((effect) => effect === 'forbid')
    expect(requests.some((request) => allows(request, none))).toBe(false)
    for (const request of requests.slice(0, 20_000)) {
      const { decision, policies } = decide(rules, request)
      if (decision === 'allow') expect(policies).not.toHaveLength(0)
    }
  })

  test('a forbid always wins, and the order of the rules makes no difference', () => {
    const reversed: Rules = {
      organisations: new Map(
        [...rules.organisations].map(([id, own]) => {
          const policies = own.policies.toReversed()
          return [id, { ...own, policies, index: indexOf(policies) }]
        }),
      ),
    }
    const permitsOnly = withPolicies((effect) => effect === 'permit')
    for (const request of requests.slice(0, 20_000)) {
      expect(allows(request, reversed)).toBe(allows(request))
      if (allows(request)) expect(allows(request, permitsOnly)).toBe(true)
    }
  })

  test('a request of an organisation without rules is refused', () => {
    for (const request of requests.slice(0, 1000)) {
      expect(decide(rules, { ...request, organisation: 'elsewhere' })).toEqual({
        decision: 'deny',
        clauses: [],
        policies: [],
      })
    }
  })
})

function isRegistration({ relation, action }: AccessRequest): boolean {
  return relation === 'none' && action === 'write'
}

function withPolicies(keep: (effect: 'permit' | 'forbid') => boolean): Rules {
  return {
    organisations: new Map(
      [...rules.organisations].map(([id, own]) => {
        const policies = own.policies.filter((policy) => keep(policy.effect))
        return [id, { ...own, policies, index: indexOf(policies) }]
      }),
    ),
  }
}
