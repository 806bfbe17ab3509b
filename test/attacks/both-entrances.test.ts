import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestBrowser } from '../../src/identity/sign-in.test-browser.ts'
import { CAST, TOM } from '../house.ts'
import { openSites, type Sites } from './sites.ts'

// The attacks on signing in that both sites must withstand, each at the site of the staff and at the portal.

let sites: Sites
beforeAll(async () => {
  sites = await openSites()
})
afterAll(() => sites?.close())

const PEOPLE = { staff: ['noor', 'karin'], portal: [CAST.aydin, CAST.deWit] } as const
const PROVIDER = { staff: 'staff', portal: 'digid' } as const
const OTHER = { staff: 'portal', portal: 'staff' } as const

describe.each(['staff', 'portal'] as const)('at the %s', (site) => {
  const [victim, attacker] = PEOPLE[site]
  const cookie = `__Host-gestand-${site}`
  const refused = (page: { url: string }) => new URL(page.url).pathname === '/signin/refused'
  const isIn = async (browser: TestBrowser) => {
    const { pathname } = new URL((await browser.get(`${sites.at[site]}/account/sessions`)).url)
    return pathname === '/account/sessions'
  }

  test('who signs in honestly is in, so the refusals below mean something', async () => {
    const browser = new TestBrowser()
    await sites.signIn(browser, site, victim)
    expect(await isIn(browser)).toBe(true)
    const codeOnly = new TestBrowser()
    await codeOnly.get((await sites.untilTheCode(codeOnly, site, victim)).href)
    expect(await isIn(codeOnly)).toBe(true)
  })

  test('a token that was planted before signing in opens nothing after it', async () => {
    const planted = randomBytes(32).toString('base64url')
    const [browser, thief] = [new TestBrowser(), new TestBrowser()]
    for (const one of [browser, thief]) {
      one.cookies.set(cookie, planted)
      one.cookies.set(`${cookie}-at`, TOM)
    }
    await sites.signIn(browser, site, victim)
    expect(await isIn(browser)).toBe(true)
    expect(browser.cookies.get(cookie)).not.toBe(planted)
    expect(await isIn(thief)).toBe(false)
  })

  test('a form elsewhere begins no sign-in, and the address of the attacker does nothing in another browser', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': '', origin: 'https://evil.example' },
    ]) {
      const browser = new TestBrowser()
      const begun = await browser.post(
        `${sites.at[site]}/signin`,
        new URLSearchParams({ organisation: TOM }),
        headers,
      )
      expect(begun.status).toBe(403)
      expect(browser.cookies.size).toBe(0)
    }
    const url = await sites.untilTheCode(new TestBrowser(), site, attacker)
    const browser = new TestBrowser()
    expect(refused(await browser.get(url.href))).toBe(true)
    expect(await isIn(browser)).toBe(false)
  })

  test('an answer works once, also with every cookie that it worked with', async () => {
    const browser = new TestBrowser()
    const url = await sites.untilTheCode(browser, site, victim)
    const cookies = new Map(browser.cookies)
    expect(refused(await browser.get(url.href))).toBe(false)
    const again = new TestBrowser()
    for (const [name, value] of cookies) again.cookies.set(name, value)
    expect(refused(await again.get(url.href))).toBe(true)
    expect(again.cookies.has(cookie)).toBe(false)
  })

  test('the state is that of this very sign-in: another, an earlier one, or none is refused', async () => {
    const earlier = (await sites.untilTheCode(new TestBrowser(), site, victim)).searchParams.get('state')!
    for (const state of [earlier, randomBytes(32).toString('base64url'), '', undefined]) {
      const browser = new TestBrowser()
      const url = await sites.untilTheCode(browser, site, victim)
      if (state === undefined) url.searchParams.delete('state')
      else url.searchParams.set('state', state)
      expect(refused(await browser.get(url.href)), String(state)).toBe(true)
      expect(browser.cookies.has(cookie)).toBe(false)
    }
  })

  test('a stolen code, put into the sign-in of the thief, lets nobody in: it was asked with another secret', async () => {
    const stolen = (await sites.untilTheCode(new TestBrowser(), site, victim)).searchParams.get('code')!
    const thief = new TestBrowser()
    const url = await sites.untilTheCode(thief, site, attacker)
    url.searchParams.set('code', stolen)
    expect(refused(await thief.get(url.href))).toBe(true)
    expect(await isIn(thief)).toBe(false)
  })

  test('an answer that names another provider, no provider, or came from the other site is refused', async () => {
    const issuers = [`${sites.at.standIn}/${PROVIDER[OTHER[site]]}`, 'https://evil.example', undefined]
    for (const issuer of issuers) {
      const browser = new TestBrowser()
      const url = await sites.untilTheCode(browser, site, victim)
      if (issuer === undefined) url.searchParams.delete('iss')
      else url.searchParams.set('iss', issuer)
      expect(refused(await browser.get(url.href)), issuer).toBe(true)
      expect(browser.cookies.has(cookie)).toBe(false)
    }
    const browser = new TestBrowser()
    const elsewhere = await sites.untilTheCode(browser, OTHER[site], PEOPLE[OTHER[site]][0])
    await sites.untilTheCode(browser, site, victim)
    const mixed = new URL(`${sites.at[site]}${elsewhere.pathname}${elsewhere.search}`)
    expect(refused(await browser.get(mixed.href))).toBe(true)
    expect(browser.cookies.has(cookie)).toBe(false)
  })

  test('the way back after signing in stays on the site, wherever an attacker wants it to go', async () => {
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
    ]) {
      const browser = new TestBrowser()
      const page = await sites.signIn(browser, site, victim, `/signin?back=${encodeURIComponent(evil)}`)
      expect(new URL(page.url).origin, evil).toBe(sites.at[site])
      expect(browser.visited.some((url) => new URL(url).hostname !== 'localhost')).toBe(false)
    }
  })
})
