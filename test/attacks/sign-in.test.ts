import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TestBrowser } from '../../src/identity/sign-in.test-browser.ts'
import { CAST, TOM } from '../house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD, type Person } from '../own-accounts.ts'
import { openSites, type Sites } from './sites.ts'

// What an outsider or a colleague may try at the door, against running sites. What is the same at both: both-entrances.test.ts.

const staffCookie = '__Host-gestand-staff'
let sites: Sites
let own: OwnAccounts
let noor: Person

beforeAll(async () => {
  sites = await openSites()
  own = await ownAccounts()
  noor = await own.makeAccount(new TestBrowser(), 'Noor')
})
afterAll(async () => {
  await sites?.close()
  await own?.close()
})
beforeEach(async () => {
  await own.house.owner.query('delete from identity.attempts')
})

const at = (url: string) => new URL(url).pathname
const isRefused = (url: string) => at(url) === '/signin/refused'
const signedIn = async (origin: string, browser: TestBrowser) =>
  at((await browser.get(`${origin}/clients`)).url) === '/clients'

describe('session fixation', () => {
  test.each(['identity provider', 'own account'])(
    'a token that an attacker planted is never the one after signing in: %s',
    async (way) => {
      const planted = randomBytes(32).toString('base64url')
      const victim = new TestBrowser()
      victim.cookies.set(staffCookie, planted)
      victim.cookies.set(`${staffCookie}-at`, TOM)
      const origin = way === 'own account' ? own.origin : sites.at.staff
      if (way === 'own account') await own.signIn(victim, noor)
      else await sites.signIn(victim, 'staff', 'noor')
      expect(victim.cookies.get(staffCookie)).not.toBe(planted)
      expect(await signedIn(origin, victim)).toBe(true)
      const attacker = new TestBrowser()
      attacker.cookies.set(staffCookie, planted)
      attacker.cookies.set(`${staffCookie}-at`, TOM)
      expect(await signedIn(origin, attacker)).toBe(false)
    },
  )

  test('the session of the attacker, planted with a victim, is ended when the victim signs in', async () => {
    const [attacker, victim] = [new TestBrowser(), new TestBrowser()]
    await sites.signIn(attacker, 'staff', 'noor')
    for (const name of [staffCookie, `${staffCookie}-at`])
      victim.cookies.set(name, attacker.cookies.get(name)!)
    await sites.signIn(victim, 'staff', 'karin')
    expect(await signedIn(sites.at.staff, attacker)).toBe(false)
  })
})

describe('signing a victim in as the attacker', () => {
  const fromElsewhere = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
  ]

  test('a form on another site does not get in', async () => {
    for (const headers of fromElsewhere) {
      const victim = new TestBrowser()
      const body = new URLSearchParams({ organisation: TOM, userName: noor.userName, password: PASSWORD })
      expect((await victim.post(`${own.origin}/signin`, body, headers)).status).toBe(403)
      expect(
        (await victim.post(`${sites.at.staff}/signin`, new URLSearchParams({ organisation: TOM }), headers))
          .status,
      ).toBe(403)
      expect(victim.cookies.size).toBe(0)
    }
  })

  test('a second step sent from another site does not get in, also with the first step done', async () => {
    const victim = new TestBrowser()
    await own.password(victim, noor.userName)
    for (const headers of fromElsewhere) {
      const body = new URLSearchParams({ code: own.code(noor.secret) })
      expect((await victim.post(`${own.origin}/signin/second`, body, headers)).status).toBe(403)
    }
    expect(victim.cookies.has(staffCookie)).toBe(false)
  })
})

describe('an answer of the identity provider', () => {
  test('of the provider for clients is worth nothing at the staff site, and the other way round', async () => {
    const browser = new TestBrowser()
    const forClient = await sites.untilTheCode(browser, 'portal', CAST.aydin)
    const mixed = new URL(`${sites.at.staff}${forClient.pathname}${forClient.search}`)
    expect(isRefused((await browser.get(mixed.href)).url)).toBe(true)
    const memory = browser.cookies.get('__Host-gestand-portal-signin')!
    const thief = new TestBrowser()
    thief.cookies.set('__Host-gestand-staff-signin', memory)
    expect(isRefused((await thief.get(mixed.href)).url)).toBe(true)
    expect(thief.cookies.has(staffCookie)).toBe(false)
  })

  test('with an error that was slipped in, or anything twice, is refused', async () => {
    for (const change of [
      (url: URL) => url.searchParams.set('error', 'access_denied'),
      (url: URL) => url.searchParams.append('state', 'x'),
      (url: URL) => url.searchParams.append('code', 'x'),
    ]) {
      const browser = new TestBrowser()
      const url = await sites.untilTheCode(browser, 'staff', 'noor')
      change(url)
      expect(isRefused((await browser.get(url.href)).url)).toBe(true)
      expect(browser.cookies.has(staffCookie)).toBe(false)
    }
  })

  test('of somebody who signs in at the staff site opens nothing in the portal', async () => {
    const browser = new TestBrowser()
    await sites.signIn(browser, 'staff', 'noor')
    browser.cookies.set('__Host-gestand-portal', browser.cookies.get(staffCookie)!)
    browser.cookies.set('__Host-gestand-portal-at', TOM)
    const page = await browser.get(`${sites.at.portal}/`)
    expect(page.status === 200 && page.body.includes('Aydin')).toBe(false)
  })
})

