import { expect, test } from 'vitest'
import { smallStatement } from '../../test/small-statement.ts'
import { compareStatements } from './compare.ts'

test('a statement differs in nothing from itself', () => {
  expect(compareStatements(smallStatement(), smallStatement())).toEqual({ facts: [], words: [] })
})

test('facts that differ are named by group, member and field, with what they were', () => {
  const later = smallStatement({
    facts: (facts) => {
      facts.version = '2026-07-01'
      facts.minimumAge = null
      facts.smallestCell = 15
      facts.terms[0]!.years = 8
      facts.activities[1]!.recipients = ['school', 'doctor']
      facts.roles.push({ id: 'planner', kind: 'staff', clause: 'BRUG-1.1' })
      facts.partyKinds.push({ id: 'doctor', clause: 'BRUG-1.2' })
      facts.services.splice(0)
    },
    words: (words) => `${words.replace('vanaf {{minimumAge}}', 'altijd')}\n- partyKinds.doctor: dokter`,
  })
  const { facts } = compareStatements(smallStatement(), later)
  expect(facts).toContainEqual({
    kind: 'changed',
    group: 'version',
    before: '2026-01-01',
    after: '2026-07-01',
  })
  expect(facts).toContainEqual({ kind: 'changed', group: 'minimumAge', before: '16', after: '-' })
  expect(facts).toContainEqual({
    kind: 'changed',
    group: 'terms',
    id: 'dossier',
    field: 'years',
    before: '7',
    after: '8',
  })
  expect(facts).toContainEqual({
    kind: 'changed',
    group: 'activities',
    id: 'sharing',
    field: 'recipients',
    before: 'school',
    after: 'school, doctor',
  })
  expect(facts).toContainEqual({ kind: 'added', group: 'roles', id: 'planner' })
  expect(facts).toContainEqual({ kind: 'removed', group: 'services', id: 'talk' })
  expect(facts).toHaveLength(8)
})

test('a fact that changes shows in the words that speak of it, in both languages', () => {
  const later = smallStatement({ facts: (facts) => Object.assign(facts.terms[0]!, { years: 8 }) })
  expect(compareStatements(smallStatement(), later).words).toEqual([
    {
      clause: 'BRUG-2.1',
      lang: 'nl',
      before: ['Wij bewaren uw dossier 7 jaar. Dit geldt vanaf 1 januari 2026.'],
      after: ['Wij bewaren uw dossier 8 jaar. Dit geldt vanaf 1 januari 2026.'],
    },
    {
      clause: 'BRUG-2.1',
      lang: 'en',
      before: ['Wij bewaren uw dossier 7 jaar. Dit geldt vanaf 1 January 2026.'],
      after: ['Wij bewaren uw dossier 8 jaar. Dit geldt vanaf 1 January 2026.'],
    },
  ])
})
