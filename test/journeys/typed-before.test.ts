import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST, TOM } from '../house.ts'
import { staffIdOf } from '../people.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { client, staff, textOf } from './walkers.ts'

// Two minutes are short for somebody who types: the second factor is asked again, and nothing typed is lost.

vi.setConfig({ testTimeout: 120_000 })
let all: Neighbourhood
const reason = 'Mevrouw neemt niet op, en de buurvrouw hoort haar om hulp roepen.'

beforeAll(async () => {
  all = await openNeighbourhood()
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

const timeGoesBy = (minutes: number) =>
  all.house.owner.query(
    `update identity.sessions set stepped_up_at = stepped_up_at - $1 * interval '1 minute'`,
    [minutes],
  )

/** Shows the second factor again at the stand-in. */
async function confirm(page: Page, who: string, level = 'with-second'): Promise<void> {
  await page.getByRole('button', { name: /^Bevestig met/ }).click()
  await page.locator(`input[name=person][value="${who}"]`).check()
  await page.locator(`input[name=level][value=${level}]`).check()
  await page.locator('main form').first().locator('button').click()
  await page.waitForURL((url) => !/sign-in|signin|auth|confirm/.test(url.pathname))
}

async function openForm(page: Page): Promise<void> {
  await page.goto(`${all.at.staff}/incidental-access/emergency/form`)
  await confirm(page, 'fenna')
}

async function fillIn(page: Page): Promise<void> {
  const { rows } = await all.house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [await all.house.dossierOf(CAST.aydin)],
  )
  await page.getByLabel('Klantnummer').fill(rows[0]?.client_number ?? '')
  await page.locator('input[name=parts][value=contact]').check()
  await page.getByLabel('Wat is het gevaar').fill(reason)
}

const press = (page: Page) => page.getByRole('button', { name: 'Open dit dossier in nood' }).click()

test('TOM-12.1 partly: a reason typed for longer than the second factor counts is there again after the factor is shown anew', async () => {
  const page = await staff(all, 'fenna')
  await openForm(page)
  await fillIn(page)
  await timeGoesBy(3)
  await press(page)
  expect(await textOf(page)).toContain('Uw tweede stap is langer dan twee minuten geleden')
  await page.getByRole('link', { name: 'Doe de tweede stap opnieuw' }).click()
  await confirm(page, 'fenna')
  expect(await textOf(page)).toContain('Wat u invulde, staat er weer.')
  expect(await page.getByLabel('Wat is het gevaar').inputValue()).toBe(reason)
  expect(await page.locator('input[name=parts][value=contact]').isChecked()).toBe(true)
  await press(page)
  await page.waitForURL(/granted=1/)

  // What was given back is kept no more, and what was kept was not to be read in the database.
  const { rows } = await all.house.owner.query<{ sealed: Buffer }>('select sealed from identity.held_forms')
  expect(rows.map(({ sealed }) => sealed.length)).toEqual([0])
})

test('what is kept is sealed, is given to its own session alone, and is gone after a quarter of an hour', async () => {
  const page = await staff(all, 'fenna')
  await openForm(page)
  await fillIn(page)
  await timeGoesBy(3)
  await press(page)
  await page.getByRole('link', { name: 'Doe de tweede stap opnieuw' }).waitFor()
  const { rows } = await all.house.owner.query<{ sealed: Buffer }>(
    'select sealed from identity.held_forms order by held_at desc limit 1',
  )
  expect(rows[0]?.sealed.length).toBeGreaterThan(100)
  expect(rows[0]?.sealed.toString('latin1')).not.toContain('buurvrouw')
  const elsewhere = await staff(all, 'fenna')
  await openForm(elsewhere)
  expect(await elsewhere.getByLabel('Wat is het gevaar').inputValue()).toBe('')

  await all.house.owner.query(`update identity.held_forms set held_at = held_at - interval '16 minutes'`)
  await page.getByRole('link', { name: 'Doe de tweede stap opnieuw' }).click()
  await confirm(page, 'fenna')
  expect(await page.getByLabel('Wat is het gevaar').inputValue()).toBe('')
  await all.house.staff('fenna')
  const left = await all.house.owner.query(`select from identity.held_forms where length(sealed) > 0`)
  expect(left.rowCount).toBe(0)
})

test('a client who takes long over a mandate finds it again after signing in anew', async () => {
  const page = await client(all, 'aydin')
  const path = `/dossiers/${await all.house.dossierOf(CAST.aydin)}/representatives`
  await page.goto(`${all.at.portal}${path}`)
  await confirm(page, CAST.aydin, 'substantial')
  await page.getByLabel('Naam').fill('Defne Aydin')
  await timeGoesBy(11)
  await page.locator('main form[action$="/representatives"] button').last().click()
  await confirm(page, CAST.aydin, 'substantial')
  expect(new URL(page.url()).pathname).toBe(path)
  expect(await page.getByLabel('Naam').inputValue()).toBe('Defne Aydin')
})

test('TOM-9.1 partly: a worker who records a mentor shows the second factor, finds the form as it was, and the client reads who did it', async () => {
  const page = await staff(all, 'noor')
  const path = `/dossiers/${await all.house.dossierOf(CAST.aydin)}/representatives`
  await page.goto(all.at.staff + path)
  await page.getByLabel('mentor').check()
  await page.getByLabel('Naam').fill('Selim Aydin')
  await page.getByLabel('Burgerservicenummer').fill('999995005')
  await page.locator('input[name=parts][value=question]').check()
  await page.getByLabel('Welk bewijs zag u?').fill('Beschikking van 3 maart')
  await page.getByRole('button', { name: 'Leg vast' }).click()
  await confirm(page, 'noor')
  expect(new URL(page.url()).pathname).toBe(path)
  expect(await textOf(page)).toContain('Wat u invulde, staat er weer.')
  expect(await page.getByLabel('Welk bewijs zag u?').inputValue()).toBe('Beschikking van 3 maart')
  await page.getByRole('button', { name: 'Leg vast' }).click()
  await page.waitForURL(/recorded=1/)
  const aydin = await client(all, 'aydin')
  await aydin.goto(all.at.portal + path)
  await confirm(aydin, CAST.aydin, 'substantial')
  expect(await textOf(aydin)).toMatch(/Bewijs: Beschikking van 3 maart[\s\S]*door Noor van Dalen, wijkcoach/)
})

test('somebody else who shows a factor gets nothing of it', async () => {
  const joris = await staffIdOf(all.house, 'joris', TOM)
  const shown = async () =>
    (
      await all.house.owner.query(
        `select from ledger.entries where event = 'session.stepped-up' and actor_id = $1`,
        [joris],
      )
    ).rowCount
  const before = await shown()
  const page = await staff(all, 'fenna')
  await openForm(page)
  await fillIn(page)
  await timeGoesBy(3)
  await press(page)
  await page.getByRole('link', { name: 'Doe de tweede stap opnieuw' }).click()
  await page.getByRole('button', { name: /^Bevestig met/ }).click()
  await page.locator('input[name=person][value="joris"]').check()
  await page.locator('input[name=level][value=with-second]').check()
  await page.locator('main form').first().locator('button').click()
  await page.getByText('U liet zien dat u iemand anders bent').waitFor()
  expect(await page.content()).not.toContain('buurvrouw')
  expect(await shown()).toBe(before)
})
