import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askConsent } from '../src/consent/consent.ts'
import type { Visitor } from '../src/door/index.ts'
import { makeStaffSite } from '../src/staff.ts'
import { csrfToken } from '../src/web/index.ts'
import { asked, opened } from './consent.ts'
import { CAST, type TestHouse, TOM, testHouse } from './house.ts'
import { BY_PROVIDER, FUNCTIONS, OWN_ACCOUNTS, PORTAL, STAFF, type Who } from './route-list.ts'
import { type AskedSite, pathsOf, portalSite, staffSite } from './wall/staff-site.ts'

let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let own: FastifyInstance
let dossier: string
let consent: string

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  own = await makeStaffSite(house, 'own-accounts', { now: () => new Date(), log: () => undefined })
  await Promise.all([staff.app.ready(), portal.app.ready(), own.ready()])
  dossier = await house.dossierOf(CAST.aydin)
  consent = opened(await house.door.enter(await house.staff('noor'), askConsent, dossier, asked()))
})
afterAll(async () => {
  await Promise.all([staff?.app.close(), portal?.app.close(), own?.close()])
  await house?.close()
})

const inventory = () =>
  [
    ['the staff site', staff.app, { ...STAFF, ...BY_PROVIDER }],
    ['the staff site with own accounts', own, { ...STAFF, ...OWN_ACCOUNTS }],
    ['the portal', portal.app, { ...PORTAL, ...BY_PROVIDER }],
  ] as const

/** Routes with their word in the list; what is the same for everybody and about nobody (style, script, type) aside. */
const routesOf = (app: FastifyInstance) =>
  pathsOf(app)
    .filter(({ path }) => !path.startsWith('/assets/'))
    .map(({ method, path }) => ({ method, path, word: `${method} ${path}` }))
/** The client's dossier, with a request for consent; anything else that an address names is not there. */
const urlOf = (path: string) =>
  path
    .replace(':dossier', dossier)
    .replace(':consent', consent)
    .replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')

describe('the inventory of routes', () => {
  test('every route of the running sites is on the list, and every line of the list is a route', () => {
    for (const [name, app, list] of inventory()) {
      const words = routesOf(app).map(({ word }) => word)
      expect(words.length, name).toBeGreaterThan(10)
      expect(words.sort(), name).toEqual(Object.keys(list).sort())
    }
  })

  test.each([
    ['without a session', () => undefined],
    ['with the token of nobody', () => randomBytes(32)],
  ])('TOM-12.1 partly: %s every route but the entrance leads to the entrance', async (_how, token) => {
    for (const [name, app, list] of inventory()) {
      for (const { method, path, word } of routesOf(app)) {
        const who = list[word]
        const cookie = token()
        if (who === 'everybody' || (who === 'cookie' && cookie)) continue
        const answer = await ask(app, name, { method, path }, cookie)
        // A form that is not even filled in well is told so before anybody is looked up; one note keeps its text at the sign-in.
        const formFirst =
          answer.statusCode === 400 &&
          method === 'POST' &&
          (cookie !== undefined || path.endsWith('/notes/new'))
        const toEntrance = answer.statusCode === 303 && /^\/signin\?/.test(String(answer.headers.location))
        expect(formFirst || toEntrance, `${name}: ${word} ${answer.statusCode}`).toBe(true)
        expect(answer.body, word).not.toMatch(/Emine|Rozenhof|Visser|Uitloggen/)
      }
    }
  })

  test('on the staff site everybody gets as far as the list says and no further, with every function', async () => {
    const wrong: string[] = []
    for (const [name, subject] of Object.entries(FUNCTIONS)) {
      const visitor = await house.staff(subject)
      for (const { method, path, word } of routesOf(staff.app)) {
        const who: Who = STAFF[word] ?? 'everybody'
        if (typeof who === 'string') continue
        const { statusCode } = await visit(staff, visitor, { method, path })
        const further = statusCode !== 403 && statusCode !== 404
        const may = (who as readonly string[]).includes(name)
        // What the address names besides the dossier is not there for anybody.
        const nothingThere = /:(?!dossier)/.test(path) || word === 'POST /clients/new'
        if (further !== may && !(may && nothingThere)) wrong.push(`${word} by ${name}: ${statusCode}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('a client gets no further than the own dossier, and reads afterwards of everybody who tried', async () => {
    const [mine, another] = [await house.client(CAST.aydin), await house.client(CAST.deWit)]
    for (const { method, path, word } of routesOf(portal.app)) {
      if (!path.includes(':dossier') || method === 'POST') continue
      expect((await visit(portal, mine, { method, path })).statusCode, word).toBeLessThan(400)
      const { statusCode, headers, body } = await visit(portal, another, { method, path })
      const confirms = statusCode === 303 && String(headers.location).startsWith('/account/confirm')
      expect(confirms || statusCode === 404, `${word} ${statusCode}`).toBe(true)
      expect(body, word).not.toContain('Aydin')
    }
    const { body } = await portal.get(mine, `/dossiers/${dossier}/who-looked?period=all`)
    expect(body).toContain('geweigerd')
  })
})

type Route = { method: 'GET' | 'POST'; path: string }

function ask(app: FastifyInstance, name: string, { method, path }: Route, token: Buffer | undefined) {
  const site = name === 'the portal' ? 'portal' : 'staff'
  return app.inject({
    method,
    url: urlOf(path),
    ...(token && {
      cookies: {
        [`__Host-gestand-${site}`]: token.toString('base64url'),
        [`__Host-gestand-${site}-at`]: TOM,
      },
    }),
    ...(method === 'POST' && {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload: new URLSearchParams({ surname: 'Aydin', csrf: token ? csrfToken(token) : '' }).toString(),
    }),
  })
}

function visit(site: AskedSite, visitor: Visitor, { method, path }: Route) {
  return method === 'GET' ? site.get(visitor, urlOf(path)) : site.post(visitor, urlOf(path), {})
}
