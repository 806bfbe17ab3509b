import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { client, newContext, signInStaff } from './walkers.ts'

vi.setConfig({ testTimeout: 60_000 })
let all: Neighbourhood

beforeAll(async () => {
  all = await openNeighbourhood()
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

/** What comes into sight slowly would be measured half-way. */
const still = { reducedMotion: 'reduce' } as const

/** Goes on by Tab until this is in focus; everything on the way must show that it is. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return undefined
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const label =
        element instanceof HTMLInputElement
          ? [...(element.labels ?? [])].map((one) => one.innerText).join(' ')
          : ''
      const labelled = element.id
        ? document.querySelector<HTMLElement>(`label[for="${element.id}"]`)?.innerText
        : ''
      const { bottom, top } = element.getBoundingClientRect()
      return {
        name: (label || labelled || element.innerText).replace(/\s+/g, ' ').trim(),
        seen:
          outlineStyle !== 'none' &&
          Number.parseFloat(outlineWidth) >= 2 &&
          bottom > 0 &&
          top < window.innerHeight,
      }
    })
    if (!focused) continue
    expect(focused.seen, `the focus on "${focused.name}" shows`).toBe(true)
    if (focused.name.startsWith(name)) return
  }
  throw new Error(`${name} was not reached by Tab on ${page.url()}`)
}

test('with Tab, Space and Enter alone a worker signs in, finds a client, opens the dossier and writes a report', async () => {
  const page = await (await newContext(all, still)).newPage()
  const press = (key: string) => page.keyboard.press(key)
  await page.goto(all.at.staff)
  await tabTo(page, 'MEE Zuid-Limburg')
  await press('ArrowDown')
  await tabTo(page, 'Inloggen')
  await press('Enter')
  await page.waitForURL(`${all.at.standIn}/**`)
  await tabTo(page, 'Noor van Dalen')
  await press('Space')
  await tabTo(page, 'Inloggen')
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Mijn cliënten' }).waitFor()

  await tabTo(page, 'Naar de inhoud')
  await press('Enter')
  await tabTo(page, 'Achternaam, geboortedatum, postcode of BSN')
  await page.keyboard.type('ayd')
  await press('Enter')
  await page.getByRole('heading', { name: 'Gevonden' }).waitFor()
  await tabTo(page, 'E. Aydin')
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'E. Aydin' }).waitFor()
  await tabTo(page, 'Schrijf verslag')
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Schrijf verslag' }).waitFor()
  await tabTo(page, 'Wat voor contact was het?')
  await page.keyboard.type('Huis')
  await tabTo(page, 'Wat is besproken?')
  await page.keyboard.type('Zonder muis geschreven.')
  await tabTo(page, 'Ja, dit is gevoelig')
  await press('Space')
  await tabTo(page, 'Bewaar verslag')
  await press('Enter')
  await page.getByText('Uw verslag is bewaard.').waitFor()
  const note = await page.locator('article.note').first().innerText()
  expect(note).toContain('Huisbezoek')
  expect(note).toContain('Zonder muis geschreven.')
  expect(note).toContain('gevoelig')
})

test('a form with mistakes takes the keyboard to what is wrong, and from there to the field', async () => {
  const page = await signInStaff(all, await newContext(all, still), 'noor')
  await page.goto(`${all.at.staff}/clients/new?service=support`)
  await page.getByRole('button', { name: 'Meld aan' }).click()
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await page.title()).toMatch(/^Let op: /)
  await tabTo(page, 'Vul in: voornamen.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Jip')
  expect(await page.locator('[name=given-names]').inputValue()).toBe('Jip')
})

test('without scripts and on a screen of 320 by 640 a worker finds, reads and writes, and the client reads it and sees who looked', async () => {
  const small = {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  } as const
  const page = await signInStaff(all, await newContext(all, small), 'noor')
  // Whether a page is too wide is measured from outside: scripts are off.
  const fits = async (one: Page, where: string) => expect(await widthOf(one), where).toBeLessThanOrEqual(320)
  await fits(page, 'clients')
  await page.getByText('Menu', { exact: true }).click()
  await page.getByRole('link', { name: 'Zoeken' }).click()
  await page.getByRole('searchbox').fill('Bakker')
  await page.getByRole('button', { name: 'Zoek', exact: true }).click()
  await fits(page, 'found')
  await page.getByRole('link', { name: 'H. Bakker', exact: true }).click()
  await fits(page, 'overview')
  for (const tab of ['Vraag en situatie', 'Verslagen', 'Huishouden en netwerk']) {
    await page.getByRole('link', { name: tab }).click()
    await fits(page, tab)
  }
  await page.goto(`${all.at.staff}/dossiers/${await all.house.dossierOf(CAST.aydin)}`)
  await page.getByRole('link', { name: 'Schrijf verslag' }).click()
  await fits(page, 'write')
  await page.getByLabel('Wat voor contact was het?').selectOption('Overleg')
  await page.getByLabel('Wat is besproken?').fill('Zonder scripts geschreven.')
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  await page.getByText('Zonder scripts geschreven.').waitFor()
  await page.getByText('Menu', { exact: true }).click()
  await page.getByRole('link', { name: 'Aanmelden', exact: true }).click()
  await page.getByRole('button', { name: 'Ga verder' }).click()
  await page.getByText('Burgerservicenummer (BSN)', { exact: true }).first().click()
  await page.getByRole('button', { name: 'Meld aan' }).click()
  await fits(page, 'mistakes')

  const reader = await client(all, 'aydin', small)
  await reader.getByText('Zonder scripts geschreven.').waitFor()
  await fits(reader, 'my dossier')
  await reader.getByRole('link', { name: 'Kijk wie uw dossier opende' }).click()
  await reader.getByText('schreef een verslag.').first().waitFor()
  await fits(reader, 'who looked')
  await reader.getByText('Menu', { exact: true }).click()
  await reader.getByRole('button', { name: 'Uitloggen' }).click()
  await reader.getByText('U bent uitgelogd.').waitFor()
  expect(all.seen.complaints).toEqual([])
})

/** The width that the page wants, by the browser's own layout. */
async function widthOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const { cssContentSize } = await session.send('Page.getLayoutMetrics')
  await session.detach()
  return cssContentSize.width
}
