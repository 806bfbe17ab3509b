import { Buffer } from 'node:buffer'
import { createSecretKey, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { makeStandIn, standInIssuers } from '../stand-in/index.ts'
import { makeSite, Page, sendPage, sessionToken } from '../web/index.ts'
import { addSignIn, newClientKey, staffSubjectKey } from './index.ts'
import { TestBrowser } from './sign-in.test-browser.ts'

const ports = { staff: 3471, portal: 3472, standIn: 3473 }
const staffOrigin = `http://localhost:${ports.staff}`
const portalOrigin = `http://localhost:${ports.portal}`
const standInOrigin = `http://localhost:${ports.standIn}`
const issuers = standInIssuers(standInOrigin)
const organisation = 'tom-in-de-buurt'
const indexKey = createSecretKey(Buffer.alloc(32, 7))
const noor = { subject: 'noor', name: 'Noor van Dalen', description: 'wijkcoach' }
const gone = { subject: 'gone', name: 'Gijs Weg', description: 'niet meer in dienst' }
const aydin = { subject: '999990019', name: 'Mevrouw Aydin', description: 'cliënt' }

let database: FreshDatabase
let sites: FastifyInstance[]

beforeAll(async () => {
  database = await freshDatabase()
  await seed()
  const [staffKey, portalKey] = await Promise.all([newClientKey(), newClientKey()])
  const standIn = await makeStandIn({
    demonstration: true,
    origin: standInOrigin,
    staff: {
      people: [noor, gone],
      clients: [
        { clientId: 'staff', redirectUri: `${staffOrigin}/signin/callback`, publicKey: staffKey.publicKey },
      ],
    },
    digid: {
      people: [aydin],
      clients: [
        {
          clientId: 'portal',
          redirectUri: `${portalOrigin}/signin/callback`,
          publicKey: portalKey.publicKey,
        },
      ],
    },
  })
  const common = {
    organisations: [
      { id: organisation, name: 'Tom in de buurt', theme: 'tom' },
      { id: 'mee-zuid-limburg', name: 'MEE Zuid-Limburg', theme: 'mee' },
    ],
    signinPool: database.signin,
    indexKey: async () => indexKey,
  }
  const staff = await siteOf('staff', staffOrigin)
  addSignIn(staff, {
    ...common,
    site: 'staff',
    origin: staffOrigin,
    provider: { issuer: issuers.staff, clientId: 'staff', credentials: staffKey, signedWith: 'ES256' },
  })
  const portal = await siteOf('portal', portalOrigin)
  addSignIn(portal, {
    ...common,
    site: 'portal',
    origin: portalOrigin,
    provider: { issuer: issuers.digid, clientId: 'portal', credentials: portalKey, signedWith: 'ES256' },
  })
  sites = [staff, portal, standIn]
  await Promise.all(sites.map((site, at) => site.listen({ host: '127.0.0.1', port: ports.staff + at })))
})

afterAll(async () => {
  await Promise.all((sites ?? []).map((site) => site.close()))
  await database?.drop()
})

async function siteOf(name: 'staff' | 'portal', origin: string): Promise<FastifyInstance> {
  const site = await makeSite({ name, origin, formTargets: [standInOrigin] })
  for (const path of ['/', '/clients']) {
    site.get(path, (request, reply) =>
      sendPage(
        reply,
        <Page view={{ ...request.view, person: { name: 'Iemand' } }} title="Begin">
          {sessionToken(request, name) ? `ingelogd bij ${request.view.brand?.name}` : 'niemand'}
        </Page>,
      ),
    )
  }
  return site
}

async function seed(): Promise<void> {
  const run = (text: string, values: unknown[] = []) => database.admin.query(text, values)
  for (const id of [organisation, 'mee-zuid-limburg']) {
    await run('insert into statement.organisations (organisation_id, name, theme) values ($1, $1, $2)', [
      id,
      'tom',
    ])
    await run(
      `insert into statement.versions (organisation_id, version, in_force_from, facts, words_nl, words_en, digest)
       values ($1, '1', '2024-01-01', '{}', '', '', '')`,
      [id],
    )
    await run(
      `insert into statement.activities (organisation_id, version, activity, ground, articles) values ($1, '1', 'management', 'contract', '{x}')`,
      [id],
    )
    await run(
      `insert into statement.purposes (organisation_id, version, purpose, position, clause, activity) values ($1, '1', 'management', 1, 'TOM-3.1', 'management')`,
      [id],
    )
  }
  for (const [person, until] of [
    [noor, null],
    [gone, '2024-12-31'],
  ] as const) {
    const id = randomUUID()
    await run(
      `insert into identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from, employed_until)
       values ($1, $2, $3, '', 'Kwadraad', '2024-01-01', $4)`,
      [organisation, id, staffSubjectKey(indexKey, issuers.staff, person.subject), until],
    )
    await run(
      `insert into identity.staff_roles (organisation_id, staff_id, role, from_on) values ($1, $2, 'neighbourhood-coach', '2024-01-01')`,
      [organisation, id],
    )
  }
}

async function signIn(
  browser: TestBrowser,
  origin: string,
  pick: { person: string; level: string },
  at: { organisation?: string; from?: string } = {},
) {
  const start = await browser.get(`${origin}${at.from ?? '/signin'}`)
  const standIn = await browser.submit(start, { organisation: at.organisation ?? organisation })
  return browser.submit(standIn, pick)
}

const staffCookie = '__Host-gestand-staff'

describe('signing in as staff', () => {
  test('TOM-9.13 partly: somebody with a second factor gets a session, and that is in the ledger', async () => {
    const browser = new TestBrowser()
    const page = await signIn(browser, staffOrigin, { person: 'noor', level: 'with-second' })
    expect([page.url, page.status]).toEqual([`${staffOrigin}/`, 200])
    expect(page.body).toContain('ingelogd bij Tom in de buurt')
    const token = Buffer.from(browser.cookies.get(staffCookie)!, 'base64url')
    expect(token).toHaveLength(32)
    const { rows } = await database.admin.query(
      `select s.kind, s.role, s.second_factor, s.assurance, e.event, e.access_point
         from identity.sessions s join ledger.entries e using (session_id) where s.token_hash = sha256($1)`,
      [token],
    )
    expect(rows).toEqual([
      {
        kind: 'staff',
        role: 'neighbourhood-coach',
        second_factor: true,
        assurance: 'https://refeds.org/profile/mfa',
        event: 'session.started',
        access_point: 'staff-site',
      },
    ])
  })

  test('TOM-12.1 partly: without a second factor there is no session, and the page says what to do', async () => {
    const browser = new TestBrowser()
    const page = await signIn(browser, staffOrigin, { person: 'noor', level: 'without-second' })
    expect([page.url, page.status]).toEqual([`${staffOrigin}/signin/refused?why=no-second-factor`, 403])
    expect(page.body).toContain('gebruik ook de tweede stap')
    expect(browser.cookies.has(staffCookie)).toBe(false)
  })

  test('somebody who left, and somebody of another organisation, get the same page', async () => {
    const left = await signIn(new TestBrowser(), staffOrigin, { person: 'gone', level: 'with-second' })
    const other = await signIn(
      new TestBrowser(),
      staffOrigin,
      { person: 'noor', level: 'with-second' },
      { organisation: 'mee-zuid-limburg' },
    )
    expect(left.url).toBe(`${staffOrigin}/signin/refused?why=no-account`)
    expect([other.url, other.body, other.status]).toEqual([left.url, left.body, left.status])
  })

  test('a new sign-in has a new token, and the one before it is ended', async () => {
    const browser = new TestBrowser()
    await signIn(browser, staffOrigin, { person: 'noor', level: 'with-second' })
    const first = browser.cookies.get(staffCookie)!
    await signIn(browser, staffOrigin, { person: 'noor', level: 'with-second' })
    expect(browser.cookies.get(staffCookie)).not.toBe(first)
    expect(await isOver(first)).toBe(true)
  })

  test('at a shared computer the next person signs in as themselves, not as who was there before', async () => {
    const browser = new TestBrowser()
    await signIn(browser, staffOrigin, { person: 'noor', level: 'with-second' })
    const next = await signIn(browser, staffOrigin, { person: 'gone', level: 'with-second' })
    expect(next.url).toBe(`${staffOrigin}/signin/refused?why=no-account`)
  })

  test('signing out ends the session in the database and says so', async () => {
    const browser = new TestBrowser()
    const page = await signIn(browser, staffOrigin, { person: 'noor', level: 'with-second' })
    const token = browser.cookies.get(staffCookie)!
    const left = await browser.submit(page, {}, '/signout')
    expect(left.body).toContain('U bent uitgelogd')
    expect(browser.cookies.has(staffCookie)).toBe(false)
    expect(await isOver(token)).toBe(true)
  })

  test('signing out without the token of the session changes nothing', async () => {
    const browser = new TestBrowser()
    await signIn(browser, staffOrigin, { person: 'noor', level: 'with-second' })
    const answer = await browser.post(`${staffOrigin}/signout`, new URLSearchParams())
    expect(answer.status).toBe(403)
    expect(await isOver(browser.cookies.get(staffCookie)!)).toBe(false)
  })

  test('after a time-out one comes back to where one was, and never to another site', async () => {
    const back = await signIn(
      new TestBrowser(),
      staffOrigin,
      { person: 'noor', level: 'with-second' },
      { from: '/signin?over=1&back=/clients' },
    )
    expect(back.url).toBe(`${staffOrigin}/clients`)
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/%09/evil.example',
      'javascript:alert(1)',
    ]) {
      const page = await signIn(
        new TestBrowser(),
        staffOrigin,
        { person: 'noor', level: 'with-second' },
        { from: `/signin?back=${encodeURIComponent(evil)}` },
      )
      expect(new URL(page.url).origin).toBe(staffOrigin)
    }
  })

  test('stopping at the identity provider ends at a plain page', async () => {
    const browser = new TestBrowser()
    const standIn = await browser.submit(await browser.get(`${staffOrigin}/signin`), { organisation })
    const page = await browser.submit(standIn, {}, `${new URL(standIn.url).pathname}/stop`)
    expect(page.url).toBe(`${staffOrigin}/signin/refused?why=cancelled`)
    expect(page.body).toContain('Er is niets gebeurd')
  })

  test('cookies are bound to the host, hidden from scripts and for secure connections', async () => {
    const answer = await fetch(`${staffOrigin}/signin`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ organisation }),
    })
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Host-gestand-staff-signin=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(answer.headers.get('location')).toMatch(/code_challenge_method=S256/)
  })
})

