import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { PERSONAL } from './seen.ts'
import { client, endAllSessions, newContext, signInClient, staff, textOf, throughStandIn } from './walkers.ts'

vi.setConfig({ testTimeout: 60_000 })
let all: Neighbourhood
let aydin: string
let pinas: string

beforeAll(async () => {
  all = await openNeighbourhood()
  aydin = `/dossiers/${await all.house.dossierOf(CAST.aydin)}`
  pinas = `/dossiers/${await all.house.dossierOf(CAST.pinas)}`
})
afterEach(async () => {
  all.clock()
  await Promise.all(all.browser.contexts().map((context) => context.close()))
})
afterAll(() => all?.close())

// Partly: somebody who represents the client cannot sign in yet.
test('TOM-9.1 partly: a sign-in at too low a level is refused with the way up, and at Substantieel the client reads the own dossier and no other', async () => {
  const context = await newContext(all)
  const page = await signInClient(all, context, 'aydin', { level: 'low' })
  const refusal = await textOf(page)
  expect(refusal).toContain('U logde in op een niveau dat te laag is')
  expect(refusal).toContain('Log in op niveau Substantieel')
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('__Host-gestand-portal')
  await page.goto(`${all.at.portal}${aydin}`)
  await throughStandIn(page, 'tom-in-de-buurt', CAST.aydin, 'substantial')
  expect(new URL(page.url()).pathname).toBe(aydin)
  const own = await textOf(page)
  expect(own).toContain('Ik wil weer zelf boodschappen doen')
  expect(own).toContain('Mevrouw loopt weer zelf naar de winkel')
  expect(own).toContain('Noor van Dalen, Kwadraad')
  for (const path of [pinas, `${pinas}/who-looked`]) {
    const answer = await page.goto(all.at.portal + path)
    expect(answer?.status(), path).toBe(404)
    expect(await page.content(), path).not.toMatch(/Pinas|operatie|Fenna/)
  }
})

test('somebody who is no client is told so in a sentence; where no BSN is kept nobody is sent to DigiD', async () => {
  const page = await client(all, 'nobody')
  expect(await textOf(page)).toContain('Wij hebben geen dossier van u.')
  await page.getByRole('navigation').getByRole('link', { name: 'Wie keek er' }).click()
  expect(await textOf(page)).toContain('Wij hebben geen dossier van u.')
  const elsewhere = await (await newContext(all)).newPage()
  await elsewhere.goto(`${all.at.portal}/signin`)
  await elsewhere.locator('input[name=organisation][value=mee-zuid-limburg]').check()
  await elsewhere.getByRole('button', { name: 'Inloggen' }).click()
  expect(await textOf(elsewhere)).toContain('MEE Zuid-Limburg bewaart geen burgerservicenummer')
  await elsewhere.getByRole('link', { name: 'Ik heb een code van mijn hulpverlener' }).click()
  expect(await textOf(elsewhere)).toContain('een code van twaalf letters en cijfers')
})

// Partly: the log as a document, and on request to a worker or the officer, are not there yet.
test('TOM-12.3 partly: within a second after a worker read, the client sees who, with function and employer, what, and by which promise', async () => {
  const reader = await client(all, 'aydin')
  const worker = await staff(all, 'noor')
  const log = `${all.at.portal}${aydin}/who-looked`
  await reader.goto(log)
  await worker.goto(`${all.at.staff}${aydin}/people`)
  const readAt = Date.now()
  await reader.reload({ waitUntil: 'commit' })
  const answeredAt = Date.now()
  const line = reader
    .getByRole('listitem')
    .filter({ hasText: 'uw gezin of huishouden en de mensen om u heen' })
  await line.filter({ hasNotText: 'meldde u aan' }).first().waitFor()
  expect(answeredAt - readAt).toBeLessThan(1000)
  const told = (await line.filter({ hasNotText: 'meldde u aan' }).first().innerText()).replace(/\s+/g, ' ')
  expect(told).toContain('Noor van Dalen, uw wijkcoach (Kwadraad) las uw gezin of huishouden')
  expect(told).toContain('Dit mag, omdat deze medewerker bij u betrokken is.')
  await line
    .filter({ hasNotText: 'meldde u aan' })
    .first()
    .getByRole('link', { name: 'Lees de belofte' })
    .first()
    .click()
  expect(reader.url()).toBe(`${all.at.publicSite}/tom-in-de-buurt/privacy#TOM-9.5`)
  expect(await reader.locator('#TOM-9\\.5').isVisible()).toBe(true)
})

