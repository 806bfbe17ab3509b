import { expect, test } from 'vitest'
import { allCases, allRules } from '../../test/access.ts'
import { makeOracle, ruleFiles } from '../../test/cedar-oracle.ts'
import { randomRequests } from '../../test/random-requests.ts'
import { allows, decide } from './decide.ts'
import { indexOf } from './rules.ts'

const rules = await allRules()
const oracle = makeOracle(
  ruleFiles({
    'tom-in-de-buurt': 'statements',
    'mee-zuid-limburg': 'statements',
    'buurthulp-de-linde': 'test/fixtures/statements',
  }),
)
// Another seed asks other questions: ACCESS_SEED=7 npx vitest run src/access/differential
const seed = Number(process.env.ACCESS_SEED ?? 20240315)
const count = Number(process.env.ACCESS_REQUESTS ?? 100_000)

test(`our closures answer as Cedar does, on ${count} random requests (seed ${seed})`, {
  timeout: 300_000,
}, () => {
  let permitted = 0
  let forbidden = 0
  for (const request of randomRequests(seed, count, allCases(rules))) {
    const ours = decide(rules, request)
    const theirs = oracle(request)
    if (
      ours.decision !== theirs.decision ||
      allows(rules, request) !== (theirs.decision === 'allow') ||
      ours.policies.toSorted().join() !== theirs.policies.join() ||
      theirs.errors.length > 0
    ) {
      expect({ seed, request, ...ours }).toEqual({ seed, request, ...theirs })
    }
    if (ours.decision === 'allow') permitted++
    else if (ours.policies.length > 0) forbidden++
  }
  // Without enough of each answer the comparison would prove little.
  expect(permitted).toBeGreaterThan(count / 10)
  expect(forbidden).toBeGreaterThan(count / 10)
  expect(count - permitted - forbidden).toBeGreaterThan(count / 50)
})

test('the comparison bites: a single rule that holds where it should not is found', () => {
  const [organisation, own] = [...rules.organisations].find(([id]) => id === 'tom-in-de-buurt') ?? []
  if (!organisation || !own) throw new Error('the first organisation has no rules')
  const wrong = own.policies.map((policy) =>
    policy.id === 'wall.bsn' ? { ...policy, holds: () => false } : policy,
  )
  const broken = {
    organisations: new Map([[organisation, { ...own, policies: wrong, index: indexOf(wrong) }]]),
  }
  const asked = [...randomRequests(seed, 5000, allCases(rules))].filter(
    (one) => one.organisation === organisation,
  )
  const differs = asked.some(
    (one) => decide(broken, one).policies.toSorted().join() !== oracle(one).policies.join(),
  )
  expect(differs).toBe(true)
})
