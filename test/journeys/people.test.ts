import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { addDays, dayInNetherlands } from '../../src/kernel/index.ts'
import { CAST } from '../house.ts'
import { staffIdOf } from '../people.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { PERSONAL } from './seen.ts'
import { client, scrollsSideways, staff, textOf } from './walkers.ts'

vi.setConfig({ testTimeout: 120_000 })
let all: Neighbourhood
let aydin: string
const today = dayInNetherlands(new Date())

beforeAll(async () => {
  all = await openNeighbourhood()
  aydin = `/dossiers/${await all.house.dossierOf(CAST.aydin)}`
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

const go = (page: Page, path: string) => page.goto(new URL(path, all.at.staff).href)

/** Shows the second factor again, at the stand-in. */
async function confirmAtStandIn(page: Page, subject: string): Promise<void> {
  await page.getByRole('button', { name: 'Bevestig met uw account' }).click()
  await page.locator(`input[name=person][value="${subject}"]`).check()
  await page.locator('input[name=level][value=with-second]').check()
  await page.locator('main form').first().locator('button').click()
  await page.waitForURL((url) => url.origin === all.at.staff && !url.pathname.startsWith('/signin'))
}

test('TOM-9.12 partly: a manager asks a function, cannot approve it herself, and an administrator approves with a fresh second factor', async () => {
  const wim = await staffIdOf(all.house, 'wim')
  const karin = await staff(all, 'karin')
  await go(karin, '/people')
  await karin.getByRole('link', { name: 'Wim ter Horst' }).click()
  await karin.getByLabel('Welke functie krijgt deze medewerker?').selectOption('planner')
  await karin.getByRole('button', { name: 'Vraag functie aan' }).click()
  expect(await textOf(karin)).toContain('Aangevraagd. Een collega moet dit nu goedkeuren.')
  await go(karin, '/people/requests')
  expect(await textOf(karin)).toContain('U vroeg dit zelf. Een ander keurt het goed.')
  expect(await karin.getByRole('button', { name: 'Keur goed' }).count()).toBe(0)

  const henk = await staff(all, 'henk')
  await go(henk, '/people/requests')
  await henk.getByRole('button', { name: 'Keur goed' }).click()
  await confirmAtStandIn(henk, 'henk')
  expect(new URL(henk.url()).pathname).toBe('/people/requests')
  await henk.getByRole('button', { name: 'Keur goed' }).click()
  expect(await textOf(henk)).toContain('Goedgekeurd. Het geldt vanaf nu.')
  const { rows } = await all.house.owner.query('select role from identity.staff_roles where staff_id = $1', [
    wim,
  ])
  expect(rows.map((row) => row.role).toSorted()).toEqual(['host', 'planner'])
  await go(henk, `/people/${await staffIdOf(all.house, 'henk')}`)
  expect(await textOf(henk)).toContain('Dit bent u zelf.')
  expect(await henk.locator('main form').count()).toBe(0)
})

test('TOM-1.1 partly: an involved worker adds a colleague of another employer, and the client sees who that is', async () => {
  const noor = await staff(all, 'noor')
  await go(noor, aydin)
  await noor.getByRole('link', { name: 'Wijzig wie betrokken is' }).click()
  await noor.getByLabel('Welke collega?').selectOption({ label: 'Joris Blom, casemanager, ActiVite' })
  await noor.getByRole('button', { name: 'Voeg toe' }).click()
  expect(await textOf(noor)).toContain('De collega is toegevoegd. De cliënt ziet dit.')
  const joris = await staff(all, 'joris')
  expect((await go(joris, `${aydin}/notes`))?.status()).toBe(200)
  const fenna = await staff(all, 'fenna')
  expect((await go(fenna, `${aydin}/notes`))?.status()).toBe(404)
  expect((await go(fenna, `${aydin}/involved`))?.status()).toBe(404)
  const portal = await client(all, 'aydin')
  expect(await textOf(portal)).toMatch(/casemanager:? Joris Blom, ActiVite/)
  await go(joris, `${aydin}/involved`)
  await joris.getByRole('button', { name: 'Stop mijn betrokkenheid' }).click()
  // Of the same team still: who to call back, and no reports.
  expect((await go(joris, `${aydin}/notes`))?.status()).toBe(403)
})

test('TOM-12.9 partly: a declaration is recorded by a colleague, and everything opens again', async () => {
  const bram = await staff(all, 'bram')
  expect((await go(bram, '/clients'))?.status()).toBe(403)
  const henk = await staff(all, 'henk')
  await go(henk, '/people/clearances')
  expect(await textOf(henk)).toMatch(/Bij 1 medewerker is nu alles dicht/)
  await henk.getByRole('link', { name: 'Bram Visser' }).first().click()
  expect(await textOf(henk)).toContain('Alles is nu dicht voor deze medewerker.')
  await henk.getByLabel('Wat hebt u gezien?').selectOption('conduct')
  await henk.getByLabel('Geldig vanaf').fill(today)
  await henk.getByLabel('Geldig tot en met').fill(addDays(today, 20))
  await henk.getByRole('button', { name: 'Leg vast' }).click()
  expect(await textOf(henk)).toContain('Dit is vastgelegd.')
  expect((await go(bram, '/clients'))?.status()).toBe(200)
  expect(await textOf(bram)).toContain('nog 20 dagen')
})

test('somebody new is added without any function; a mistake keeps what was typed', async () => {
  const henk = await staff(all, 'henk')
  await go(henk, '/people')
  await henk.getByRole('link', { name: 'Voeg medewerker toe' }).click()
  await henk.getByLabel('Naam').fill('Teun Aerts')
  await henk.getByRole('button', { name: 'Voeg medewerker toe' }).click()
  await henk.getByRole('alert').getByText('Werkgever').waitFor()
  expect(await henk.getByLabel('Naam').inputValue()).toBe('Teun Aerts')
  await henk.getByLabel('Werkgever').selectOption('kwadraad')
  await henk.getByLabel('Account bij de inlogdienst').fill('noor')
  await henk.getByRole('button', { name: 'Voeg medewerker toe' }).click()
  await henk.getByRole('alert').getByText('Dit account hoort al bij een medewerker.').waitFor()
  await henk.getByLabel('Account bij de inlogdienst').fill('teun')
  await henk.getByRole('button', { name: 'Voeg medewerker toe' }).click()
  expect(await textOf(henk)).toContain('De medewerker is toegevoegd. Vraag nu een functie aan.')
})

test('a caseload is handed over by the manager of the team, who reads nothing of it', async () => {
  const karin = await staff(all, 'karin')
  await go(karin, '/people/handover')
  expect(await textOf(karin)).not.toContain('Aydin')
  await karin.getByLabel('Wie is weg of stopt?').selectOption({ label: 'Noor van Dalen' })
  await karin.getByLabel('Wie neemt het over?').selectOption({ label: 'Joris Blom, casemanager' })
  await karin.getByLabel('Voor een tijd').check()
  await karin.getByRole('button', { name: 'Draag over' }).click()
  await karin.getByRole('alert').getByText('Vul de laatste dag in').waitFor()
  await karin.getByRole('textbox', { name: 'Laatste dag' }).fill(addDays(today, 7))
  await karin.getByRole('button', { name: 'Draag over' }).click()
  expect(await textOf(karin)).toContain('De cliënten zijn overgedragen.')
  expect((await go(await staff(all, 'joris'), `${aydin}/notes`))?.status()).toBe(200)
})

test('the pages about people have no fault that axe sees, in both languages and colours, and fit a narrow phone', async () => {
  const page = await staff(all, 'karin', { reducedMotion: 'reduce' })
  const wim = await staffIdOf(all.house, 'wim')
  const paths = [
    '/people',
    '/people/new',
    `/people/${wim}?done=role`,
    '/people/requests',
    '/people/teams',
    '/people/clearances',
    '/people/handover',
    `${aydin}/involved`,
  ]
  const faults: string[] = []
  for (const language of ['nl', 'en']) {
    await page.context().addCookies([{ name: 'gestand-lang', value: language, url: all.at.staff }])
    for (const path of paths) {
      expect((await go(page, path))?.status(), path).toBe(200)
      expect(await page.locator('h1').count(), path).toBe(1)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width: 1280, height: 800 })
        await page.emulateMedia({ colorScheme })
        for (const fault of await violationsOn(page))
          faults.push(`${language} ${colorScheme} ${path}: ${fault}`)
      }
      await page.setViewportSize({ width: 320, height: 640 })
      if (await scrollsSideways(page)) faults.push(`${language} ${path} scrolls sideways`)
    }
  }
  expect(faults).toEqual([])
})

test('nothing personal stood in an address, a title or the log, and no page complained', () => {
  expect(all.seen.titles.size).toBeGreaterThan(8)
  expect(all.seen.personalIn(PERSONAL)).toEqual([])
})

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const only = {
      type: 'tag' as const,
      values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }
    const { violations, passes } = await axe.run({ runOnly: only })
    if (passes.length === 0) throw new Error('axe looked at nothing')
    return violations.map(
      ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  })
}
