import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import {
  client,
  endAllSessions,
  newContext,
  scrollsSideways,
  signInStaff,
  staff,
  textOf,
  throughStandIn,
} from './walkers.ts'

vi.setConfig({ testTimeout: 60_000 })
let all: Neighbourhood
let aydin: string

beforeAll(async () => {
  all = await openNeighbourhood()
  aydin = `${all.at.staff}/dossiers/${await all.house.dossierOf(CAST.aydin)}`
})
afterEach(async () => {
  all.clock()
  await Promise.all(all.browser.contexts().map((context) => context.close()))
})
afterAll(() => all?.close())

const jip = {
  'given-names': 'Jip',
  surname: 'Zonderland',
  'birth-date': '17-5-2008',
  postcode: '2402 NR',
  'house-number': '88',
  question: 'Ik wil op mezelf wonen en weet niet hoe.',
}

/** Fills the form of a service in and sends it. */
async function register(page: Page, service: RegExp, values: Record<string, string>): Promise<void> {
  await page.getByRole('link', { name: 'Aanmelden', exact: true }).click()
  await page.getByRole('radio', { name: service }).check()
  await page.getByRole('button', { name: 'Ga verder' }).click()
  for (const [name, value] of Object.entries(values)) await page.locator(`[name="${name}"]`).fill(value)
  await page.getByRole('button', { name: 'Meld aan' }).click()
}

/** Everything that the database holds about people, in numbers. */
async function stored(): Promise<string> {
  const { rows } = await all.house.owner.query(
    `select (select count(*) from dossier.dossiers) as dossiers, (select count(*) from dossier.items) as items,
            (select count(*) from dossier.search_keys) as keys, (select count(*) from ledger.entries where event = 'client.registered') as entries`,
  )
  return JSON.stringify(rows[0])
}

test('TOM-1.3: the day before the 18th birthday is refused with where to go and nothing is kept, the day itself is accepted, and MEE accepts the same person the day before', async () => {
  const page = await staff(all, 'noor')
  const before = await stored()
  all.clock('2026-05-16T12:00:00Z')
  await register(page, /^Ondersteuning/, jip)
  const refusal = await page.getByRole('alert').innerText()
  expect(refusal).toContain('Wij helpen mensen vanaf 18 jaar')
  expect(refusal).toContain('Het jeugdteam van de gemeente kan wel helpen.')
  expect(refusal).toContain('Wij hebben niets bewaard')
  expect(await stored()).toBe(before)

  const consultant = await staff(all, 'daan')
  await register(consultant, /aanvraag voor de Wlz/, jip)
  await consultant.getByText('Aangemeld. U bent nu bij deze cliënt betrokken.').waitFor()

  all.clock('2026-05-17T00:30:00+02:00')
  await register(page, /^Ondersteuning/, jip)
  await page.getByText('Aangemeld. U bent nu bij deze cliënt betrokken.').waitFor()
  await page.getByRole('heading', { level: 1, name: 'J. Zonderland' }).waitFor()
  expect(await textOf(page)).toContain('18 jaar')
  all.clock('2026-05-18T12:00:00Z')
  await register(page, /^Ondersteuning/, { ...jip, surname: 'Zonderzee' })
  await page.getByRole('heading', { level: 1, name: 'J. Zonderzee' }).waitFor()
})

test('TOM-4.1: an item without its reason, an item that the statement does not list, and a BSN that cannot be are refused, and nothing typed is lost', async () => {
  const page = await staff(all, 'noor')
  const before = await stored()
  await beginRegistration(page)
  await page.getByText('Burgerservicenummer (BSN)', { exact: true }).first().click()
  await page.locator('[name=bsn]').fill('999990018')
  await page.getByRole('button', { name: 'Meld aan' }).click()
  await page.getByRole('alert').getByText('Dit is geen geldig BSN.').waitFor()
  // The group of the field stands open by itself now, with what was typed.
  expect(await page.locator('[name=bsn]').inputValue()).toBe('999990018')
  expect(await page.locator('[name=question]').inputValue()).toBe(jip.question)
  await page.locator('[name=bsn]').fill('999992375')
  await page.getByRole('button', { name: 'Meld aan' }).click()
  await page.getByRole('alert').getByText('Leg uit waarom dit nodig is').waitFor()
  expect(await stored()).toBe(before)

  await page.locator('[name="bsn.reason"]').fill('Nodig voor de aanvraag van een rolstoel.')
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('input'), { name: 'religion', value: 'geen' })
    document.querySelector('main form')?.append(field)
  })
  await page.getByRole('button', { name: 'Meld aan' }).click()
  await page.getByRole('heading', { level: 1, name: 'Dit begrijpen wij niet' }).waitFor()
  expect(await stored()).toBe(before)

  await beginRegistration(page)
  await page.getByRole('button', { name: 'Meld aan' }).click()
  await page.getByText('Aangemeld.').waitFor()
  expect(await stored()).not.toBe(before)
})

async function beginRegistration(page: Page): Promise<void> {
  await page.goto(`${all.at.staff}/clients/new?service=access`)
  for (const [name, value] of Object.entries({ ...jip, 'birth-date': '17 5 1961' }))
    await page.locator(`[name="${name}"]`).fill(value)
}

