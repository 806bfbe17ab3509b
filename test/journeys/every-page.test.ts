import type { BrowserContext, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { askConsent } from '../../src/consent/consent.ts'
import { asked, opened } from '../consent.ts'
import { CAST, TOM } from '../house.ts'
import { plantLooks } from '../misuse.ts'
import { openInEmergency, staffIdOf } from '../people.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { faultsOnDesk, faultsOnPhone, offersOf } from './page-checks.ts'
import { MENTOR, type PageList, pageList, type Stop } from './page-list.ts'
import { PERSONAL } from './seen.ts'
import {
  type Cast,
  newContext,
  scrollsSideways,
  signInClient,
  signInStaff,
  staff,
  throughStandIn,
} from './walkers.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
type Site = keyof PageList
let all: Neighbourhood
let list: PageList
type Looks = { desk: Page; phone: Page; silent: Page }
const looks = new Map<string, Looks>()
const DESK = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const
const PHONE = { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' } as const

beforeAll(async () => {
  all = await openNeighbourhood()
  const { house } = all
  const dossier = await house.dossierOf(CAST.aydin)
  const night = { actor: await staffIdOf(house, 'noor'), dossier, time: '02:10' }
  await plantLooks(house, [
    { ...night, days: 12 },
    { ...night, days: 4 },
    { ...night, days: 4, time: '02:40' },
  ])
  const access = await askedAccess(dossier)
  // So that its notice stands on every page of who must hear of it.
  await openInEmergency(house, dossier)
  const noor = await house.staff('noor')
  const consent = opened(await house.door.enter(noor, askConsent, dossier, asked()))
  list = pageList(all, {
    ...{ dossier, access, consent, person: await staffIdOf(house, 'bram') },
    review: await firstIn('/incidental-access/reviews'),
    signal: await firstIn('/signals'),
  })
})
afterAll(() => all?.close())

/** An incidental access of the quality officer, which waits for its judgement. */
async function askedAccess(dossier: string): Promise<string> {
  const { rows } = await all.house.owner.query(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  const page = await staff(all, 'saskia')
  await page.goto(`${all.at.staff}/incidental-access`)
  await page.getByLabel('Klantnummer').fill(rows[0].client_number)
  await page.locator('input[name=purpose][value=management]').check()
  await page.locator('input[name=parts][value=notes]').check()
  await page.getByLabel('Waarom moet u kijken?').fill('Steekproef na een klacht over de toon.')
  await page.getByRole('button', { name: 'Open dit dossier' }).click()
  await page.waitForURL(/incidental-access\/[0-9a-f-]{36}/)
  return /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? ''
}

/** The id of the first thing on a page of the data protection officer. */
async function firstIn(path: string): Promise<string> {
  const page = await staff(all, 'iris')
  await page.goto(all.at.staff + path)
  const link = await page.locator(`main a[href^="${path}/"]`).first().getAttribute('href')
  return link?.split('/').pop() ?? ''
}

/** Three looks at a site with one session: Dutch on a desk, English on a phone, and Dutch on a phone that runs no scripts. */
async function looksOf(site: Site, by: string | undefined): Promise<Looks> {
  const key = `${site} ${by ?? ''}`
  const known = looks.get(key)
  if (known) return known
  const context = await newContext(all, DESK)
  const desk = await signedIn(site, by, context)
  await speak(site, context, 'nl')
  const storageState = await context.storageState()
  const silent = await newContext(all, { ...PHONE, storageState, javaScriptEnabled: false })
  const english = await newContext(all, { ...PHONE, storageState })
  await speak(site, english, 'en')
  const made = { desk, phone: await english.newPage(), silent: await silent.newPage() }
  looks.set(key, made)
  return made
}

/** A client of the cast, or the mentor, who chose to act for the client. */
async function clientPage(context: BrowserContext, by: string): Promise<Page> {
  if (by !== MENTOR) return signInClient(all, context, by as Cast)
  const page = await context.newPage()
  await page.goto(`${all.at.portal}/acting-for`)
  await throughStandIn(page, TOM, by, 'substantial')
  await page.getByRole('button', { name: 'Kies' }).click()
  await page.waitForURL(/dossiers/)
  return page
}

const speak = (site: Site, context: BrowserContext, language: string) =>
  context.addCookies([{ name: 'gestand-lang', value: language, url: all.at[site] }])

async function signedIn(site: Site, by: string | undefined, context: BrowserContext): Promise<Page> {
  if (by === undefined) return context.newPage()
  const page = site === 'portal' ? await clientPage(context, by) : await signInStaff(all, context, by)
  // What asks to show again who one is, shows its own page: that it asks is tried elsewhere.
  await all.house.owner.query('update identity.sessions set stepped_up_at = now()')
  return page
}

/** The first stop of each page is seen in English too; its other states differ in no rule. */
const stopsOf = (site: Site): (Stop & { first: boolean })[] => {
  const listed = Object.values(list[site]).flatMap((one) =>
    typeof one === 'string' ? [] : one.map((stop, at) => ({ ...stop, first: at === 0 })),
  )
  const nowhere = { at: '/there-is-no-such-page', first: true, ...(site === 'staff' ? { by: 'noor' } : {}) }
  return [...listed, nowhere]
}

/** Goes along every stop of a site, three times at once. */
async function faultsOf(site: Site): Promise<string[]> {
  const faults: string[] = []
  for (const stop of stopsOf(site)) {
    const { desk, phone, silent } = await looksOf(site, stop.by)
    const where = `${stop.by ?? 'nobody'} at ${stop.at}${stop.act ? ', acting' : ''}`
    const scripts = watchScripts(desk)
    await Promise.all([
      visit(site, desk, stop),
      visit(site, silent, stop),
      stop.first && visit(site, phone, stop, 'en'),
    ])
    const [found, inEnglish, offered, offeredSilently] = await Promise.all([
      faultsOnDesk(desk),
      stop.first ? faultsOnPhone(phone) : [],
      offersOf(desk),
      offersOf(silent),
    ])
    for (const fault of found) faults.push(`${where}: ${fault}`)
    for (const fault of inEnglish) faults.push(`${where}, in English: ${fault}`)
    if (offered !== offeredSilently) faults.push(`${where}: is another without scripts`)
    if (await scrollsSideways(silent)) faults.push(`${where}: scrolls sideways at 320 pixels`)
    const size = await scripts.size()
    if (size > 10_000) faults.push(`${where}: ${size} bytes of script`)
  }
  return faults
}

async function visit(site: Site, page: Page, { at, act }: Stop, language?: 'en'): Promise<void> {
  const address = new URL(at, all.at[site])
  if (site === 'publicSite' && language) address.searchParams.set('lang', language)
  await page.goto(address.href)
  await act?.(page)
}

/** How many bytes of script a page takes. */
function watchScripts(page: Page): { size(): Promise<number> } {
  const bodies: Promise<number>[] = []
  const note = (response: Response) => {
    if (response.request().resourceType() === 'script')
      bodies.push(
        response.body().then(
          (body) => body.length,
          () => 0,
        ),
      )
  }
  page.on('response', note)
  return {
    async size() {
      page.off('response', note)
      const inline = await page.evaluate(() =>
        [...document.querySelectorAll('script:not([src])')].reduce(
          (sum, one) => sum + (one.textContent ?? '').length,
          0,
        ),
      )
      return (await Promise.all(bodies)).reduce((sum, size) => sum + size, inline)
    },
  }
}

test('every page of every site is on the list, and every line of the list is a page', () => {
  for (const site of Object.keys(list) as Site[]) {
    const pages = all.pages[site].filter((path) => !path.startsWith('/assets/'))
    expect(Object.keys(list[site]).sort(), site).toEqual(pages.sort())
  }
})

const HOLDS =
  'is without a violation in Dutch and English, light and dark, wide and narrow, in large text, by keyboard and without scripts'

test(`every page of the staff site ${HOLDS}`, async () => {
  expect(await faultsOf('staff')).toEqual([])
})

test(`every page of the portal ${HOLDS}`, async () => {
  expect(await faultsOf('portal')).toEqual([])
})

test(`every page of the public site and of the stand-in ${HOLDS}`, async () => {
  expect(await faultsOf('publicSite')).toEqual([])
  expect(await faultsOf('standIn')).toEqual([])
})

test('cookies are few, and each is out of reach of scripts and of other sites', async () => {
  const context = await newContext(all)
  await signInStaff(all, context, 'noor')
  await signInClient(all, context, 'aydin')
  const page = await context.newPage()
  await page.goto(`${all.at.publicSite}/tom-in-de-buurt/privacy`)
  const ours = (await context.cookies()).filter(({ name }) => !name.startsWith('stand-in-'))
  expect(ours.map(({ name }) => name).sort()).toEqual([
    '__Host-gestand-portal',
    '__Host-gestand-portal-at',
    '__Host-gestand-staff',
    '__Host-gestand-staff-at',
  ])
  // -1: gone with the browser.
  for (const cookie of ours)
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', expires: -1 })
})

test('nothing personal stood in an address, a title or the log, and no page complained', () => {
  expect(all.seen.titles.size).toBeGreaterThan(40)
  expect(all.seen.personalIn(PERSONAL)).toEqual([])
  expect([...new Set(all.seen.complaints)]).toEqual([])
})
