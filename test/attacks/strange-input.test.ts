import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { makePublicSite } from '../../src/public.ts'
import { csrfToken } from '../../src/web/index.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { type AskedSite, pathsOf, portalSite, staffSite } from '../wall/staff-site.ts'

// What people type who wish us no good: markup in every field that others read, and input that no form of ours makes.

const MARKUP = `"><img src=x onerror=alert(1)><script>alert(1)</script>`
const SHORT = '"><script>alert(1)</script>'
const ALIVE = /<img src=x|<script>alert/

let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let aydin: string

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  await Promise.all([staff.app.ready(), portal.app.ready()])
  aydin = await house.dossierOf(CAST.aydin)
  // Pages that ask for the second factor again would show nothing else.
  await house.owner.query('update identity.sessions set stepped_up_at = now()')
})
afterAll(async () => {
  await Promise.all([staff?.app.close(), portal?.app.close()])
  await house?.close()
})

async function asking(): Promise<[AskedSite, 'staff' | 'portal', Visitor][]> {
  const people = await Promise.all(
    ['noor', 'karin', 'iris', 'henk', 'fenna'].map((name) => house.staff(name)),
  )
  const client = await house.client(CAST.aydin)
  await house.owner.query('update identity.sessions set stepped_up_at = now()')
  return [
    ...people.map((one) => [staff, 'staff', one] as [AskedSite, 'staff', Visitor]),
    [portal, 'portal', client],
  ]
}

const urlOf = (path: string, dossier: string) =>
  path.replace(':dossier', dossier).replace(/:\w+/g, randomUUID())

describe('markup', () => {
  test('in a note, a client, a team or a person is text on every page that shows it', async () => {
    const noor = await house.staff('noor')
    const registered = await staff.post(noor, '/clients/new', {
      service: 'access',
      'given-names': 'Truus',
      surname: SHORT,
      'birth-date': '1979-02-22',
      postcode: '2408EG',
      'house-number': '3',
      question: MARKUP,
    })
    expect(registered.statusCode, 'the client is registered').toBe(303)
    const dossier = /dossiers\/([0-9a-f-]{36})/.exec(String(registered.headers.location))![1]!
    const note = { kind: 'phone', happenedOn: '2026-11-01', text: MARKUP, sensitive: '' }
    expect((await staff.post(noor, `/dossiers/${dossier}/notes/new`, note)).statusCode).toBe(303)
    const karin = await house.staff('karin')
    expect((await staff.post(karin, '/people/teams', { name: SHORT })).statusCode).toBe(303)
    let shown = 0
    for (const [site, , visitor] of await asking()) {
      for (const { method, path } of pathsOf(site.app)) {
        if (method !== 'GET') continue
        const { body } = await site.get(visitor, urlOf(path, dossier))
        expect(body, path).not.toMatch(ALIVE)
        if (body.includes('&lt;script>alert') || body.includes('&lt;script&gt;alert')) shown += 1
      }
    }
    expect(shown, 'it was there to be read').toBeGreaterThan(3)
  })
})

const STRANGE = [
  '',
  '[]',
  MARKUP,
  `' or 1=1 --`,
  '../../etc/passwd',
  'a'.repeat(5000),
  '2026-13-45',
  '-1',
  '999999999999999999999',
  '\u0000',
  '\u202e',
  '__proto__',
]
const QUESTIONS = [
  'period',
  'who',
  'service',
  'back',
  'lang',
  'show',
  'done',
  'why',
  'over',
  'saved',
  'registered',
  'granted',
  'judged',
  'sooner',
  '__proto__',
  'constructor',
  'toString',
]

