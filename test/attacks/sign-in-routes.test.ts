import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_ORGANISATIONS, DEMO_STAFF } from '../../src/demo/index.ts'
import { staffSubjectKey, startSession } from '../../src/identity/index.ts'
import { makeStaffSite } from '../../src/staff.ts'
import { csrfToken } from '../../src/web/index.ts'
import { CAST, TOM } from '../house.ts'
import { routesOf } from '../routes.ts'
import { openSites, type Sites, silent } from './sites.ts'

// Every route of the staff site, as its running router has them, asked by somebody who showed only one factor.

let sites: Sites
let own: FastifyInstance
let dossier: string
let colleague: string

beforeAll(async () => {
  sites = await openSites()
  const { house } = sites
  own = await makeStaffSite(house, 'own-accounts', silent)
  await own.ready()
  dossier = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query<{ staff_id: string }>(
    `select staff_id from identity.staff_roles where organisation_id = $1 and role = 'team-manager'`,
    [TOM],
  )
  colleague = rows[0]!.staff_id
})
afterAll(async () => {
  await own?.close()
  await sites?.close()
})

/** What is told about people in the demonstration: clients with numbers and notes, and the staff by name. */
function personal(): string[] {
  const { clients } = DEMO_ORGANISATIONS.find(({ id }) => id === TOM)!
  const values = clients.flatMap(({ values, notes }) => [
    ...Object.entries(values)
      .filter(([item]) => /name|bsn|phone|email|question/i.test(item))
      .map(([, value]) => String(value)),
    ...notes.map(({ text }) => text.slice(0, 40)),
  ])
  return [...new Set([...values, ...DEMO_STAFF.map(({ name }) => name)])].filter((text) => text.length > 3)
}

async function session(subject: string, secondFactor: boolean): Promise<Buffer> {
  const { house } = sites
  const token = randomBytes(32)
  const started = await startSession(house.pools.signin, {
    organisation: TOM,
    kind: 'staff',
    subject: staffSubjectKey(await house.vault.indexKey(TOM), house.needs.staffIssuer, subject),
    token,
    secondFactor,
    assurance: 'planted',
    trace: randomUUID(),
    accessPoint: 'staff-site',
  })
  expect(started).toBe(true)
  return token
}

type Told = { route: string; status: number; told: string[] }

async function askEveryRoute(site: FastifyInstance, cookie: string, csrf: string): Promise<Told[]> {
  const words = personal()
  const told: Told[] = []
  for (const { method, pattern } of routesOf(site)) {
    if (method === 'HEAD' || pattern.startsWith('/assets/') || pattern === '/signout') continue
    const url = pattern
      .replace(':dossier', dossier)
      .replace(':person', colleague)
      .replace(':secret', 'A'.repeat(43))
      .replace(/:\w+/, randomUUID())
    const answer = await site.inject({
      method: method as 'GET' | 'POST',
      url,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(method === 'POST' ? { payload: new URLSearchParams({ csrf, surname: 'Aydin' }).toString() } : {}),
    })
    const text = answer.body + JSON.stringify(answer.headers)
    told.push({
      route: `${method} ${pattern}`,
      status: answer.statusCode,
      told: words.filter((word) => text.includes(word)),
    })
  }
  return told
}

const cookieOf = (token: Buffer) =>
  `__Host-gestand-staff=${token.toString('base64url')}; __Host-gestand-staff-at=${TOM}`

async function tellingRoutes(site: FastifyInstance, subject: string, secondFactor: boolean): Promise<Told[]> {
  const token = await session(subject, secondFactor)
  const told = await askEveryRoute(site, cookieOf(token), csrfToken(token))
  return told.filter((one) => one.told.length > 0)
}

describe.each(['noor', 'karin'])('as %s', (subject) => {
  test('the walk has eyes: with two factors it meets people on several pages', async () => {
    expect((await tellingRoutes(sites.staff, subject, true)).length).toBeGreaterThan(3)
  })

  test('TOM-12.1: no route of the staff site serves personal data to a session with one factor', async () => {
    expect(await tellingRoutes(sites.staff, subject, false)).toEqual([])
    expect(await tellingRoutes(own, subject, false)).toEqual([])
  })
})

test('no route serves personal data without a session, or with a token of nobody', async () => {
  for (const site of [sites.staff, own]) {
    for (const cookie of ['', cookieOf(randomBytes(32))]) {
      const told = await askEveryRoute(
        site,
        cookie,
        cookie && csrfToken(Buffer.from(cookie.slice(21, 64), 'base64url')),
      )
      expect(told.filter((one) => one.told.length > 0)).toEqual([])
    }
  }
})
