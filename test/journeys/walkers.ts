import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { CAST, MEE, TOM } from '../house.ts'
import type { Neighbourhood } from './neighbourhood.ts'

export type Cast = keyof typeof CAST

type SignIn = {
  organisation?: string
  /** The way to sign in at the stand-in; the right one when not given. */
  level?: 'with-second' | 'without-second' | 'substantial' | 'high' | 'low'
  /** The page to go to first; the site brings one there after the sign-in. */
  path?: string
}

/** A browser context that is watched: what it asks and complains about stands in `seen`. */
export async function newContext(
  { browser, seen }: Neighbourhood,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'nl-NL', ...options })
  context.setDefaultTimeout(15_000)
  seen.watch(context)
  return context
}

/** Signs somebody of the staff in through the stand-in, as a person does. */
export async function signInStaff(
  neighbourhood: Neighbourhood,
  context: BrowserContext,
  subject: string,
  { organisation = organisationOf(subject), level = 'with-second', path = '/' }: SignIn = {},
): Promise<Page> {
  return signIn(context, `${neighbourhood.at.staff}${path}`, organisation, subject, level)
}

/** Signs a client in through the stand-in for DigiD. */
export async function signInClient(
  neighbourhood: Neighbourhood,
  context: BrowserContext,
  client: Cast,
  { organisation = TOM, level = 'substantial', path = '/' }: SignIn = {},
): Promise<Page> {
  return signIn(context, `${neighbourhood.at.portal}${path}`, organisation, CAST[client], level)
}

/** A page of somebody of the staff, in a context of its own. */
export async function staff(
  neighbourhood: Neighbourhood,
  subject: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  return signInStaff(neighbourhood, await newContext(neighbourhood, options), subject)
}

/** A page of a client, in a context of its own. */
export async function client(
  neighbourhood: Neighbourhood,
  who: Cast,
  options: BrowserContextOptions = {},
): Promise<Page> {
  return signInClient(neighbourhood, await newContext(neighbourhood, options), who)
}

async function signIn(
  context: BrowserContext,
  address: string,
  organisation: string,
  person: string,
  level: string,
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  await throughStandIn(page, organisation, person, level)
  return page
}

/** From the sign-in page of a site to where the site leads afterwards. */
export async function throughStandIn(
  page: Page,
  organisation: string,
  person: string,
  level: string,
): Promise<void> {
  await page.locator(`input[name=organisation][value=${organisation}]`).check()
  await page.locator('main button').click()
  await page.locator(`input[name=person][value="${person}"]`).check()
  await page.locator(`input[name=level][value=${level}]`).check()
  await page.locator('main form').first().locator('button').click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in/') && !url.pathname.includes('/auth'))
}

function organisationOf(subject: string): string {
  return ['daan', 'lieke', 'rosa'].includes(subject) ? MEE : TOM
}

/** Ends every session, as the server does after a quarter of an hour without a sign of life. */
export async function endAllSessions({ house }: Neighbourhood): Promise<void> {
  await house.owner.query(`update identity.sessions set last_seen_at = now() - interval '16 minutes'`)
}

/** Whether the page is wider than the screen. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}

/** What a page says, on one line. */
export async function textOf(page: Page): Promise<string> {
  return (await page.locator('main').innerText()).replace(/\s+/g, ' ')
}