const hostile = [
  '<script>document.title = "overgenomen"</script><img src=x onerror=alert(1)>',
  '& &amp; "aanhalingen" \'enkel\' </textarea><h1>kop</h1> {{terms.support-dossier.years}}',
  `Een${'heel'.repeat(60)}langwoord`,
  'Emoji 👩‍👩‍👧‍👦 en 🏳️‍🌈, accenten é ü ø, en rechts naar links: ‏שלום عليكم‏',
].join('\n\n')

async function fillNote(page: Page, text: string): Promise<void> {
  await page.getByLabel('Wat voor contact was het?').selectOption('Telefoongesprek')
  await page.getByLabel('Wat is besproken?').fill(text)
}

test('TOM-3.2 partly: whatever a worker writes, the client reads the very same words at once, and none of it does anything', async () => {
  const page = await staff(all, 'noor')
  const reader = await client(all, 'aydin')
  await page.goto(`${aydin}/notes/new`)
  await page.getByText('E. Aydin').waitFor()
  await fillNote(page, hostile)
  await page.getByRole('checkbox', { name: 'Ja, dit is gevoelig' }).check()
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  await page.getByText('Uw verslag is bewaard. De cliënt kan het nu lezen.').waitFor()
  await reader.reload()
  for (const one of [page, reader]) {
    const note = one.locator('article.note').first()
    expect(await note.locator('.words').textContent()).toBe(hostile)
    expect(await note.locator('header').innerText()).toMatch(
      /Telefoongesprek[\s\S]*Noor van Dalen, wijkcoach[\s\S]*gevoelig/,
    )
    expect(await one.locator('article.note img, article.note script, article.note h1').count()).toBe(0)
    expect(await one.title()).not.toContain('overgenomen')
    await one.setViewportSize({ width: 320, height: 640 })
    expect(await scrollsSideways(one)).toBe(false)
  }
})

test('a report of a day to come, or of no day, is refused; one of yesterday is kept with its day', async () => {
  const page = await staff(all, 'noor')
  await page.goto(`${aydin}/notes/new`)
  await fillNote(page, 'Over gisteren.')
  for (const [day, why] of [
    ['1-1-2199', 'Deze dag moet nog komen.'],
    ['31-2-2026', 'Dit is geen datum.'],
  ] as const) {
    await page.getByLabel('Wanneer was het?').fill(day)
    await page.getByRole('button', { name: 'Bewaar verslag' }).click()
    await page.getByRole('alert').getByText(why).waitFor()
    expect(await page.getByLabel('Wat is besproken?').inputValue()).toBe('Over gisteren.')
  }
  await page.getByLabel('Wanneer was het?').fill('2 3 2026')
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  const note = page.locator('article.note').first()
  expect(await note.innerText()).toContain('2 maart 2026')
})

test('what is typed is kept while typing, is there again after leaving, and outlives the end of the session', async () => {
  const context = await newContext(all)
  const page = await signInStaff(all, context, 'noor')
  await page.goto(`${aydin}/notes/new`)
  const text = page.getByLabel('Wat is besproken?')
  await text.pressSequentially('Mevrouw belde: ')
  await page.getByText(/Concept bewaard om \d/).waitFor()
  await page.goto(`${all.at.staff}/clients`)
  await page.goto(`${aydin}/notes/new`)
  await page.getByText('Dit is uw concept van').waitFor()
  expect(await text.inputValue()).toBe('Mevrouw belde:')

  await endAllSessions(all)
  await fillNote(page, 'Mevrouw belde: de leuning zit.')
  await page.getByText('U bent uitgelogd. Log in een nieuw tabblad in.').waitFor()
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  await page.getByRole('alert').getByText('Uw tekst staat hier nog, maar is nog niet bewaard.').waitFor()
  await finishAfterSigningIn(page, 'Mevrouw belde: de leuning zit.')
})

test('without scripts too: a report sent after the session ended is not lost', async () => {
  const context = await newContext(all, { javaScriptEnabled: false })
  const page = await signInStaff(all, context, 'noor')
  await page.goto(`${aydin}/notes/new`)
  await endAllSessions(all)
  await fillNote(page, 'Zonder scripts geschreven.')
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  await page.getByRole('alert').getByText('Uw tekst staat hier nog, maar is nog niet bewaard.').waitFor()
  await finishAfterSigningIn(page, 'Zonder scripts geschreven.')
})

/** Signs in in a new tab, as the page asks, and sends the report again. */
async function finishAfterSigningIn(page: Page, text: string): Promise<void> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Log in een nieuw tabblad opnieuw in' }).click()
  const tab = await opened
  await throughStandIn(tab, 'tom-in-de-buurt', 'noor', 'with-second')
  await tab.getByRole('heading', { level: 1, name: 'Mijn cliënten' }).waitFor()
  await tab.close()
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  await page.getByRole('alert').getByText('U bent weer ingelogd.').waitFor()
  expect(await page.getByLabel('Wat is besproken?').inputValue()).toBe(text)
  await page.getByRole('button', { name: 'Bewaar verslag' }).click()
  await page.getByText('Uw verslag is bewaard.').waitFor()
  expect(await page.locator('article.note .words').first().textContent()).toBe(text)
}

test('nothing of what was registered or written stood in an address, a title or the log, and no page complained', () => {
  const planted = [
    'Zonderland',
    'Zonderzee',
    '999990018',
    '999992375',
    'rolstoel',
    'overgenomen',
    'leuning',
    'op mezelf wonen',
  ]
  expect(all.seen.personalIn(planted)).toEqual([])
  expect(all.seen.complaints).toEqual([])
})
