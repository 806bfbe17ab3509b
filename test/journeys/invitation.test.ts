import { TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { addDays, dayInNetherlands } from '../../src/kernel/index.ts'
import { launchBrowser } from '../browser.ts'
import { TOM } from '../house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD } from '../own-accounts.ts'
import { staffIdOf } from '../people.ts'
import { scrollsSideways, textOf } from './walkers.ts'

// The organisation without an identity provider: from a name on a list to somebody who works.

vi.setConfig({ testTimeout: 120_000 })
let own: OwnAccounts
let browser: Browser
const secrets = new Map<string, string>()
const today = dayInNetherlands(new Date())

beforeAll(async () => {
  own = await ownAccounts()
  browser = await launchBrowser()
})
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
afterAll(async () => {
  await browser?.close()
  await own?.close()
})

const go = (page: Page, path: string) => page.goto(new URL(path, own.origin).href)

async function newPage(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ locale: 'nl-NL' })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

/** The next code of somebody's app: each works once. */
function code(userName: string): string {
  own.nextCode()
  const secret = secrets.get(userName)
  if (!secret) throw new Error(`${userName} has no app`)
  return new TOTP({ secret }).generate({ timestamp: Date.now() + own.clock.ahead })
}

/** Follows a link to make an account, with an app; ends at the recovery codes. */
async function accept(page: Page, link: string, userName: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Gebruikersnaam').fill(userName)
  await page.getByLabel('Nieuw wachtwoord').fill(PASSWORD)
  await page.getByRole('button', { name: 'Ga verder' }).click()
  await page.getByRole('heading', { name: 'Kies uw tweede stap' }).waitFor()
  secrets.set(userName, (await page.locator('main b').first().innerText()).replaceAll(' ', ''))
  await page.getByLabel('De code die de app nu toont').fill(code(userName))
  await page.getByRole('button', { name: 'Gebruik de app' }).click()
  await page.locator('main li code').first().waitFor()
}

async function signIn(page: Page, userName: string): Promise<void> {
  await go(page, '/signin')
  await page.getByLabel('Tom in de buurt').check()
  await page.getByLabel('Gebruikersnaam').fill(userName)
  await page.getByLabel('Wachtwoord').fill(PASSWORD)
  await page.getByRole('button', { name: 'Ga verder' }).click()
  await confirm(page, userName, 'Inloggen')
}

async function confirm(page: Page, userName: string, button = 'Bevestig'): Promise<void> {
  await page.getByLabel('Code uit uw app').fill(code(userName))
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.waitForURL((url) => !/signin|confirm/.test(url.pathname))
}

/** An administrator, or somebody else who keeps the people, in a browser of their own. */
async function keeper(name: string): Promise<Page> {
  const userName = `${name.toLowerCase()}@tom.example`
  const page = await newPage()
  if (secrets.has(userName)) await signIn(page, userName)
  else await accept(page, await own.invite(await own.staffId(name)), userName)
  return page
}

/** Adds Teun without any declaration, and gives him a function by two people. */
async function addTeun(henk: Page, yara: Page): Promise<string> {
  await go(henk, '/people/new')
  expect(await henk.getByLabel('Account bij de inlogdienst').count()).toBe(0)
  await henk.getByLabel('Naam').fill('Teun Aerts')
  await henk.getByLabel('Werkgever').selectOption('kwadraad')
  await henk.getByRole('button', { name: 'Voeg medewerker toe' }).click()
  expect(await textOf(henk)).toContain(
    'Uitnodigen kan zodra deze medewerker in dienst is en een functie heeft.',
  )
  await henk.getByLabel('Welke functie krijgt deze medewerker?').selectOption('neighbourhood-coach')
  await henk.getByRole('button', { name: 'Vraag functie aan' }).click()
  await go(yara, '/people/requests')
  await yara.getByRole('button', { name: 'Keur goed' }).click()
  await confirm(yara, 'yara@tom.example')
  await yara.getByRole('button', { name: 'Keur goed' }).click()
  return new URL(henk.url()).pathname
}

test('TOM-12.1 partly: an administrator invites, the newcomer makes an account with a second factor, meets closed doors, and works once cleared', async () => {
  const [henk, yara] = [await keeper('Henk'), await keeper('Yara')]
  const person = await addTeun(henk, yara)
  await go(henk, person)
  await henk.getByRole('button', { name: 'Nodig uit' }).click()
  await confirm(henk, 'henk@tom.example')
  expect(new URL(henk.url()).pathname).toBe(person)
  await henk.getByRole('button', { name: 'Nodig uit' }).click()
  await henk.getByRole('heading', { name: 'Uitnodiging voor Teun Aerts' }).waitFor()
  const link = await henk.locator('main code').innerText()
  // Shown once: nowhere on the page of the person.
  await henk.getByRole('link', { name: 'Terug naar Teun Aerts' }).click()
  expect(await textOf(henk)).toContain('Uitgenodigd op')
  expect(await henk.content()).not.toContain(link)

  const teun = await newPage()
  await accept(teun, link, 'teun@tom.example')
  await teun.getByRole('link', { name: /bewaard/ }).click()
  expect(await textOf(teun)).toMatch(/geheimhouding/i)
  expect((await go(teun, '/clients'))?.status()).toBe(403)

  for (const kind of ['secrecy', 'conduct', 'awareness']) {
    await go(henk, person)
    await henk.getByLabel('Wat hebt u gezien?').selectOption(kind)
    await henk.getByLabel('Geldig vanaf').fill(today)
    await henk.getByLabel('Geldig tot en met').fill(addDays(today, 365))
    await henk.getByRole('button', { name: 'Leg vast' }).click()
    await henk.getByText('Dit is vastgelegd.').waitFor()
  }
  expect(await textOf(henk)).toContain('Deze medewerker heeft een eigen account.')
  expect(await henk.getByRole('button', { name: /Nodig/ }).count()).toBe(0)
  expect((await go(teun, '/clients'))?.status()).toBe(200)
  const again = await newPage()
  await signIn(again, 'teun@tom.example')
  expect((await go(again, '/clients'))?.status()).toBe(200)
  expect((await newPage().then((page) => page.goto(link)))?.status()).toBe(404)
})