describe('a way back to another site', () => {
  const evils = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '%2F%2Fevil.example',
    'javascript:alert(1)',
    'http:evil.example',
    '/%5cevil.example/..//evil.example',
  ]

  test.each(evils)('%j is not followed', async (evil) => {
    const ways: [TestBrowser, () => Promise<{ url: string }>][] = []
    const provider = new TestBrowser()
    ways.push([
      provider,
      () => sites.signIn(provider, 'staff', 'noor', `/signin?back=${encodeURIComponent(evil)}`),
    ])
    const account = new TestBrowser()
    ways.push([
      account,
      async () => {
        const form = await account.get(`${own.origin}/signin?back=${encodeURIComponent(evil)}`)
        const second = await account.submit(form, {
          organisation: TOM,
          userName: noor.userName,
          password: PASSWORD,
        })
        const page = await account.submit(second, { code: own.code(noor.secret) }, '/signin/second')
        own.nextCode()
        return page
      },
    ])
    for (const [browser, go] of ways) {
      const page = await go()
      expect([sites.at.staff, own.origin]).toContain(new URL(page.url).origin)
      expect(browser.visited.some((url) => new URL(url).hostname !== 'localhost')).toBe(false)
    }
    await own.house.owner.query('delete from identity.attempts')
  })
})

describe('showing the second factor again through the identity provider', () => {
  const fresh = async (browser: TestBrowser) => {
    const { rows } = await sites.house.owner.query<{ fresh: boolean }>(
      'select wall.stepped_up($1) as fresh',
      [Buffer.from(browser.cookies.get(staffCookie)!, 'base64url')],
    )
    return rows[0]!.fresh
  }
  const ask = async (browser: TestBrowser) =>
    browser.submit(
      await browser.get(`${sites.at.staff}/account/confirm?back=/account/sessions`),
      {},
      '/account/confirm',
    )

  test('asks the provider anew, rotates the session, and comes back', async () => {
    const browser = new TestBrowser()
    await sites.signIn(browser, 'staff', 'noor')
    const before = browser.cookies.get(staffCookie)!
    const standIn = await ask(browser)
    const asked = browser.visited.find((url) => url.includes('/staff/auth') && url.includes('max_age=0'))
    expect(asked).toContain('prompt=login')
    const page = await sites.pick(browser, standIn, 'noor')
    expect([at(page.url), await fresh(browser)]).toEqual(['/account/sessions', true])
    expect(browser.cookies.get(staffCookie)).not.toBe(before)
    const old = new TestBrowser()
    old.cookies.set(staffCookie, before)
    old.cookies.set(`${staffCookie}-at`, TOM)
    expect(await signedIn(sites.at.staff, old)).toBe(false)
  })

  test('by somebody else is refused, and stands in the ledger', async () => {
    const browser = new TestBrowser()
    await sites.signIn(browser, 'staff', 'noor')
    const page = await sites.pick(browser, await ask(browser), 'karin')
    expect(page.url).toContain('why=somebody-else')
    expect(await fresh(browser)).toBe(false)
    const { rows } = await sites.house.owner.query(
      `select outcome, reason from ledger.entries where event = 'session.step-up-refused' order by seq desc limit 1`,
    )
    expect(rows[0]).toEqual({ outcome: 'refused', reason: 'somebody-else' })
  })

  test('without a second factor is refused', async () => {
    const browser = new TestBrowser()
    await sites.signIn(browser, 'staff', 'noor')
    const page = await sites.pick(browser, await ask(browser), 'noor', 'without-second')
    expect(page.url).toContain('why=no-second-factor')
    expect(await fresh(browser)).toBe(false)
  })

  test('works for clients too, for who is signed in only', async () => {
    const browser = new TestBrowser()
    await sites.signIn(browser, 'portal', CAST.aydin)
    const go = async () =>
      browser.submit(
        await browser.get(`${sites.at.portal}/account/confirm?back=/account/sessions`),
        {},
        '/account/confirm',
      )
    expect((await sites.pick(browser, await go(), CAST.deWit)).url).toContain('why=somebody-else')
    expect(at((await sites.pick(browser, await go(), CAST.aydin)).url)).toBe('/account/sessions')
  })
})
