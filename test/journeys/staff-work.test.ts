import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { isRefusal, parseClientNumber } from '../../src/kernel/index.ts'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { PERSONAL } from './seen.ts'
import { endAllSessions, newContext, signInStaff, staff, textOf, throughStandIn } from './walkers.ts'

vi.setConfig({ testTimeout: 60_000 })
let all: Neighbourhood
let aydin: string

beforeAll(async () => {
  all = await openNeighbourhood()
  aydin = `${all.at.staff}/dossiers/${await all.house.dossierOf(CAST.aydin)}`
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

test('TOM-12.1 partly: with a password alone a worker gets no session and reads why; with the second step the clients are there', async () => {
  const context = await newContext(all)
  const page = await signInStaff(all, context, 'noor', { level: 'without-second' })
  expect(await textOf(page)).toContain('Dat is te weinig om dossiers te openen.')
  expect((await context.cookies()).filter(({ name }) => name === '__Host-gestand-staff')).toEqual([])
  await page.goto(`${all.at.staff}/clients`)
  expect(page.url()).toContain('/signin?')
  await throughStandIn(page, 'tom-in-de-buurt', 'noor', 'with-second')
  await page.getByRole('heading', { level: 1, name: 'Mijn cliënten' }).waitFor()
  await page.getByRole('link', { name: 'E. Aydin', exact: true }).waitFor()
  expect(await textOf(page)).not.toContain('Pinas')
})

test('a client is found by name, by sound, by day of birth, by address and by number, alone or together', async () => {
  const page = await staff(all, 'noor')
  for (const asked of [
    'Aydin',
    'ayd',
    'Aidin',
    '14-3-1965',
    '2402 NR 12',
    '2402nr 12',
    '999990019',
    'Aydin 14-3-1965',
  ]) {
    await page.getByRole('searchbox').fill(asked)
    await page.getByRole('button', { name: 'Zoek' }).click()
    const found = page
      .getByRole('list', { name: 'Gevonden' })
      .getByRole('link', { name: 'E. Aydin', exact: true })
    expect(await found.count(), asked).toBe(1)
    expect(new URL(page.url()).search, asked).toBe('')
  }
  for (const asked of ['Pinas', '999991449', 'Nergens', '14-3-1966', 'Bakker 14-3-1965']) {
    await page.getByRole('searchbox').fill(asked)
    await page.getByRole('button', { name: 'Zoek' }).click()
    await page.getByRole('heading', { name: 'Niemand gevonden' }).waitFor()
  }
  await page.getByRole('searchbox').fill('ay')
  await page.getByRole('button', { name: 'Zoek' }).click()
  await page.getByRole('alert').getByText('Vul minstens drie letters van de achternaam in.').waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('ay')
})

test('TOM-7.1 partly: somebody uninvolved reads the same page for a client who exists and for one who does not', async () => {
  const page = await staff(all, 'fenna')
  const pages = []
  for (const address of [aydin, `${all.at.staff}/dossiers/${randomUUID()}`]) {
    const answer = await page.goto(address)
    const path = new URL(address).pathname
    pages.push([answer?.status(), (await page.content()).replaceAll(path, '')])
  }
  expect(pages[0]).toEqual(pages[1])
  expect(pages[0]?.[0]).toBe(404)
})

test('MEE-2.2 partly: every part of the dossier opens by itself, and the entry in the ledger names that part and no other', async () => {
  const page = await staff(all, 'noor')
  await page.getByRole('link', { name: 'E. Aydin', exact: true }).click()
  const opened: Record<string, string[]> = {
    Overzicht: ['contact', 'existence', 'identity'],
    'Vraag en situatie': ['existence', 'identity', 'question', 'situation'],
    Verslagen: ['existence', 'identity', 'notes'],
    'Huishouden en netwerk': ['existence', 'household', 'identity', 'network'],
  }
  for (const [tab, parts] of Object.entries(opened)) {
    await page.getByRole('navigation', { name: 'Onderdelen' }).getByRole('link', { name: tab }).click()
    await page.getByText('U ziet dit omdat u als wijkcoach bij deze cliënt betrokken bent').waitFor()
    const { rows } = await all.house.owner.query<{ parts: string[] }>(
      `select array(select unnest(parts) order by 1) as parts from ledger.entries where event = 'dossier.read' order by at desc limit 1`,
    )
    expect(rows[0]?.parts, tab).toEqual(parts)
    // TOM-4.2: the number is not for those who read a dossier.
    expect(await page.content(), tab).not.toContain(CAST.aydin)
  }
  const number =
    (await page.locator('.head').innerText()).match(/[A-Z0-9]{4}-[A-Z0-9]{3}-[A-Z0-9]/)?.[0] ?? ''
  expect(isRefusal(parseClientNumber(number))).toBe(false)
  // TOM-4.5: two signs exchanged, or one sign mistaken, is no number any more.
  const wrong = [
    number.slice(0, 1) + number.slice(2, 3) + number.slice(1, 2) + number.slice(3),
    `X${number.slice(1)}`,
  ]
  for (const mistyped of wrong.filter((one) => one !== number))
    expect(isRefusal(parseClientNumber(mistyped)), mistyped).toBe(true)
})

test('TOM-1.1 partly: a colleague of the team and another employer sees whom to call back, and reads why the rest stays closed', async () => {
  const page = await staff(all, 'joris')
  await page.getByRole('searchbox').fill('Aydin')
  await page.getByRole('button', { name: 'Zoek' }).click()
  expect(await textOf(page)).toContain('van uw team')
  await page.getByRole('link', { name: 'E. Aydin', exact: true }).click()
  await page.getByText('U ziet dit omdat deze cliënt bij uw team hoort').waitFor()
  expect(await page.getByRole('link', { name: 'Verslagen' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Schrijf verslag' }).count()).toBe(0)
  for (const path of ['/notes', '/notes/new', '/question']) {
    const answer = await page.goto(aydin + path)
    expect(answer?.status(), path).toBe(403)
    const refusal = await page.getByRole('alert').innerText()
    expect(refusal, path).toMatch(
      /(Dit mag u bij deze cliënt niet lezen|Hier mag u bij deze cliënt niets in schrijven): /,
    )
    expect(refusal, path).not.toContain('naam en geboortedatum')
    expect(refusal, path).toContain('Dit kan wel als u bij deze cliënt betrokken bent.')
    expect(await textOf(page), path).toContain('De cliënt kan dat zien.')
  }
  await page.getByRole('link', { name: 'Kijk wie betrokken is' }).click()
  await page.getByText('Noor van Dalen, Kwadraad').waitFor()
})

test('TOM-12.9 partly: the day after the certificate of conduct ended no page shows a person, and each says what to do', async () => {
  const page = await staff(all, 'bram')
  const paths = [
    '/',
    '/clients',
    '/clients/find',
    '/clients/new',
    '',
    '/question',
    '/notes',
    '/people',
    '/notes/new',
  ]
  for (const path of paths) {
    const address = ['', '/question', '/notes', '/people', '/notes/new'].includes(path)
      ? aydin + path
      : all.at.staff + path
    const answer = await page.goto(address)
    expect(answer?.status(), address).toBe(403)
    const content = await page.content()
    expect(
      PERSONAL.filter((word) => content.includes(word)),
      address,
    ).toEqual([])
    const text = await textOf(page)
    expect(text, address).toContain('Uw verklaring omtrent het gedrag (VOG) gold tot en met ')
    expect(text, address).toContain('Vraag een nieuwe VOG aan.')
    expect(text, address).toContain('Laat daarna aan uw teammanager of beheerder zien dat het in orde is.')
  }
})

test('a session that ended by itself says so and brings one back; signing out ends it for good', async () => {
  const context = await newContext(all)
  const page = await signInStaff(all, context, 'noor')
  await endAllSessions(all)
  await page.goto(`${aydin}/notes`)
  await page.getByText('U deed een tijd niets. Daarom hebben wij u uitgelogd.').waitFor()
  await throughStandIn(page, 'tom-in-de-buurt', 'noor', 'with-second')
  expect(page.url()).toBe(`${aydin}/notes`)
  const token = (await context.cookies()).filter(({ name }) => name === '__Host-gestand-staff')
  await page.getByRole('button', { name: 'Uitloggen' }).click()
  await page.getByText('U bent uitgelogd.').waitFor()
  await context.addCookies(token)
  await page.goto(`${aydin}/notes`)
  expect(page.url()).toContain('/signin?')
})

test('in English every page of a worker speaks English', async () => {
  const page = await staff(all, 'noor')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'My clients' }).waitFor()
  await page.getByRole('link', { name: 'E. Aydin', exact: true }).click()
  await page.getByText('You see this because you are involved with this client').waitFor()
  await page.getByRole('link', { name: 'Write a report' }).click()
  await page.getByRole('heading', { level: 1, name: 'Write a report' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('button', { name: 'Nederlands' }).click()
  await page.getByRole('heading', { level: 1, name: 'Schrijf verslag' }).waitFor()
})

test('nothing personal stood in an address, a title or the log, and no page complained', () => {
  expect(all.seen.log.length).toBeGreaterThan(20)
  expect(all.seen.personalIn(PERSONAL)).toEqual([])
  expect(all.seen.complaints).toEqual([])
})
