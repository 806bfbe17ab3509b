import { describe, expect, test } from 'vitest'
import { allCases, allRules, type Case } from '../../test/access.ts'
import type { Policy } from './compile.ts'
import { decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import { indexOf, type OrganisationRules, type Rules } from './rules.ts'

const rules = await allRules()
const cases = allCases(rules)
const policies = new Map<string, Policy>(
  [...rules.organisations.values()].flatMap((own) =>
    own.policies.map((policy): [string, Policy] => [policy.id, policy]),
  ),
)

describe('every scenario comes out as its file says', () => {
  test.each(cases.map((one): [string, Case] => [one.file, one]))(
    '%s',
    (file, { request, decision, policies }) => {
      expect(file).toContain(`/cases/${decision}/`)
      const answer = decide(rules, request)
      expect({ decision: answer.decision, policies: answer.policies.toSorted() }).toEqual({
        decision,
        policies: policies.toSorted(),
      })
    },
  )
})

describe('the scenarios hold every rule', () => {
  test('there are rules and scenarios to hold', () => {
    expect(policies.size).toBeGreaterThan(90)
    expect(cases.length).toBeGreaterThan(2 * policies.size - 1)
  })

  test.each([...policies.keys()])(
    '%s has a scenario that it allows or lets pass and one that is refused for want of it',
    (id) => {
      const about = cases.filter((one) => one.about === id)
      const allow = about.filter((one) => one.decision === 'allow')
      const deny = about.filter((one) => one.decision === 'deny')
      expect(allow, 'an allow case').not.toHaveLength(0)
      expect(deny, 'a deny case').not.toHaveLength(0)
      if (policies.get(id)?.effect === 'permit')
        expect(allow.some((one) => one.policies.includes(id))).toBe(true)
      else expect(deny.some((one) => one.policies.includes(id))).toBe(true)
    },
  )

  test('every refusal differs from an allowed scenario about the same rule in one thing only', () => {
    const far = cases.filter(
      (one) =>
        one.decision === 'deny' &&
        !cases.some(
          (other) =>
            other.decision === 'allow' &&
            other.about === one.about &&
            distance(one.request, other.request) === 1,
        ),
    )
    expect(far.map((one) => one.file)).toEqual([])
  })

  test('removing any single rule breaks a scenario', () => {
    const survivors = [...policies.keys()].filter((id) => {
      const mutant = changed(id, () => undefined)
      return cases.every((one) => comesOut(mutant, one))
    })
    expect(survivors).toEqual([])
  })

  test('turning any single rule around breaks a scenario', () => {
    const survivors = [...policies.values()].filter(({ id, effect }) => {
      const turned = changed(id, (policy) => ({
        ...policy,
        effect: effect === 'permit' ? 'forbid' : 'permit',
      }))
      return cases.every((one) => comesOut(turned, one))
    })
    expect(survivors.map((policy) => policy.id)).toEqual([])
  })
})

function comesOut(mutant: Rules, { request, decision, policies }: Case): boolean {
  const answer = decide(mutant, request)
  return answer.decision === decision && answer.policies.toSorted().join() === policies.toSorted().join()
}

function changed(id: string, change: (policy: Policy) => Policy | undefined): Rules {
  const organisations = [...rules.organisations].map(([name, own]): [string, OrganisationRules] => {
    const kept = own.policies.flatMap((policy) => (policy.id === id ? (change(policy) ?? []) : policy))
    return [name, { ...own, policies: kept, index: indexOf(kept) }]
  })
  return { organisations: new Map(organisations) }
}

function distance(one: AccessRequest, other: AccessRequest): number {
  const keys = Object.keys({ ...one, ...other }) as (keyof AccessRequest)[]
  return keys.filter((key) => one[key] !== other[key]).length
}