test('an invitation is withdrawn, and one that ended unused is seen', async () => {
  const henk = await keeper('Henk')
  const wim = `/people/${await own.staffId('Wim')}`
  const link = await own.invite(await own.staffId('Wim'))
  await go(henk, wim)
  await henk.getByRole('button', { name: 'Trek uitnodiging in' }).click()
  expect(await textOf(henk)).toContain('De uitnodiging is ingetrokken. De link werkt niet meer.')
  expect((await newPage().then((page) => page.goto(link)))?.status()).toBe(404)
  await own.invite(await own.staffId('Wim'))
  await own.house.owner.query(
    `update identity.invitations set made_at = made_at - interval '8 days', ends_at = ends_at - interval '8 days' where withdrawn_at is null and used_at is null`,
  )
  await own.house.owner.query('delete from identity.invitations where withdrawn_at is not null')
  await go(henk, '/people')
  expect(await textOf(henk)).toMatch(/Wim ter Horst ?uitnodiging verlopen/i)
  await go(henk, wim)
  expect(await textOf(henk)).toContain('is verlopen op')
  await henk.setViewportSize({ width: 320, height: 640 })
  expect(await scrollsSideways(henk)).toBe(false)
})

test('a team manager does not invite, and reads who does', async () => {
  const karin = await keeper('Karin')
  await go(karin, `/people/${await own.staffId('Wim')}`)
  expect(await textOf(karin)).toContain('Een beheerder nodigt deze medewerker uit.')
  expect(await karin.getByRole('button', { name: /Nodig/ }).count()).toBe(0)
})

test('somebody with an own account is blocked while working, and gets in again after a colleague lifted it', async () => {
  const [henk, yara] = [await keeper('Henk'), await keeper('Yara')]
  const teun = await newPage()
  await signIn(teun, 'teun@tom.example')
  expect((await go(teun, '/clients'))?.status()).toBe(200)
  await go(henk, `/people/${await own.staffId('Teun')}`)
  await henk.getByText('Toegang blokkeren').click()
  await henk.getByRole('button', { name: 'Blokkeer' }).click()
  await henk.getByRole('alert').getByText('Waarom?').waitFor()
  await henk.getByLabel('Waarom?').selectOption('device-lost')
  await henk.getByRole('button', { name: 'Blokkeer' }).click()
  expect(await textOf(henk)).toContain('Geblokkeerd. Deze medewerker is overal uitgelogd.')
  expect(await textOf(henk)).toMatch(/Geblokkeerd op .* door Henk Oosting\. Reden: telefoon/)
  expect(await henk.getByRole('button', { name: 'Hef blokkade op' }).count()).toBe(0)
  await go(teun, '/clients')
  expect(new URL(teun.url()).pathname).toBe('/signin')
  // The right password is told nothing about it: the same answer as a wrong one.
  await teun.getByLabel('Tom in de buurt').check()
  await teun.getByLabel('Gebruikersnaam').fill('teun@tom.example')
  await teun.getByLabel('Wachtwoord').fill(PASSWORD)
  await teun.getByRole('button', { name: 'Ga verder' }).click()
  await teun.getByRole('alert').getByText('De gebruikersnaam of het wachtwoord klopt niet.').waitFor()

  await go(yara, `/people/${await own.staffId('Teun')}`)
  await yara.getByRole('button', { name: 'Hef blokkade op' }).click()
  await confirm(yara, 'yara@tom.example')
  await yara.getByRole('button', { name: 'Hef blokkade op' }).click()
  expect(await textOf(yara)).toContain('De blokkade is opgeheven.')
  await signIn(teun, 'teun@tom.example')
  expect((await go(teun, '/clients'))?.status()).toBe(200)
})

test('with an identity provider there is nothing to invite, and the page says why', async () => {
  const { staffSite } = await import('../wall/staff-site.ts')
  const site = await staffSite(own.house)
  const page = await site.get(
    await own.house.staff('henk'),
    `/people/${await staffIdOf(own.house, 'wim', TOM)}`,
  )
  expect(page.body).toContain('Medewerkers loggen hier in met het account van hun werk')
  expect(page.body).not.toContain('Nodig uit')
  await site.app.close()
})
