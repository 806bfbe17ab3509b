import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { addDays, dayInNetherlands } from '../../src/kernel/index.ts'
import { CAST } from '../house.ts'
import { plantLooks } from '../misuse.ts'
import { staffIdOf } from '../people.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { client, newContext, scrollsSideways, signInStaff, staff, textOf } from './walkers.ts'

vi.setConfig({ testTimeout: 120_000 })
let all: Neighbourhood
let aydin: string
let number: string

beforeAll(async () => {
  all = await openNeighbourhood()
  const { house } = all
  aydin = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [aydin],
  )
  number = rows[0].client_number
  const night = { actor: await staffIdOf(house, 'noor'), dossier: aydin, time: '02:10' }
  await plantLooks(house, [
    { ...night, days: 12 },
    { ...night, days: 4 },
    { ...night, days: 4, time: '02:40' },
  ])
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

/** WCAG 2.2 AA as far as a program can tell, light and dark, and no page wider than a phone. A folder in SHOTS gets a picture. */
async function expectFit(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const found = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    )
    expect(
      found.violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
      `${name}, ${colorScheme}`,
    ).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
  for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: width === 1280 ? 800 : 640 })
    expect(await scrollsSideways(page), `${name} at ${width}`).toBe(false)
    const folder = process.env.SHOTS
    if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

test('a signal is found, judged with words that are missing at first, waits anew after another look, and reaches a second person when it waits too long', async () => {
  const officer = await staff(all, 'iris')
  await officer.getByRole('link', { name: 'Signalen', exact: true }).click()
  expect(await textOf(officer)).toContain('2 signalen te beoordelen')
  await expectFit(officer, 'signals')
  await officer
    .getByRole('link', { name: /Beoordeel Noor van Dalen/ })
    .first()
    .click()
  await expectFit(officer, 'signal')
  await officer.getByRole('button', { name: 'Leg oordeel vast' }).click()
  await expectFit(officer, 'signal-wrong')
  await officer.getByLabel('Wordt nog uitgezocht').check()
  await officer.getByLabel('Waarom?').fill('Ik vraag Karin of Noor crisisdienst had.')
  await officer.getByRole('button', { name: 'Leg oordeel vast' }).click()
  expect(await textOf(officer)).toContain('2 signalen te beoordelen')
  await expectFit(officer, 'signals-followed')
  await officer
    .getByRole('link', { name: /Beoordeel Noor van Dalen/ })
    .last()
    .click()
  await officer.getByLabel('In orde').check()
  await officer.getByLabel('Waarom?').fill('Noor had die nacht crisisdienst.')
  await plantLooks(all.house, [
    { actor: await staffIdOf(all.house, 'noor'), dossier: aydin, days: 12, time: '03:40' },
    { actor: await staffIdOf(all.house, 'noor'), dossier: aydin, days: 4, time: '03:40' },
  ])
  await officer.getByRole('button', { name: 'Leg oordeel vast' }).click()
  expect(await textOf(officer)).toContain('Er is intussen opnieuw gekeken')
  expect(await officer.getByLabel('Waarom?').inputValue()).toBe('Noor had die nacht crisisdienst.')
  await expectFit(officer, 'signal-changed')
  await officer.getByRole('button', { name: 'Leg oordeel vast' }).click()
  expect(await textOf(officer)).toContain('1 signaal te beoordelen')
  await expectFit(officer, 'signals-judged')

  await all.house.owner.query(`update ledger.signals set waits_since = now() - interval '8 days'`)
  const start = await staff(all, 'iris')
  expect(await textOf(start)).toContain('Ook zij zien dit nu: medewerker kwaliteit en teammanager.')
  await expectFit(start, 'overdue-officer')
  for (const subject of ['saskia', 'karin']) {
    const page = await staff(all, subject)
    expect(await textOf(page)).toContain('niet binnen 7 dagen beoordeeld')
    await expectFit(page, `overdue-${subject}`)
  }
})

test('an emergency that the client hears of later: the officer brings the day forward, and then the client reads it', async () => {
  const context = await newContext(all)
  const page = await signInStaff(all, context, 'fenna', { path: '/incidental-access/emergency/form' })
  await all.house.owner.query('update identity.sessions set stepped_up_at = now()')
  await page.goto(`${all.at.staff}/incidental-access/emergency/form`)
  await page.getByLabel('Klantnummer').fill(number)
  await page.locator('input[name=parts][value=contact]').check()
  await page.getByLabel('Wat is het gevaar').fill('Buren zien haar al twee dagen niet.')
  const told = addDays(dayInNetherlands(new Date()), 9)
  await page.locator('input[name=toldFrom]').fill(told)
  await page.getByLabel('Waarom is het nu gevaarlijk').fill('De partner leest mee in het portaal.')
  await all.house.owner.query('update identity.sessions set stepped_up_at = null')
  await page.getByRole('button', { name: 'Open dit dossier in nood' }).click()
  expect(await textOf(page)).toContain('Uw tweede stap is langer dan twee minuten geleden')
  expect(await page.getByRole('link', { name: 'Doe de tweede stap opnieuw' }).count()).toBe(1)
  await expectFit(page, 'emergency-step-up')
  await all.house.owner.query('update identity.sessions set stepped_up_at = now()')
  await page.getByRole('button', { name: 'Open dit dossier in nood' }).click()
  expect(await textOf(page)).toContain('De cliënt ziet dit vanaf de dag die u koos')
  await expectFit(page, 'emergency-look')

  const officer = await staff(all, 'iris')
  await officer.goto(`${all.at.staff}/incidental-access/reviews`)
  await expectFit(officer, 'reviews')
  await officer.getByRole('link', { name: 'Beoordeel' }).first().click()
  await expectFit(officer, 'review')
  await officer.locator('input[name=toldFrom]').fill(addDays(told, 1))
  await officer.getByRole('button', { name: 'Laat de cliënt dit eerder zien' }).click()
  expect(await textOf(officer)).toContain('eerder is dan de dag die nu geldt')
  await expectFit(officer, 'review-wrong')
  const reader = await client(all, 'aydin')
  const log = `${all.at.portal}/dossiers/${aydin}/who-looked`
  await reader.goto(log)
  expect(await textOf(reader)).not.toMatch(/Fenna|eenmalig/)
  await officer.locator('input[name=toldFrom]').fill(dayInNetherlands(new Date()))
  await officer.getByRole('button', { name: 'Laat de cliënt dit eerder zien' }).click()
  expect(await textOf(officer)).toContain('De cliënt ziet dit vanaf')
  await expectFit(officer, 'review-told')
  await reader.goto(log)
  expect(await textOf(reader)).toContain('Fenna de Graaf')
  expect(await textOf(reader)).toContain('noodgeval')
  expect(await textOf(reader)).toContain('Buren zien haar al twee dagen niet.')
  await expectFit(reader, 'client-log')
})