test('the log merges what is alike on a day, tells what was refused, and shows the own looking only when asked', async () => {
  const worker = await staff(all, 'noor')
  for (let times = 0; times < 3; times += 1) await worker.goto(`${all.at.staff}${aydin}/question`)
  const colleague = await staff(all, 'joris')
  await colleague.goto(`${all.at.staff}${aydin}/notes`)
  const page = await client(all, 'aydin')
  await page.getByRole('link', { name: 'Kijk wie uw dossier opende' }).click()
  const lines = page.getByRole('listitem')
  const refused = lines.filter({ hasText: 'Joris Blom' }).filter({ hasText: 'geweigerd' })
  expect((await refused.innerText()).replace(/\s+/g, ' ')).toContain(
    'Joris Blom, casemanager (ActiVite) geweigerd wilde kijken naar uw verslagen, en kreeg niets te zien.',
  )
  const read = lines.filter({ hasText: 'Noor van Dalen' }).filter({ hasText: ' las ' })
  expect(await read.count()).toBe(1)
  expect(await read.innerText()).toMatch(/uw vraag[\s\S]*\(\d+\skeer\)/)
  expect(await lines.filter({ hasText: 'Uzelf' }).count()).toBe(0)
  await page.getByLabel('Wie', { exact: true }).selectOption('Iedereen, ook uzelf')
  await page.getByRole('button', { name: 'Toon' }).click()
  expect(await lines.filter({ hasText: 'Uzelf' }).count()).toBe(1)
})

test('the log is filtered by period, in whole days of the Netherlands', async () => {
  const page = await client(all, 'aydin')
  await page.goto(`${all.at.portal}${aydin}/who-looked`)
  await page.getByRole('heading', { level: 2, name: 'Vandaag' }).waitFor()
  all.clock(new Date(Date.now() + 2 * 86_400_000).toISOString())
  for (const [period, filled] of [
    ['Vandaag', false],
    ['Laatste week', true],
    ['Alles', true],
  ] as const) {
    await page.getByLabel('Periode').selectOption(period)
    await page.getByRole('button', { name: 'Toon' }).click()
    expect(await page.getByLabel('Periode').locator('option:checked').innerText()).toBe(period)
    const text = await textOf(page)
    if (filled) expect(text, period).toContain('Noor van Dalen')
    else expect(text, period).toContain('In deze periode staat er niets in deze lijst.')
  }
  expect(await page.getByRole('heading', { level: 2, name: 'Vandaag' }).count()).toBe(0)
})

test('a session of the portal that ended says so, goes on where it was, and ends for good at signing out; English on request', async () => {
  const page = await client(all, 'aydin')
  await endAllSessions(all)
  await page.getByRole('link', { name: 'Kijk wie uw dossier opende' }).click()
  await page.getByText('U deed een tijd niets. Daarom hebben wij u uitgelogd.').waitFor()
  await throughStandIn(page, 'tom-in-de-buurt', CAST.aydin, 'high')
  await page.getByRole('heading', { level: 1, name: 'Wie keek er in mijn dossier?' }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Who looked in my dossier?' }).waitFor()
  await page.getByText('your neighbourhood coach').first().waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out.').waitFor()
  await page.goto(`${all.at.portal}${aydin}`)
  expect(page.url()).toContain('/signin?')
})

test('nothing personal stood in an address, a title or the log, and no page complained', () => {
  expect(all.seen.log.length).toBeGreaterThan(20)
  expect(all.seen.personalIn(PERSONAL)).toEqual([])
  expect(all.seen.complaints).toEqual([])
})