describe('input that no form of ours makes', { timeout: 90_000 }, () => {
  test('brings no page of either site to a fault, once or twice in an address, and is nowhere repeated as markup', async () => {
    for (const [site, , visitor] of await asking()) {
      for (const { method, path } of pathsOf(site.app)) {
        if (method !== 'GET' || path.startsWith('/assets/') || path === '/signin/callback') continue
        for (const strange of STRANGE.slice(1, 7)) {
          const query = new URLSearchParams(
            QUESTIONS.flatMap((name) => [
              [name, strange],
              [name, 'x'],
            ]),
          )
          const answer = await site.get(visitor, `${urlOf(path, aydin)}?${query}`)
          expect(answer.statusCode, `${path} ${strange}`).toBeLessThan(500)
          expect(answer.body, path).not.toMatch(ALIVE)
        }
      }
    }
  })

  test('brings no form to a fault: every field of every form, and fields that it does not have', async () => {
    for (const [site, name, visitor] of await asking()) {
      const cookies = {
        [`__Host-gestand-${name}`]: visitor.token.toString('base64url'),
        [`__Host-gestand-${name}-at`]: TOM,
      }
      for (const { method, path } of pathsOf(site.app)) {
        // These go to the identity provider, or end the session that the rest asks with.
        if (method !== 'POST' || /^\/(signin|signout|account)/.test(path)) continue
        const url = urlOf(path, aydin)
        const form = await site.get(visitor, url)
        const fields = [
          ...new Set([...form.body.matchAll(/ name="([^"]+)"/g)].map(([, field]) => field!)),
        ].filter((field) => field !== 'csrf')
        for (const strange of STRANGE) {
          const all = fields.map((field) => [field, strange])
          for (const sent of [
            all,
            [...all, ['__proto__', strange]],
            [...all, ...all],
            [...all, ['unknown', strange]],
          ]) {
            const payload = new URLSearchParams([
              ['csrf', csrfToken(visitor.token)],
              ...sent,
            ] as string[][]).toString()
            const headers = {
              'content-type': 'application/x-www-form-urlencoded',
              'sec-fetch-site': 'same-origin',
            }
            const answer = await site.app.inject({ method: 'POST', url, cookies, headers, payload })
            expect(answer.statusCode, `${path} ${strange.slice(0, 40)}`).toBeLessThan(500)
            expect(answer.body, path).not.toMatch(ALIVE)
          }
        }
      }
    }
  })

  test('another kind of body, a body that is too large, another method or a crooked path is refused, and told apart by nothing', async () => {
    const noor = await house.staff('noor')
    const cookies = {
      '__Host-gestand-staff': noor.token.toString('base64url'),
      '__Host-gestand-staff-at': TOM,
    }
    const send = (headers: Record<string, string>, payload: string) =>
      staff.app.inject({
        method: 'POST',
        url: '/clients/find',
        cookies,
        headers: { 'sec-fetch-site': 'same-origin', ...headers },
        payload,
      })
    for (const type of [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/xml',
    ])
      expect((await send({ 'content-type': type }, `{"question":"${CAST.aydin}"}`)).statusCode, type).toBe(
        415,
      )
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send(form, `question=${'a'.repeat(70_000)}`)).statusCode).toBe(413)
    expect((await send(form, `${'x=&'.repeat(20_000)}question=a`)).statusCode).toBe(403)
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      const headers = { 'sec-fetch-site': 'same-origin' }
      const answer = await staff.app.inject({ method, url: `/dossiers/${aydin}`, cookies, headers })
      expect([403, 404], method).toContain(answer.statusCode)
    }
    const straight = `/dossiers/${aydin}`
    expect((await staff.app.inject({ url: straight, cookies })).statusCode).toBe(200)
    for (const crooked of [
      `/${straight}`,
      `${straight}/`,
      `${straight}/..`,
      `${straight}%00`,
      `${straight}%2fnotes`,
      straight.toUpperCase(),
      `${straight};x=1`,
      `/x/..${straight}/x`,
      '/%c0%af',
      '/%',
    ])
      expect([400, 404], crooked).toContain((await staff.app.inject({ url: crooked, cookies })).statusCode)
  })

  test('does not bring the public site to a fault', async () => {
    const site = await makePublicSite({
      reader: house.db.publicReader,
      origin: 'http://localhost:3002',
      statementsFolder: 'statements',
    })
    for (const { path } of pathsOf(site)) {
      for (const strange of STRANGE) {
        const piece = encodeURIComponent(strange.slice(0, 90) || 'x')
        for (const url of [
          path.replace(/:\w+/g, piece),
          `${path.replace(':organisation', TOM).replace(/:\w+/g, piece)}?lang=${piece}&lang=x&page=${piece}`,
        ]) {
          const answer = await site.inject({ url: url.replace('*', piece) })
          expect(answer.statusCode, url).toBeLessThan(500)
          expect(answer.body, url).not.toMatch(ALIVE)
        }
      }
    }
    await site.close()
  })
})

test('none of this left a word of anybody in the request log', async () => {
  const text = JSON.stringify([...staff.log, ...portal.log])
  expect(text.length).toBeGreaterThan(10_000)
  expect(text).not.toMatch(/script|onerror|Aydin|99999\d{4}|Truus|etc.passwd|aaaaa|[0-9a-f]{8}-[0-9a-f]{4}-/)
})
