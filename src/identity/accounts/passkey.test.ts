import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../test/browser.ts'
import { TOM } from '../../../test/house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD } from '../../../test/own-accounts.ts'

let own: OwnAccounts
let browser: Browser
let page: Page
let cdp: CDPSession
let authenticatorId: string
const userName = 'noor@tom.example'

beforeAll(async () => {
  own = await ownAccounts()
  browser = await launchBrowser()
  page = await (await browser.newContext()).newPage()
  cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  authenticatorId = await addKey(true)
})
afterAll(async () => {
  await browser?.close()
  await own?.close()
})
beforeEach(async () => {
  await own.house.owner.query('delete from identity.attempts')
})

/** A key as a telephone or computer has it; `verifies`: it checks finger, face or PIN. */
async function addKey(verifies: boolean): Promise<string> {
  const answer = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: verifies,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  })
  return answer.authenticatorId
}

async function typePassword(): Promise<void> {
  // The test before may have left a form under way, which interrupts this once.
  const signin = `${own.origin}/signin`
  await page.goto(signin).catch(() => page.goto(signin))
  await page.getByLabel('Tom in de buurt').check()
  await page.getByLabel('Gebruikersnaam').fill(userName)
  await page.getByLabel('Wachtwoord').fill(PASSWORD)
  await page.getByRole('button', { name: 'Ga verder' }).click()
  await page.waitForURL('**/signin/second')
}

const sessions = async () => {
  const { rows } = await own.house.owner.query<{ assurance: string; browser: string }>(
    `select assurance, browser from identity.sessions where organisation_id = $1 and assurance like 'own account%' order by started_at`,
    [TOM],
  )
  return rows
}

test('an invited person makes a passkey and is in', async () => {
  await page.goto(await own.invite(await own.staffId('Noor')))
  await page.getByLabel('Gebruikersnaam').fill(userName)
  await page.getByLabel('Nieuw wachtwoord').fill(PASSWORD)
  await page.getByRole('button', { name: 'Ga verder' }).click()
  await page.getByRole('button', { name: 'Maak een toegangssleutel' }).click()
  await page.getByRole('heading', { name: 'Bewaar deze codes' }).waitFor()
  expect(await page.locator('code').count()).toBe(10)
  await page.getByRole('link', { name: 'Ik heb de codes bewaard' }).click()
  await page.waitForURL('**/clients')
  expect((await sessions()).at(-1)).toMatchObject({
    assurance: 'own account: password and passkey',
    browser: 'Chrome, Linux',
  })
})

test('signing in with password and passkey works, again and again', async () => {
  for (let time = 1; time <= 2; time += 1) {
    await page.context().clearCookies()
    await typePassword()
    await page.getByRole('button', { name: 'Gebruik uw toegangssleutel' }).click()
    await page.waitForURL('**/clients')
  }
})

test('the same answer sent twice is refused the second time', async () => {
  await page.context().clearCookies()
  await typePassword()
  const cookies = await page.context().cookies()
  // Other requests may still be under way: it is the form that counts.
  const posted = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('button', { name: 'Gebruik uw toegangssleutel' }).click()
  const sent = (await posted).postData() ?? ''
  await page.waitForURL('**/clients')
  expect(sent).toContain('passkey=')
  const again = await fetch(`${own.origin}/signin/second`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'sec-fetch-site': 'same-origin',
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
    body: new URLSearchParams(sent),
  })
  expect(again.status).toBe(400)
  expect(again.headers.getSetCookie().join()).not.toMatch(/__Host-gestand-staff=[\w-]/)
})

test('a passkey that did not check the person is refused', async () => {
  await page.context().clearCookies()
  await typePassword()
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  const button = page.getByRole('button', { name: 'Gebruik uw toegangssleutel' })
  // The browser itself refuses what the page asks for; so the page is made to ask for less, as an attacker would.
  await button.click()
  await page.getByText('Het lukte niet met de toegangssleutel').waitFor()
  await button.evaluate((element) => {
    const asked = { ...JSON.parse(element.dataset.passkeyOptions ?? ''), userVerification: 'discouraged' }
    element.dataset.passkeyOptions = JSON.stringify(asked)
  })
  const answer = page.waitForResponse((response) => response.request().method() === 'POST')
  await button.click()
  expect((await answer).status()).toBe(400)
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  expect(new URL(page.url()).pathname).toBe('/signin/second')
  expect((await page.context().cookies()).some(({ name }) => name === '__Host-gestand-staff')).toBe(false)
})

test('before a sensitive act the passkey is asked again', async () => {
  await page.context().clearCookies()
  await typePassword()
  await page.getByRole('button', { name: 'Gebruik uw toegangssleutel' }).click()
  await page.waitForURL('**/clients')
  await page.goto(`${own.origin}/account/passkey`)
  expect(new URL(page.url()).pathname).toBe('/account/confirm')
  await page.getByRole('button', { name: 'Gebruik uw toegangssleutel' }).click()
  await page.waitForURL('**/account/passkey')
})

test('the script for passkeys and the one for drafts weigh less than 10 kB together', async () => {
  const { buildAssets } = await import('../../web/index.ts')
  const { files, autosave, passkey } = await buildAssets()
  const weight = [autosave, passkey].reduce((sum, path) => sum + (files.get(path)?.body.length ?? 0), 0)
  expect(weight).toBeLessThan(10_000)
})
