import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { clientSubjectKey, startSession } from '../../src/identity/index.ts'
import { makeStaffSite } from '../../src/staff.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { type AskedSite, portalSite, staffSite } from '../wall/staff-site.ts'
import { definitionOf, during } from '../wall/take-away.ts'
import { askAs, rowsOfTom, type Target } from './ask-routes.ts'

// Every route of both sites, as their running routers have them, asked with a session that is not one for it.

let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let own: FastifyInstance
let target: Target

beforeAll(async () => {
  // With one connection: whoever held one and asked for another would stand still here.
  house = await testHouse({ env: { GESTAND_CONNECTIONS: '1' } })
  staff = await staffSite(house)
  portal = await portalSite(house)
  own = await makeStaffSite(house, 'own-accounts', { now: () => new Date(), log: () => undefined })
  await Promise.all([staff.app.ready(), portal.app.ready(), own.ready()])
  const { rows } = await house.owner.query<{ staff_id: string }>(
    `select staff_id from identity.staff_roles where organisation_id = $1 and role = 'team-manager'`,
    [TOM],
  )
  target = { dossier: await house.dossierOf(CAST.aydin), person: rows[0]!.staff_id }
})
afterAll(async () => {
  await Promise.all([staff?.app.close(), portal?.app.close(), own?.close()])
  await house?.close()
})

/** Who asks reads the own name at the top of a page that says no; and the search form gives a name as its example. */
const NOTHING_TOLD = ['Bram Visser', 'Daan Frissen', 'Aydin']

type Bearer = Omit<Visitor, 'accessPoint'>

/** Which routes told something about people of Tom, of all sites where such a session could be brought. */
async function telling(kind: 'staff' | 'portal', visitor: Bearer): Promise<string[]> {
  const sites = kind === 'staff' ? [staff.app, own] : [portal.app]
  const told = (await Promise.all(sites.map((site) => askAs(site, kind, visitor, target)))).flat()
  const others = told.map((one) => ({
    ...one,
    told: one.told.filter((name) => !NOTHING_TOLD.includes(name)),
  }))
  const strange = others.filter((one) => one.told.length > 0 || one.status >= 500)
  return strange.map((one) => `${one.route} ${one.status} ${one.told.join()}`)
}

/** Changes a session as only the owner of the database can, after it began. */
async function spoilt(visitor: Visitor, change: string): Promise<Visitor> {
  await house.owner.query(`update identity.sessions set ${change} where token_hash = sha256($1)`, [
    visitor.token,
  ])
  return visitor
}

const withOneFactor = async (subject: string) => spoilt(await house.staff(subject), 'second_factor = false')

async function clientWithOneFactor(): Promise<Bearer> {
  const token = randomBytes(32)
  await startSession(house.needs.signin, {
    organisation: TOM,
    kind: 'client',
    subject: clientSubjectKey(await house.vault.indexKey(TOM), CAST.aydin),
    token,
    secondFactor: false,
    assurance: 'http://eidas.europa.eu/LoA/substantial',
    trace: randomUUID(),
    accessPoint: 'portal',
  })
  return { organisation: TOM, token }
}

const mee = () => house.staff('daan', MEE)
const ATTEMPTS: readonly [string, 'staff' | 'portal', () => Promise<Bearer>][] = [
  ['of another organisation', 'staff', mee],
  [
    'of another organisation, said to be of this one',
    'staff',
    async () => ({ ...(await mee()), organisation: TOM }),
  ],
  [
    'of this organisation, said to be of the other',
    'staff',
    async () => ({ ...(await house.staff('noor')), organisation: MEE }),
  ],
  ['that was ended', 'staff', async () => spoilt(await house.staff('noor'), 'ended_at = now()')],
  [
    'that stood idle too long',
    'staff',
    async () => spoilt(await house.staff('noor'), `last_seen_at = now() - interval '16 minutes'`),
  ],
  [
    'of more than ten hours',
    'staff',
    async () => spoilt(await house.staff('noor'), `ends_at = now() - interval '1 second'`),
  ],
  ['of a coach whose certificate ended', 'staff', () => house.staff('bram')],
  ...['noor', 'karin', 'henk', 'iris'].map((subject): (typeof ATTEMPTS)[number] => [
    `of one factor, of ${subject}`,
    'staff',
    () => withOneFactor(subject),
  ]),
  ['of the client at the site of the staff', 'staff', () => house.client(CAST.aydin)],
  ['of the own coach at the portal', 'portal', () => house.staff('noor')],
  ['of a worker of another organisation, at the portal', 'portal', mee],
  ['of another client', 'portal', () => house.client(CAST.nobody)],
  ['of the client with one factor', 'portal', clientWithOneFactor],
  ['of the client, ended', 'portal', async () => spoilt(await house.client(CAST.aydin), 'ended_at = now()')],
  [
    'of the client, idle too long',
    'portal',
    async () => spoilt(await house.client(CAST.aydin), `last_seen_at = now() - interval '16 minutes'`),
  ],
  [
    'of the client, said to be of another organisation',
    'portal',
    async () => ({ ...(await house.client(CAST.aydin)), organisation: MEE }),
  ],
]