describe('signing in as a client', () => {
  test.each([['substantial'], ['high']])(
    'TOM-9.1 partly: with DigiD at level %s one gets a session',
    async (level) => {
      const browser = new TestBrowser()
      const page = await signIn(browser, portalOrigin, { person: aydin.subject, level })
      expect([page.url, page.status]).toEqual([`${portalOrigin}/`, 200])
      expect(browser.cookies.has('__Host-gestand-portal')).toBe(true)
    },
  )

  test('TOM-9.1 partly: a level below Substantieel is refused, and the page says how to reach it', async () => {
    const browser = new TestBrowser()
    const page = await signIn(browser, portalOrigin, { person: aydin.subject, level: 'low' })
    expect([page.url, page.status]).toEqual([`${portalOrigin}/signin/refused?why=level-too-low`, 403])
    expect(page.body).toContain('niveau Substantieel')
    expect(browser.cookies.has('__Host-gestand-portal')).toBe(false)
  })

  test('the BSN stands in no address and in no cookie', async () => {
    const browser = new TestBrowser()
    await signIn(browser, portalOrigin, { person: aydin.subject, level: 'high' })
    expect(browser.visited.join(' ')).not.toContain(aydin.subject)
    expect([...browser.cookies.values()].join(' ')).not.toContain(aydin.subject)
  })
})

