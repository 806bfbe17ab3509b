import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessRequest, decide } from '../../src/access/index.ts'
import { Door, type Visitor, view } from '../../src/door/index.ts'
import { listVersions, publishedStatement, registerOf } from '../../src/statement/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, DENIED, leaks, ledgerOf, UNLISTED_PURPOSE } from './as-app.ts'

let house: TestHouse
let aydin: string
let noor: Visitor
let daan: Visitor
let version: string

const NOT_NULL = '23502'
const FOREIGN_KEY = '23503'
const CHECK = '23514'

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  ;[noor, daan] = await Promise.all([house.staff('noor'), house.staff('daan', MEE)])
  const { rows } = await house.owner.query<{ version: string }>(
    'select statement_version as version from dossier.dossiers where dossier_id = $1',
    [aydin],
  )
  version = rows[0]!.version
})
afterAll(() => house.close())

/** Every way through the wall that names a purpose. */
const WAYS: readonly [string, string][] = [
  [
    'open',
    `select outcome from wall.open($1, '${randomUUID()}', array['notes'], 'read', $2, 'dossier.read', gen_random_uuid(), 'x')`,
  ],
  [
    'own',
    `select outcome from wall.own($1, array['existence'], $2, 'caseload.listed', gen_random_uuid(), 'x')`,
  ],
  [
    'search',
    `select outcome from wall.search($1, array['bsn'], array['\\x00'::bytea], $2, gen_random_uuid(), 'x')`,
  ],
  [
    'register',
    `select outcome from wall.register($1, gen_random_uuid(), 'X', array['existence'], $2, gen_random_uuid(), 'x')`,
  ],
  ['greet', 'select outcome from wall.greet($1, $2)'],
  [
    'read',
    `select kind from dossier.read($1, '${randomUUID()}', array['notes'], $2, 'dossier.read', gen_random_uuid(), 'x', 20)`,
  ],
]

async function refusedPurposes(visitor: Visitor, purposes: readonly (string | null)[], listed: string) {
  const { count } = await ledgerOf(house)
  await asApp(house.db.app, async (at) => {
    for (const purpose of purposes) {
      for (const [way, sql] of WAYS)
        expect(await at.attempt(sql, [visitor.token, purpose]), `${way} for ${purpose}`).toBe(
          UNLISTED_PURPOSE,
        )
      expect(await leaks(at)).toEqual({})
    }
  })
  expect((await ledgerOf(house)).count, 'no entry, hence no access').toBe(count)
  await asApp(house.db.app, async (at) => {
    for (const [way, sql] of WAYS) expect(await at.attempt(sql, [visitor.token, listed]), way).toBe(1)
  })
}

/** The application's own refusal: the rules deny it, and the door of a house whose program names such a purpose does not open. */
async function refusedByTheApplication(
  visitor: Visitor,
  organisation: string,
  dossier: string,
  purpose: string,
) {
  const request = {
    organisation,
    role: organisation === TOM ? 'neighbourhood-coach' : 'consultant',
    relation: 'involved',
    part: 'notes',
    action: 'read',
  }
  const facts = { state: 'open', consent: 'none', secondFactor: true, cleared: true }
  const listed = house.statements.get(organisation)!.facts.uses.support
  expect(decide(house.rules, { ...request, ...facts, purpose: listed } as AccessRequest).decision).toBe(
    'allow',
  )
  expect(decide(house.rules, { ...request, ...facts, purpose } as AccessRequest).decision).toBe('deny')
  const { count } = await ledgerOf(house)
  let ran = false
  const look = view({
    event: 'dossier.read',
    action: 'read',
    parts: ['notes'],
    use: purpose as 'support',
    run: async () => {
      ran = true
    },
  })
  const stray = () => house.door.enter(visitor, look, dossier, undefined)
  await expect((async () => stray())()).rejects.toThrow(/names no purpose/)
  const statement = house.statements.get(organisation)!
  const facts2 = { ...statement.facts, uses: { ...statement.facts.uses, support: purpose } }
  const door = new Door({
    ...house,
    pool: house.pools.app,
    statements: new Map([[organisation, { ...statement, facts: facts2 } as typeof statement]]),
  })
  await expect(door.enter(visitor, { ...look, use: 'support' }, dossier, undefined)).rejects.toThrow(
    /is not in the statement/,
  )
  await expect(
    door.read(visitor, { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 1 }, dossier),
  ).rejects.toThrow(/is not in the statement/)
  expect(ran).toBe(false)
  expect((await ledgerOf(house)).count).toBe(count)
}

describe('the purpose', () => {
  test('TOM-3.1: one that the statement does not list is refused by the application, and past it by the database', async () => {
    await refusedByTheApplication(noor, TOM, aydin, 'marketing')
    const purposes = [
      'marketing',
      'Support',
      'support ',
      '',
      null,
      "support' or '1",
      'accountability;registers',
    ]
    await refusedPurposes(noor, purposes, 'support')
    const { rows } = await house.owner.query<{ purpose: string }>(
      'select purpose from statement.purposes where organisation_id = $1 and version = $2',
      [TOM, version],
    )
    expect(rows.map((row) => row.purpose).sort()).toEqual([
      'access',
      'accountability',
      'aids',
      'contribution',
      'management',
      'registers',
      'support',
    ])
  })

  test('MEE-6.1: a purpose of the other organisation’s statement is refused here', async () => {
    const dossier = (
      await house.owner.query<{ dossier_id: string }>(
        'select dossier_id from dossier.dossiers where organisation_id = $1',
        [MEE],
      )
    ).rows[0]!.dossier_id
    const purposes = ['access', 'accountability', 'aids', 'contribution', 'management', 'registers']
    for (const purpose of purposes) await refusedByTheApplication(daan, MEE, dossier, purpose)
    await refusedPurposes(daan, purposes, 'support')
  })

  test('a listed purpose that no rule answers to is refused, with an entry', async () => {
    await asApp(house.db.app, async (at) => {
      for (const purpose of ['contribution', 'management', 'registers', 'accountability'])
        expect(await at.open(noor, { dossier: aydin, purpose }), purpose).toMatchObject({
          outcome: 'refused',
          reason: 'no-rule',
        })
      expect(await leaks(at)).toEqual({})
    })
  })
})

describe('the legal ground', () => {
  test('TOM-7.2, MEE-8.1: no entry without an activity that has one of the six grounds; the register is made from the same facts', async () => {
    await demandGrounds()
    await looksOfAllKinds()
    for (const organisation of [TOM, MEE]) {
      const activities = await activitiesOf(organisation)
      expect(activities.length).toBeGreaterThan(5)
      const { rows: used } = await house.owner.query<{ activity: string; outcomes: string[] }>(
        'select activity, array_agg(distinct outcome) as outcomes from ledger.entries where organisation_id = $1 group by activity',
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
