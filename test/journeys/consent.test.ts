import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { PERSONAL } from './seen.ts'
import { client, staff, textOf } from './walkers.ts'

vi.setConfig({ testTimeout: 60_000 })
let all: Neighbourhood

beforeAll(async () => {
  all = await openNeighbourhood()
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

const WITHOUT_SCRIPTS = { javaScriptEnabled: false }
const REASON = 'De fysiotherapeut wil weten wat u met ons afsprak over lopen.'

/** The coach asks, on the page of the dossier, as a person does. */
async function ask(page: Page): Promise<void> {
  await page.goto(`${all.at.staff}/dossiers/${await all.house.dossierOf(CAST.aydin)}`)
  await page.getByRole('link', { name: 'Toestemmingen' }).click()
  await page.getByRole('link', { name: 'Vraag toestemming' }).click()
  await page.getByLabel('Om wie gaat het?').selectOption({ label: await otherParty(page) })
  await page.getByLabel('Naam van die organisatie of persoon').fill('Fysio De Linde')
  await page.getByLabel('Waarom is dit nodig?').fill(REASON)
  await page.getByLabel('doelen en stappen').check()
  await page.getByRole('button', { name: 'Vraag toestemming' }).click()
  await page.getByText('Gevraagd. De cliënt kan het nu lezen.').waitFor()
}

async function otherParty(page: Page): Promise<string> {
  const options = await page.getByLabel('Om wie gaat het?').locator('option').allInnerTexts()
  return options.find((one) => one.startsWith('Andere organisatie die helpt')) ?? ''
}

/** At the stand-in of the identity provider: the same person, once more. */
async function signInAnew(page: Page): Promise<void> {
  await page.locator('main form').first().getByRole('button').click()
  await page.locator(`input[name=person][value="${CAST.aydin}"]`).check()
  await page.locator('input[name=level][value=substantial]').check()
  await page.locator('main form').first().locator('button').click()
  await page.waitForURL(/\/consents\/[0-9a-f-]+\/give$/)
}

test('TOM-10.1 partly, TOM-10.4 partly: a worker asks, the client reads the same words, says yes after signing in anew, and withdraws with one button; without scripts', async () => {
  const worker = await staff(all, 'noor', WITHOUT_SCRIPTS)
  await ask(worker)
  const asked = await worker.locator('dl').first().innerText()
  const page = await client(all, 'aydin', WITHOUT_SCRIPTS)
  await page.getByText('Er wacht een vraag om toestemming op uw antwoord.').waitFor()
  await page.getByRole('link', { name: 'Lees en beslis' }).click()
  await page.getByRole('link', { name: /^Lees en beslis/ }).click()
  expect(await page.locator('dl').first().innerText()).toBe(asked)
  expect(asked).toContain(REASON)

  await page.getByRole('link', { name: 'Ja, log opnieuw in en geef toestemming' }).click()
  await signInAnew(page)
  expect(await page.locator('dl').first().innerText()).toBe(asked)
  await page.getByRole('button', { name: 'Ja, ik geef toestemming' }).click()
  await page.getByText('U gaf toestemming.').waitFor()
  const form = await textOf(page)
  for (const told of ['Ja, ik geef toestemming', 'De cliënt zelf', 'DigiD, niveau Substantieel'])
    expect(form).toContain(told)
  await worker.reload()
  expect(await textOf(worker)).toContain('DigiD, niveau Substantieel')
  await worker.getByRole('link', { name: 'Alle toestemmingen' }).click()
  expect(await worker.getByRole('row', { name: /Gegevens geven aan Fysio De Linde/ }).innerText()).toContain(
    'geldig',
  )

  await page.getByRole('button', { name: 'Trek mijn toestemming in' }).click()
  await page.getByText('Vanaf nu mag dit niet meer.').waitFor()
  await worker.reload()
  expect(await worker.getByRole('row', { name: /Gegevens geven aan Fysio De Linde/ }).innerText()).toContain(
    'ingetrokken',
  )
  await page.getByRole('button', { name: 'English' }).click()
  await page
    .getByRole('heading', { level: 1, name: 'May we give data about you to Fysio De Linde?' })
    .waitFor()
})

test('nothing personal stood in an address, a title or the log, and no page complained', () => {
  expect(all.seen.log.length).toBeGreaterThan(10)
  expect(all.seen.personalIn([...PERSONAL, 'Linde', 'fysiotherapeut'])).toEqual([])
  expect(all.seen.complaints).toEqual([])
})
