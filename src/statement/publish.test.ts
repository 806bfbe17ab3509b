import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { smallStatement } from '../../test/small-statement.ts'
import { StatementError } from './facts.ts'
import { type Grant, publishEarlierVersion, publishStatement } from './publish.ts'
import { listOrganisations, listVersions } from './published.store.ts'
import { inForceOn, publishedStatement } from './published.ts'

const grant: Grant = {
  role: 'consultant',
  relation: 'involved',
  action: 'read',
  state: 'open',
  purpose: 'support',
  part: 'notes',
  activity: 'support',
  policies: ['brug.consultant.reads'],
  clauses: ['BRUG-1.1'],
}
const longer = () => smallStatement({ facts: (facts) => Object.assign(facts.terms[0]!, { years: 8 }) })
let db: FreshDatabase

beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.drop())

test('a statement is published once; other facts, words or grants make the next edition and nothing is lost', async () => {
  expect(await publishStatement(db.admin, smallStatement(), [grant])).toEqual({
    version: '2026-01-01',
    isNew: true,
  })
  expect(await publishStatement(db.admin, smallStatement(), [grant])).toEqual({
    version: '2026-01-01',
    isNew: false,
  })
  expect(await publishStatement(db.admin, longer(), [grant])).toEqual({
    version: '2026-01-01.2',
    isNew: true,
  })
  expect(await publishStatement(db.admin, longer(), [])).toEqual({ version: '2026-01-01.3', isNew: true })
  expect(await publishStatement(db.admin, smallStatement(), [grant])).toEqual({
    version: '2026-01-01.4',
    isNew: true,
  })

  const versions = await listVersions(db.publicReader, 'de-brug')
  expect(versions.map(({ version }) => version)).toEqual([
    '2026-01-01',
    '2026-01-01.2',
    '2026-01-01.3',
    '2026-01-01.4',
  ])
  const second = await publishedStatement(db.publicReader, 'de-brug', '2026-01-01.2')
  expect(second?.statement.clause('BRUG-2.1', 'nl')?.paragraphs[0]).toContain('8 jaar')
})

test('an earlier version is published for reading, and not again when it was in force before', async () => {
  const before = smallStatement({
    facts: (facts) => Object.assign(facts, { version: '2025-01-01', inForceFrom: '2025-01-01' }),
  })
  expect(await publishEarlierVersion(db.admin, before)).toEqual({ version: '2025-01-01', isNew: true })
  expect(await publishEarlierVersion(db.admin, before)).toEqual({ version: '2025-01-01', isNew: false })
  expect(await publishEarlierVersion(db.admin, longer())).toEqual({ version: '2026-01-01.2', isNew: false })
})

test('the version in force is the last edition that holds on the day', async () => {
  const versions = await listVersions(db.publicReader, 'de-brug')
  const on = (day: string) => inForceOn(versions, day)?.version
  expect(on('2024-12-31')).toBeUndefined()
  expect(on('2025-12-31')).toBe('2025-01-01')
  expect(on('2026-01-01')).toBe('2026-01-01.4')
})

test('two processes that publish at once make one edition', async () => {
  const changed = smallStatement({ facts: (facts) => Object.assign(facts, { smallestCell: 20 }) })
  const results = await Promise.all([1, 2, 3].map(() => publishStatement(db.admin, changed, [grant])))
  expect(results.map(({ version }) => version)).toEqual(['2026-01-01.5', '2026-01-01.5', '2026-01-01.5'])
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1)
})

test('facts and grants stand in their tables, under the edition', async () => {
  const { rows } = await db.app.query(
    `select role, part, activity, policies, clauses from statement.grants where version = '2026-01-01'`,
  )
  expect(rows).toEqual([
    {
      role: 'consultant',
      part: 'notes',
      activity: 'support',
      policies: grant.policies,
      clauses: grant.clauses,
    },
  ])
  const { rows: items } = await db.app.query(
    `select item, class from statement.items where version = '2026-01-01' order by item`,
  )
  expect(items).toEqual([
    { item: 'note', class: 'special' },
    { item: 'report', class: 'special' },
    { item: 'surname', class: 'general' },
  ])
  const { rows: activities } = await db.app.query(
    `select activity, articles from statement.activities where version = '2026-01-01' and activity = 'support'`,
  )
  expect(activities).toEqual([{ activity: 'support', articles: ['AVG art. 6 lid 1 onder b'] }])
})

test('a statement that contradicts itself is not published', async () => {
  const broken = smallStatement({ facts: (facts) => facts.activities[0]!.articles.splice(0) })
  await expect(publishStatement(db.admin, broken, [])).rejects.toThrow(StatementError)
})

test('the name and colours of an organisation follow its statement', async () => {
  expect(await listOrganisations(db.publicReader)).toEqual([{ id: 'de-brug', name: 'De Brug', theme: 'tom' }])
})

test('the reader of the public site can publish nothing and change nothing', async () => {
  await expect(publishStatement(db.publicReader, smallStatement(), [])).rejects.toThrow(/permission denied/)
  await expect(db.publicReader.query(`update statement.versions set facts = '{}'`)).rejects.toThrow(
    /permission denied/,
  )
})
