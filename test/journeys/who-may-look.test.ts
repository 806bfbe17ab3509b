import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import {
  client,
  newContext,
  scrollsSideways,
  signInClient,
  signInStaff,
  staff,
  textOf,
  throughStandIn,
} from './walkers.ts'

vi.setConfig({ testTimeout: 120_000 })
const TOM = 'tom-in-de-buurt'
/** The mentor of Ruben de Wit in the demonstration. */
const MENTOR = '999993331'
/** Somebody who is no client. */
const DAUGHTER = '999992168'
let all: Neighbourhood
let aydin: string
let deWit: string
let number: string

beforeAll(async () => {
  all = await openNeighbourhood()
  const id = await all.house.dossierOf(CAST.aydin)
  aydin = `/dossiers/${id}`
  deWit = `/dossiers/${await all.house.dossierOf(CAST.deWit)}`
  const { rows } = await all.house.owner.query(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [id],
  )
  number = rows[0].client_number
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

/** WCAG 2.2 AA as far as a program can tell, and no page wider than a phone. */
async function expectFit(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await scrollsSideways(page), page.url()).toBe(false)
  if (before) await page.setViewportSize(before)
  await page.evaluate(axe.source)
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  )
  expect(
    found.violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
    page.url(),
  ).toEqual([])
}

/** Asked in the browser: the stand-in once more, for a sensitive act. */
async function showAgain(page: Page, person: string, level: string): Promise<void> {
  await page.locator('main button').first().click()
  await page.locator(`input[name=person][value="${person}"]`).check()
  await page.locator(`input[name=level][value=${level}]`).check()
  await page.locator('main form').first().locator('button').click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in/') && !url.pathname.includes('/auth'))
}

test('TOM-9.1: too low a level is refused; a client reads the own dossier and no other; who represents reads that of the person represented and no other', async () => {
  const context = await newContext(all)
  const low = await signInClient(all, context, 'aydin', { level: 'low' })
  expect(await textOf(low)).toContain('U logde in op een niveau dat te laag is')
  const own = await client(all, 'aydin')
  expect(new URL(own.url()).pathname).toBe(aydin)
  expect(await textOf(own)).toContain('Ik wil weer zelf boodschappen doen')
  expect((await own.goto(all.at.portal + deWit))?.status()).toBe(404)

  const mentor = await (await newContext(all)).newPage()
  await mentor.goto(`${all.at.portal}/acting-for`)
  await throughStandIn(mentor, TOM, MENTOR, 'substantial')
  expect(await textOf(mentor)).toContain('Als mentor van cliënt')
  await expectFit(mentor)
  await mentor.getByRole('button', { name: 'Kies' }).click()
  await mentor.waitForURL((url) => url.pathname === deWit)
  expect(await textOf(mentor)).toContain('Ik raak het overzicht kwijt')
  expect(await textOf(mentor)).toContain('U ziet dit omdat u voor deze persoon mag kijken')
  expect(await textOf(mentor)).toMatch(/Dossier van .*de Wit.*U kijkt als mentor/)
  for (const path of [aydin, `${aydin}/who-looked`])
    expect((await mentor.goto(all.at.portal + path))?.status()).toBe(404)

  const ruben = await client(all, 'deWit')
  await ruben.goto(`${all.at.portal}${deWit}/who-looked`)
  expect(await textOf(ruben)).toContain('Tilly Bos, uw mentor')
})

test('a client signs in anew, gives a mandate, and takes it back with one press', async () => {
  const page = await client(all, 'aydin')
  await page.getByRole('link', { name: 'Wie regelt iets voor u?' }).click()
  await showAgain(page, CAST.aydin, 'substantial')
  expect(new URL(page.url()).pathname).toBe(`${aydin}/representatives`)
  await page.getByLabel('Naam', { exact: true }).fill('Selin Aydin')
  await page.getByLabel('Burgerservicenummer (BSN)').fill(DAUGHTER)
  await page.locator('input[name=parts][value=question]').check()
  await page.getByRole('button', { name: 'Geef toestemming' }).click()
  expect(await textOf(page)).toContain('Deze persoon kan nu inloggen')
  await expectFit(page)

  const daughter = await (await newContext(all)).newPage()
  await daughter.goto(`${all.at.portal}/acting-for`)
  await throughStandIn(daughter, TOM, DAUGHTER, 'substantial')
  await daughter.getByRole('button', { name: 'Kies' }).click()
  await daughter.waitForURL((url) => url.pathname === aydin)
  expect(await textOf(daughter)).toContain('Ik wil weer zelf boodschappen doen')

  await page.getByRole('button', { name: 'Stop deze toestemming' }).click()
  expect(await textOf(page)).toContain('Deze persoon ziet vanaf nu niets meer')
  expect((await daughter.reload())?.status()).toBe(404)
})

test('TOM-9.8 partly: a quality officer asks access with a reason, the client reads it, the officer judges it', async () => {
  const page = await staff(all, 'saskia')
  expect(new URL(page.url()).pathname).toBe('/today')
  await expectFit(page)
  await page.goto(`${all.at.staff}/incidental-access`)
  await expectFit(page)
  await page.getByRole('button', { name: 'Open dit dossier' }).click()
  expect(await textOf(page)).toContain('Waarom moet u kijken?')
  await expectFit(page)
  await page.getByLabel('Klantnummer').fill(number.toLowerCase())
  await page.locator('input[name=purpose][value=management]').check()
  await page.locator('input[name=parts][value=notes]').check()
  await page.getByLabel('Waarom moet u kijken?').fill('Steekproef na een klacht over de toon.')
  await page.getByRole('button', { name: 'Open dit dossier' }).click()
  expect(await textOf(page)).toContain('Mevrouw loopt weer zelf naar de winkel')
  await expectFit(page)

  const reader = await client(all, 'aydin')
  await reader.goto(`${all.at.portal}${aydin}/who-looked`)
  expect(await textOf(reader)).toContain('Steekproef na een klacht over de toon.')
  await expectFit(reader)

  const officer = await staff(all, 'iris')
  await officer.goto(`${all.at.staff}/incidental-access/reviews`)
  await expectFit(officer)
  await officer.getByRole('link', { name: 'Beoordeel' }).click()
  expect(await textOf(officer)).toContain('Steekproef na een klacht over de toon.')
  await expectFit(officer)
  await officer.locator('input[name=judgement][value=in-order]').check()
  await officer.getByLabel('Waarom?').fill('Past bij de klacht.')
  await officer.getByRole('button', { name: 'Bewaar oordeel' }).click()
  expect(await textOf(officer)).toContain('Alles is beoordeeld.')
})

test('in an emergency: the notice, the second factor, one dossier for an hour', async () => {
  const page = await signInStaff(all, await newContext(all), 'fenna', {
    path: '/incidental-access/emergency',
  })
  await expectFit(page)
  await page.getByRole('link', { name: 'Ga verder met de tweede stap' }).click()
  await showAgain(page, 'fenna', 'with-second')
  await expectFit(page)
  await page.getByLabel('Klantnummer').fill(number)
  await page.locator('input[name=parts][value=contact]').check()
  await page.getByLabel('Wat is het gevaar').fill('Buren zien haar al twee dagen niet.')
  await page.getByRole('button', { name: 'Open dit dossier in nood' }).click()
  expect(await textOf(page)).toContain('0172 555 012')
})
