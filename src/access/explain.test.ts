import { expect, test } from 'vitest'
import { allCases, allRules, coachReads } from '../../test/access.ts'
import { randomRequests } from '../../test/random-requests.ts'
import { decide } from './decide.ts'
import { explain } from './explain.ts'
import type { AccessRequest } from './request.ts'

const rules = await allRules()
const ways = (changes: Partial<AccessRequest>) =>
  explain(rules, coachReads(changes)).map(({ change, to }) => `${change} ${to}`)

test('what is allowed needs no explanation', () => {
  expect(ways({})).toEqual([])
})

test.each<[string, Partial<AccessRequest>, string[]]>([
  [
    'an uninvolved coach could become involved, or look in an emergency',
    { relation: 'none' },
    ['relation involved', 'relation incidental'],
  ],
  [
    'a quality officer could ask for an incidental access',
    { role: 'quality-officer', relation: 'none', purpose: 'management' },
    ['relation incidental'],
  ],
  [
    'sharing could be done with consent, or on an exception',
    { action: 'disclose' },
    ['consent valid', 'exception last-resort', 'exception reporting-code'],
  ],
  [
    'the BSN could be used for what it is for',
    { part: 'bsn' },
    ['purpose access', 'purpose aids', 'purpose contribution'],
  ],
  [
    'a closed dossier could be opened for a new question, or again',
    { state: 'closed' },
    ['state open', 'purpose access'],
  ],
  ['a second factor', { secondFactor: false }, ['secondFactor true']],
  ['a new certificate', { cleared: false }, ['cleared true']],
  ['two things wrong at once: no single change helps', { cleared: false, secondFactor: false }, []],
  ['a restriction could be lifted', { state: 'restricted' }, ['state open']],
  [
    'a job decides on nothing, whatever changes',
    { role: 'system', action: 'decide', part: 'provisions', purpose: 'access' },
    [],
  ],
  ['debt signalling reads nothing, whatever changes', { role: 'debt-signalling' }, []],
])('%s', (_name, changes, expected) => {
  expect(ways(changes)).toEqual(expected)
})

test('every way out really is one', () => {
  for (const request of randomRequests(5, 5000, allCases(rules))) {
    for (const { change, to } of explain(rules, request)) {
      const value = change === 'secondFactor' || change === 'cleared' ? true : to
      expect(decide(rules, { ...request, [change]: value }).decision).toBe('allow')
    }
  }
})
