import { expect, test } from 'vitest'
import { smallStatement } from '../../test/small-statement.ts'
import type { Facts } from './facts.ts'
import { registerOf } from './register.ts'
import { entitiesOf } from './register-entities.ts'
import { legalBasisOf } from './register-terms.ts'
import { uuidOf } from './uuid.ts'
import { grounds } from './vocabulary.ts'

const version = (inForceFrom: string, change: (facts: Facts) => void = () => {}) => ({
  version: inForceFrom,
  inForceFrom,
  statement: smallStatement({ facts: change }),
})

test('an activity is described in the words of the register', () => {
  const [, sharing] = registerOf([version('2026-01-01')], 'nl')
  expect(sharing?.entry).toEqual({ id: uuidOf('de-brug/activities/sharing'), active: true, latestVersion: 1 })
  expect(sharing?.versions).toEqual([
    {
      name: 'delen',
      version: 1,
      validFrom: '2026-01-01T00:00:00Z',
      purpose: 'ondersteuning',
      legalBasis: ['Consent'],
      articles: ['AVG art. 6 lid 1 onder a'],
      specialCategoryException: 'AVG art. 9 lid 2 onder a',
      dataSubjects: ['Citizen', 'VulnerableHuman'],
      personalData: { categories: ['verslagen'], retentionPeriod: 'P7Y' },
      processingOptions: ['Obtain', 'Organise', 'Store', 'Use', 'Remove', 'Disclose'],
      recipients: { legalRole: 'ThirdParty', entityId: uuidOf('de-brug/party-kinds/school') },
      measures: expect.any(Array),
    },
  ])
})

test('only what changed gets a new version; what is gone is no longer active but keeps its address', () => {
  const history = [
    version('2025-01-01'),
    version('2026-01-01', (facts) => {
      facts.activities[1]!.recipients = []
    }),
    version('2027-01-01', (facts) => {
      facts.activities.splice(1, 1)
      facts.disclosures.splice(0)
    }),
  ]
  const [support, sharing] = registerOf(history, 'en')
  expect(support?.entry).toMatchObject({ active: true, latestVersion: 1 })
  expect(sharing?.entry).toMatchObject({ active: false, latestVersion: 2 })
  expect(sharing?.versions.map(({ validFrom }) => validFrom.slice(0, 10))).toEqual([
    '2025-01-01',
    '2026-01-01',
  ])
})

test('MEE-8.1 partly: each of the six grounds has its own word in the register', () => {
  expect(new Set(grounds.flatMap(legalBasisOf)).size).toBe(6)
})

test('a kind of party whose parties all work under a processor agreement receives as processor', () => {
  const [, sharing] = registerOf(
    [version('2026-01-01', (facts) => Object.assign(facts.parties[0]!, { agreement: 'processor' }))],
    'nl',
  )
  expect(sharing?.versions[0]?.recipients?.legalRole).toBe('DataProcessor')
})

test('the register knows everybody it speaks of, the controller first', () => {
  const entities = entitiesOf(smallStatement(), 'nl')
  expect(entities.map(({ name }) => name)).toEqual(['Stichting De Brug', 'De Eik', 'school'])
  expect(entities[0]).toMatchObject({ type: 'LegalEntity', country: 'NL', email: 'fg@debrug.example' })
})

test('an id follows from its name, and is a UUID of version 5', () => {
  expect(uuidOf('de-brug')).toBe(uuidOf('de-brug'))
  expect(uuidOf('de-brug')).not.toBe(uuidOf('de-brug2'))
  expect(uuidOf('de-brug')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
