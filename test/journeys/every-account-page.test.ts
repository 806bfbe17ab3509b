import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { dayInNetherlands } from '../../src/kernel/index.ts'
import { judgeCapacity } from '../../src/representation/capacity-judgement.ts'
import { launchBrowser } from '../browser.ts'
import { MEE } from '../house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD } from '../own-accounts.ts'
import { OWN_ACCOUNTS } from '../route-list.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { faultsOnDesk, faultsOnPhone } from './page-checks.ts'
import { ACCOUNTS, pageList } from './page-list.ts'
import { scrollsSideways, staff } from './walkers.ts'

// The pages of accounts of the house itself, of staff and in the portal: what they lead to is walked elsewhere.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
const faults: string[] = []
const seen = new Set<string>()

/** Looks at the page that is shown, as every page is looked at; again in English where its address alone brings it back. */
async function look(page: Page, pattern: string, { again = true } = {}): Promise<void> {
  seen.add(pattern)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const fault of await faultsOnDesk(page)) faults.push(`${pattern}: ${fault}`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 320, height: 640 })
  if (await scrollsSideways(page)) faults.push(`${pattern}: scrolls sideways at 320 pixels`)
  if (again) {
    await speak(page, 'en')
    await page.reload()
    for (const fault of await faultsOnPhone(page)) faults.push(`${pattern}, in English: ${fault}`)
    await speak(page, 'nl')
    await page.reload()
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

const speak = (page: Page, language: string) =>
  page.context().addCookies([{ name: 'gestand-lang', value: language, url: new URL(page.url()).origin }])
const send = (page: Page) => page.locator('main form').first().getByRole('button').first().click()
const codeOf = (secret: string, timestamp = Date.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')), digits: 6, period: 30 }).generate({
    timestamp,
  })

describe('accounts of staff', () => {
  let own: OwnAccounts
  let browser: Browser
  beforeAll(async () => {
    own = await ownAccounts()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await own?.close()
  })

  test('every page of an own account is without a violation, from the invitation to the last key', async () => {
    faults.length = 0
    seen.clear()
    const page = await browser.newPage({ locale: 'nl-NL' })
    page.setDefaultTimeout(15_000)
    const go = (path: string) => page.goto(own.origin + path)
    const code = (secret: string) => {
      own.nextCode()
      return codeOf(secret, Date.now() + own.clock.ahead)
    }
    await go('/invitation/no-such-invitation')
    await look(page, '/invitation/:secret')
    await page.goto(await own.invite(await own.staffId('Henk')))
    await look(page, '/invitation/:secret')
    await send(page)
    await look(page, '/invitation/:secret', { again: false })
    await page.locator('[name=userName]').fill('henk@tom.example')
    await page.locator('[name=password]').fill(PASSWORD)
    await send(page)
    await look(page, '/invitation/:secret/second')
    const secret = await page.locator('main b').first().innerText()
    await page.locator('[name=code]').first().fill('000000')
    await page.getByRole('button', { name: 'Gebruik de app' }).click()
    await look(page, '/invitation/:secret/second', { again: false })
    await page.locator('[name=code]').first().fill(code(secret))
    await page.getByRole('button', { name: 'Gebruik de app' }).click()
    await page.locator('main li code').first().waitFor()
    await look(page, '/invitation/:secret/second', { again: false })

    for (const path of ['/account', '/account/password', '/account/passkey', '/account/app']) {
      await own.house.owner.query('update identity.sessions set stepped_up_at = now()')
      await go(path)
      await look(page, path)
    }
    await go('/account/password')
    await send(page)
    await look(page, '/account/password', { again: false })
    await go(`/account/confirm?back=${encodeURIComponent('/account')}`)
    await look(page, '/account/confirm')
    await go(`/people/${await own.staffId('Noor')}`)
    await look(page, '/people/:person')

    await page.context().clearCookies()
    await go('/signin')
    await look(page, '/signin')
    await page.locator('input[name=organisation]').last().check()
    await page.locator('[name=userName]').fill('henk@tom.example')
    await page.locator('[name=password]').fill(PASSWORD)
    await send(page)
    await look(page, '/signin/second')
    expect(faults).toEqual([])
    const pages = Object.keys(OWN_ACCOUNTS).filter((route) => route.startsWith('GET '))
    for (const route of pages) expect([...seen]).toContain(route.slice(4))
  })
})

