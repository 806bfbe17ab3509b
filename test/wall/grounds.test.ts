import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { listVersions, publishedStatement, registerOf } from '../../src/statement/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, DENIED } from './as-app.ts'

let house: TestHouse
let aydin: string
let noor: Visitor
let daan: Visitor

const NOT_NULL = '23502'
const FOREIGN_KEY = '23503'
const CHECK = '23514'

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
  daan = await house.staff('daan', MEE)
})
afterAll(() => house.close())

describe('the legal ground', () => {
  test('TOM-7.2, MEE-8.1: no entry without an activity that has one of the six grounds; the register is made from the same facts', async () => {
    await demandGrounds()
    await looksOfAllKinds()
    for (const organisation of [TOM, MEE]) {
      const activities = await activitiesOf(organisation)
      expect(activities.length).toBeGreaterThan(5)
      const { rows: used } = await house.owner.query<{ activity: string; outcomes: string[] }>(
        'select activity, array_agg(distinct outcome::text) as outcomes from ledger.entries where organisation_id = $1 group by activity',
        [organisation],
      )
      expect(used.length).toBeGreaterThan(0)
      expect(used.flatMap((one) => one.outcomes)).toContain('refused')
      for (const { activity } of used) expect(activities.map((one) => one.activity)).toContain(activity)
      await registerSaysTheSame(organisation, activities)
    }
  })

  test('and the application cannot write an entry with another activity: it names a purpose, the rules name the activity', async () => {
    await asApp(house.db.app, async (at) => {
      expect(await at.attempt('insert into ledger.entries (activity) values ($1)', ['made-up'])).toBe(DENIED)
      expect(await at.attempt('update statement.activities set ground = $1', ['consent'])).toBe(DENIED)
      expect(await at.attempt('insert into statement.grants select * from statement.grants')).toBe(DENIED)
    })
  })
})

type ActivityRow = { activity: string; ground: string; articles: string[] }

/** The database takes no entry without activity, no activity without ground, no rule or purpose without activity; also from the superuser. */
async function demandGrounds() {
  await asApp(house.owner, async (at) => {
    const copy = (changed: string) =>
      at.attempt(
        `insert into ledger.entries select (jsonb_populate_record(e, $1::jsonb)).* from ledger.entries e order by seq desc limit 1`,
        [changed],
      )
    expect(await copy('{"activity": null, "seq": 1000001}')).toBe(NOT_NULL)
    expect(await copy('{"purpose": null, "seq": 1000001}')).toBe(NOT_NULL)
    expect(await copy('{"seq": 1000001}'), 'else the copy fails by itself').toBe(1)
    for (const ground of ['', 'because', 'Consent', 'consent '])
      expect(await at.attempt('update statement.activities set ground = $1', [ground]), ground).toBe(CHECK)
    expect(await at.attempt('update statement.activities set ground = null')).toBe(NOT_NULL)
    expect(await at.attempt(`update statement.activities set articles = '{}'`)).toBe(CHECK)
    expect(await at.attempt(`update statement.purposes set activity = 'made-up'`)).toBe(FOREIGN_KEY)
    expect(await at.attempt(`update statement.grants set activity = 'made-up'`)).toBe(FOREIGN_KEY)
  })
}

/** Looks that are allowed and refused, of staff and clients, at both organisations. */
async function looksOfAllKinds() {
  const look = { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 5 } as const
  for (const visitor of [
    noor,
    daan,
    await house.staff('fenna'),
    await house.client(CAST.aydin),
    await house.client(CAST.nobody),
  ])
    await house.door.read(visitor, look, aydin)
}

async function activitiesOf(organisation: string): Promise<ActivityRow[]> {
  const { rows } = await house.owner.query<ActivityRow>(
    `select a.activity, a.ground, a.articles from statement.activities a where organisation_id = $1
        and a.version in (select statement_version from ledger.entries where organisation_id = $1) order by 1`,
    [organisation],
  )
  return rows
}

async function registerSaysTheSame(organisation: string, activities: ActivityRow[]) {
  const versions = await listVersions(house.pools.publicReader, organisation)
  const published = await Promise.all(
    versions.map((one) => publishedStatement(house.pools.publicReader, organisation, one.version)),
  )
  const register = registerOf(
    published.filter((one) => one !== undefined),
    'nl',
  ).filter(({ entry }) => entry.active)
  const stated = register.map(({ activity, versions: all }) => ({ activity, articles: all.at(-1)?.articles }))
  expect(stated.sort((a, b) => (a.activity < b.activity ? -1 : 1))).toEqual(
    activities.map(({ activity, articles }) => ({ activity, articles })),
  )
  const words = new Map(
    register.map(({ activity, versions: all }) => [activity, all.at(-1)?.legalBasis.join()]),
  )
  const bases = new Map<string, Set<string | undefined>>()
  for (const { activity, ground } of activities)
    bases.set(ground, (bases.get(ground) ?? new Set()).add(words.get(activity)))
  expect(
    [...bases.values()].map((different) => different.size),
    'one word a ground',
  ).toEqual([...bases].map(() => 1))
  expect(new Set([...bases.values()].flatMap((different) => [...different])).size, 'and each its own').toBe(
    bases.size,
  )
}