describe('answers that are not ours', () => {
  /** Goes up to the moment that the identity provider sends the browser back, without going back. */
  async function untilTheCode(browser: TestBrowser): Promise<URL> {
    const standIn = await browser.submit(await browser.get(`${staffOrigin}/signin`), { organisation })
    const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const picked = await fetch(standIn.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', cookie: cookie() },
      body: new URLSearchParams({ person: 'noor', level: 'with-second' }),
    })
    const resumed = await fetch(picked.headers.get('location')!, {
      redirect: 'manual',
      headers: { cookie: cookie() },
    })
    return new URL(resumed.headers.get('location')!)
  }

  test('the honest way there works, so the refusals below mean something', async () => {
    const browser = new TestBrowser()
    const page = await browser.get((await untilTheCode(browser)).href)
    expect(page.body).toContain('ingelogd bij')
  })

  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', issuers.digid)],
    ['another code', (url: URL) => url.searchParams.set('code', 'x'.repeat(43))],
  ])('%s is refused', async (_what, change) => {
    const browser = new TestBrowser()
    const url = await untilTheCode(browser)
    change(url)
    const page = await browser.get(url.href)
    expect(page.url).toBe(`${staffOrigin}/signin/refused?why=not-our-answer`)
    expect(browser.cookies.has(staffCookie)).toBe(false)
  })

  test('a code used twice is refused, also with the cookie of its sign-in', async () => {
    const browser = new TestBrowser()
    const url = await untilTheCode(browser)
    const memory = browser.cookies.get('__Host-gestand-staff-signin')!
    await browser.get(url.href)
    const again = new TestBrowser()
    again.cookies.set('__Host-gestand-staff-signin', memory)
    expect((await again.get(url.href)).url).toContain('why=not-our-answer')
  })

  test('the code of somebody else is refused: the browser lacks the memory of that sign-in', async () => {
    const url = await untilTheCode(new TestBrowser())
    const victim = new TestBrowser()
    expect((await victim.get(url.href)).url).toContain('why=not-our-answer')
    await victim.submit(await victim.get(`${staffOrigin}/signin`), { organisation })
    const fresh = await untilTheCode(new TestBrowser())
    expect((await victim.get(fresh.href)).url).toContain('why=not-our-answer')
    expect(victim.cookies.has(staffCookie)).toBe(false)
  })

  test('a changed memory cookie is refused', async () => {
    const browser = new TestBrowser()
    const url = await untilTheCode(browser)
    const sealed = Buffer.from(browser.cookies.get('__Host-gestand-staff-signin')!, 'base64url')
    sealed[40] = (sealed[40] ?? 0) ^ 1
    browser.cookies.set('__Host-gestand-staff-signin', sealed.toString('base64url'))
    expect((await browser.get(url.href)).url).toContain('why=not-our-answer')
  })
})

