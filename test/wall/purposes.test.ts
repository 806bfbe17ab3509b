import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessRequest, decide } from '../../src/access/index.ts'
import { Door, type Visitor, view } from '../../src/door/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, leaks, ledgerOf, UNLISTED_PURPOSE } from './as-app.ts'

let house: TestHouse
let aydin: string
let noor: Visitor
let daan: Visitor
let version: string

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
    `select outcome from wall.register($1, '2222-222-2', array['existence'], $2, gen_random_uuid(), 'x')`,
  ],
  ['greet', 'select outcome from wall.greet($1, $2)'],
  [
    'read',
    `select answer from dossier.read($1, '${randomUUID()}', array['notes'], $2, 'dossier.read', gen_random_uuid(), 'x', 20)`,
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