describe('accounts of the portal', () => {
  let all: Neighbourhood
  let dossier: string
  beforeAll(async () => {
    all = await openNeighbourhood()
    const { rows } = await all.house.owner.query<{ dossier_id: string }>(
      'select dossier_id from dossier.dossiers where organisation_id = $1',
      [MEE],
    )
    dossier = rows[0]?.dossier_id ?? ''
    const weighed = { able: true, parentsMay: true, grounds: 'Sjef vertelt zelf goed wat hij wil.' }
    const daan = await all.house.staff('daan', MEE)
    const weighedOn = dayInNetherlands(new Date())
    const answer = await all.house.door.enter(daan, judgeCapacity, dossier, { ...weighed, weighedOn })
    expect(answer.outcome).toBe('opened')
  })
  afterAll(() => all?.close())

  test('every page of an account of the portal is without a violation, from the code to showing again who one is', async () => {
    faults.length = 0
    seen.clear()
    const worker = await staff(all, 'daan')
    await worker.goto(`${all.at.staff}/dossiers/${dossier}/portal-code`)
    await look(worker, '/dossiers/:dossier/portal-code')
    // a code asks for the second factor anew
    await all.house.owner.query('update identity.sessions set stepped_up_at = now()')
    await send(worker)
    await look(worker, '/dossiers/:dossier/portal-code', { again: false })
    const invitation = /[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}/.exec(
      await worker.locator('main').innerText(),
    )

    const page = await all.browser.newPage({ locale: 'nl-NL' })
    page.setDefaultTimeout(15_000)
    const go = (path: string) => page.goto(all.at.portal + path)
    await go('/invited')
    await look(page, '/invited')
    await send(page)
    await look(page, '/invited', { again: false })
    await page.locator('[name=invitation]').fill(invitation?.[0] ?? '')
    await send(page)
    await look(page, '/invited/account')
    await send(page)
    await look(page, '/invited/account', { again: false })
    const secret = await page.locator('main b').first().innerText()
    await page.locator('[name=userName]').fill('sjef@example.nl')
    await page.locator('[name=password]').fill(PASSWORD)
    await page.locator('[name=code]').fill(codeOf(secret))
    await send(page)
    await look(page, '/invited/account', { again: false })
    const recovery = await page.locator('main .big').innerText()
    await page.getByRole('link', { name: 'Ik heb de code bewaard' }).click()
    await page.waitForURL(/dossiers/)
    await go(`/account/confirm/own?back=${encodeURIComponent('/account/sessions')}`)
    await look(page, '/account/confirm/own')
    await send(page)
    await look(page, '/account/confirm/own', { again: false })
    await page.context().clearCookies()
    await go('/signin/own?organisation=mee-zuid-limburg')
    await look(page, '/signin/own')
    await send(page)
    await look(page, '/signin/own', { again: false })
    await page.getByRole('link', { name: 'Ik heb een herstelcode' }).click()
    await look(page, '/signin/own/lost')
    await send(page)
    await look(page, '/signin/own/lost', { again: false })
    await page.locator('[name=userName]').fill('sjef@example.nl')
    await page.locator('[name=password]').fill(PASSWORD)
    await page.locator('[name=recovery]').fill(recovery)
    await send(page)
    await look(page, '/signin/own/new-app')
    await send(page)
    await look(page, '/signin/own/new-app', { again: false })

    expect(faults).toEqual([])
    const nothing = { dossier: '', person: '', access: '', review: '', signal: '', consent: '' }
    const { staff: ofStaff, portal } = pageList(all, nothing)
    const here = Object.entries({ ...ofStaff, ...portal }).filter(([, where]) => where === ACCOUNTS)
    expect([...seen].sort()).toEqual(here.map(([pattern]) => pattern).sort())
  })
})