describe('the stand-in', () => {
  test('demands PKCE, an exact redirect address and a known client', async () => {
    const ask = async (change: (query: URLSearchParams) => void) => {
      const query = new URLSearchParams({
        client_id: 'staff',
        response_type: 'code',
        scope: 'openid',
        redirect_uri: `${staffOrigin}/signin/callback`,
        state: 's'.repeat(43),
        code_challenge: 'c'.repeat(43),
        code_challenge_method: 'S256',
      })
      change(query)
      const answer = await fetch(`${issuers.staff}/auth?${query}`, { redirect: 'manual' })
      return { status: answer.status, to: answer.headers.get('location') ?? '' }
    }
    expect((await ask(() => {})).to).toContain('/sign-in/staff/')
    expect((await ask((query) => query.delete('code_challenge'))).to).toContain('error=invalid_request')
    expect((await ask((query) => query.set('code_challenge_method', 'plain'))).to).toContain(
      'error=invalid_request',
    )
    for (const wrong of [
      `${staffOrigin}/signin/callback/`,
      `${staffOrigin}/signin/callback?x=1`,
      'https://evil.example/',
      `http://localhost:9/signin/callback`,
    ]) {
      expect(await ask((query) => query.set('redirect_uri', wrong))).toEqual({ status: 400, to: '' })
    }
    expect((await ask((query) => query.set('client_id', 'nobody'))).status).toBe(400)
  })

  test('refuses to start outside a demonstration', async () => {
    const none = { people: [], clients: [] }
    await expect(
      makeStandIn({ demonstration: false, origin: standInOrigin, staff: none, digid: none }),
    ).rejects.toThrow('demonstration only')
  })
})

async function isOver(cookie: string): Promise<boolean> {
  const { rows } = await database.admin.query<{ over: boolean }>(
    'select ended_at is not null as over from identity.sessions where token_hash = sha256($1)',
    [Buffer.from(cookie, 'base64url')],
  )
  return rows[0]!.over
}