describe('a session', { timeout: 120_000 }, () => {
  test.each(ATTEMPTS)(
    'TOM-12.1 partly: %s (%s) gets nothing from any route, and changes nothing',
    async (_what, kind, bearer) => {
      const before = await rowsOfTom(house)
      expect(await telling(kind, await bearer())).toEqual([])
      expect(await rowsOfTom(house)).toBe(before)
    },
  )

  test('TOM-12.1 partly: of one factor is told so by every route that is for somebody, and can show the second', async () => {
    for (const subject of ['noor', 'karin']) {
      const visitor = await withOneFactor(subject)
      const strange: string[] = []
      for (const site of [staff.app, own])
        for (const { route, status, to, text } of await askAs(site, 'staff', visitor, target)) {
          const [, pattern = ''] = route.split(' ')
          if (/^\/(signin|language|invitation|account\/confirm)/.test(pattern)) continue
          const saysSo = status === 403 && text.includes('U bent ingelogd zonder tweede stap.')
          const toSignIn = status === 303 && pattern.startsWith('/account') && /^\/signin\?/.test(to ?? '')
          const notThere = status === 404 && /:(?!dossier|person)/.test(pattern)
          if (!saysSo && !toSignIn && !notThere) strange.push(`${route} ${status}`)
        }
      expect(strange, subject).toEqual([])
      expect(
        (await staff.get({ ...visitor, accessPoint: 'staff-site' }, '/account/confirm')).statusCode,
      ).toBe(200)
    }
  })

  test('of one factor is told and changes as much as of two, once the wall believes that it has two: the rows bite', async () => {
    const wall = await definitionOf(house.owner, 'wall.who')
    const holed = wall.replace('s.second_factor, s.last_seen_at', 'true, s.last_seen_at')
    expect(holed).not.toBe(wall)
    const before = await rowsOfTom(house)
    await during(house.owner, holed, wall, async () => {
      expect((await telling('staff', await withOneFactor('noor'))).length).toBeGreaterThan(5)
    })
    expect(await rowsOfTom(house)).not.toBe(before)
    expect(await telling('staff', await withOneFactor('noor'))).toEqual([])
  })

  test('of who may is told things by many routes, and changes things: the walk has eyes and hands', async () => {
    expect((await telling('portal', await house.client(CAST.aydin))).length).toBeGreaterThan(1)
    for (const subject of ['noor', 'karin']) {
      const before = await rowsOfTom(house)
      expect((await telling('staff', await house.staff(subject))).length).toBeGreaterThan(5)
      expect(await rowsOfTom(house), subject).not.toBe(before)
    }
  })
})

test('every answer of every route is kept by no cache, framed by nobody, and gives cookies to this host alone', async () => {
  const answers = [
    ...(await askAs(staff.app, 'staff', await house.staff('noor'), target)),
    ...(await askAs(own, 'staff', await house.staff('karin'), target)),
    ...(await askAs(portal.app, 'portal', await house.client(CAST.aydin), target)),
    ...(await askAs(portal.app, 'portal', { organisation: TOM, token: randomBytes(32) }, target)),
  ]
  expect(answers.length).toBeGreaterThan(80)
  expect(
    answers.filter(({ weak }) => weak.length > 0).map(({ route, weak }) => `${route}: ${weak.join()}`),
  ).toEqual([])
})
