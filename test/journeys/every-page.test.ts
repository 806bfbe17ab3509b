import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { PERSONAL } from './seen.ts'
import { client, newContext, scrollsSideways, signInClient, signInStaff, staff } from './walkers.ts'

vi.setConfig({ testTimeout: 120_000 })
let all: Neighbourhood
let aydin: string

beforeAll(async () => {
  all = await openNeighbourhood()
  aydin = `/dossiers/${await all.house.dossierOf(CAST.aydin)}`
})
afterEach(() => Promise.all(all.browser.contexts().map((context) => context.close())))
afterAll(() => all?.close())

/** A page in one of its states: an address, or an address and what is done there. */
type Stop = readonly [path: string, act?: (page: Page) => Promise<void>]

const send = (page: Page) => page.locator('main form').first().getByRole('button').first().click()
const search =
  (text: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('searchbox').fill(text)
    await send(page)
  }

const staffStops = (): Stop[] => [
  ['/clients'],
  ['/clients/find'],
  ['/clients/find', search('Aydin')],
  ['/clients/find', search('Nergens')],
  ['/clients/find', search('x')],
  ['/clients/new'],
  ['/clients/new?service=access'],
  ['/clients/new?service=access', send],
  [
    '/clients/new?service=support',
    async (page) => {
      const child = {
        'given-names': 'Jip',
        surname: 'Klein',
        'birth-date': '1-1-2020',
        postcode: '2402NR',
        'house-number': '1',
        question: 'Hulp',
      }
      for (const [name, value] of Object.entries(child)) await page.locator(`[name="${name}"]`).fill(value)
      await send(page)
    },
  ],
  [aydin],
  [`${aydin}?registered=1`],
  [`${aydin}/question`],
  [`${aydin}/notes?saved=1`],
  [`${aydin}/people`],
  [`${aydin}/notes/new`],
  [`${aydin}/notes/new`, send],
  [`${aydin}/representatives?recorded=1`],
  [`${aydin}/representatives`, send],
  [`${aydin}/capacity`],
  [`${aydin}/capacity`, send],
  ['/there-is-no-such-page'],
]

const portalStops = (): Stop[] => [
  ['/'],
  [`${aydin}/who-looked?period=all&who=everybody`],
  [`${aydin}/who-looked?period=day`],
  ['/acting-for'],
  ['/account/confirm'],
  ['/signin/own?organisation=mee-zuid-limburg'],
  ['/invited'],
  ['/invited', send],
  ['/there-is-no-such-page'],
]

const signInStops = (...refusals: string[]): Stop[] => [
  ['/signin'],
  ['/signin', send],
  ['/signin?over=1'],
  ['/signin?left=1'],
  ...refusals.map((why): Stop => [`/signin/refused?why=${why}`]),
]

/** The other pages of the public site have a test of their own beside them. */
const publicStops: Stop[] = [['/'], ['/tom-in-de-buurt/privacy'], ['/there-is-no-such-page']]

/** Goes along the stops in each language, and says everything that is wrong with any of them. */
async function faultsOf(
  page: Page,
  origin: string,
  stops: readonly Stop[],
  languages: readonly string[] = ['nl', 'en'],
): Promise<string[]> {
  const faults: string[] = []
  const scripts = watchScripts(page)
  for (const language of languages) {
    await page.context().addCookies([{ name: 'gestand-lang', value: language, url: origin }])
    for (const [path, act] of stops) {
      const address = new URL(path, origin)
      if (origin === all.at.publicSite && language === 'en') address.searchParams.set('lang', 'en')
      scripts.begin()
      await page.goto(address.href)
      await act?.(page)
      for (const fault of await faultsOn(page, language)) faults.push(`${language} ${path}: ${fault}`)
      const size = await scripts.size()
      if (size > 10_000) faults.push(`${language} ${path}: ${size} bytes of script`)
    }
  }
  return faults
}

async function faultsOn(page: Page, language: string): Promise<string[]> {
  const faults: string[] = []
  if ((await page.locator('html').getAttribute('lang')) !== language) faults.push('speaks another language')
  if ((await page.locator('h1').count()) !== 1) faults.push('has not one heading of level 1')
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(axe.source)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  faults.push(...(await violationsOn(page, RULES)))
  // In the dark nothing but the colours is another.
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const violation of await violationsOn(page, COLOURS)) faults.push(`in the dark ${violation}`)
  await page.setViewportSize({ width: 320, height: 640 })
  if (await scrollsSideways(page)) faults.push('scrolls sideways at 320 pixels')
  return faults
}

const RULES = {
  type: 'tag' as const,
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
const COLOURS = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] }

async function violationsOn(page: Page, runOnly: typeof RULES | typeof COLOURS): Promise<string[]> {
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations, passes } = await axe.run({ runOnly: only })
    if (passes.length === 0) throw new Error('axe looked at nothing')
    return violations.map(
      ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  }, runOnly)
}

/** How many bytes of script a page takes. */
function watchScripts(page: Page): { begin(): void; size(): Promise<number> } {
  let bodies: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      bodies.push(
        response.body().then(
          (body) => body.length,
          () => 0,
        ),
      )
  })
  return {
    begin() {
      bodies = []
    },
    async size() {
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

test('every page of a worker is without a violation, in both languages, light and dark, wide and narrow, with at most 10 kB of script', async () => {
  expect(await faultsOf(await staff(all, 'noor'), all.at.staff, staffStops())).toEqual([])
})

test('the pages that say no are without a violation too', async () => {
  const refused: Stop[] = [[aydin], [`${aydin}/notes`], [`${aydin}/notes/new`]]
  expect(await faultsOf(await staff(all, 'joris'), all.at.staff, refused)).toEqual([])
  expect(await faultsOf(await staff(all, 'fenna'), all.at.staff, [[aydin]], ['nl'])).toEqual([])
  expect(await faultsOf(await staff(all, 'bram'), all.at.staff, [['/clients'], [aydin]], ['nl'])).toEqual([])
})

test('every page of the portal is without a violation', async () => {
  expect(await faultsOf(await client(all, 'aydin'), all.at.portal, portalStops())).toEqual([])
  expect(await faultsOf(await client(all, 'nobody'), all.at.portal, [['/']])).toEqual([])
})

test('every page of signing in, of the stand-in and of the public site is without a violation', async () => {
  const page = await (await newContext(all)).newPage()
  expect(await faultsOf(page, all.at.staff, signInStops('no-second-factor', 'no-account'))).toEqual([])
  expect(await faultsOf(page, all.at.portal, signInStops('level-too-low', 'not-our-answer'))).toEqual([])
  for (const origin of [all.at.staff, all.at.portal]) {
    const toStandIn: Stop = [
      '/signin',
      async (at) => {
        await at.locator('input[name=organisation]').first().check()
        await send(at)
      },
    ]
    const withMistake: Stop = [
      '/signin',
      async (at) => {
        await toStandIn[1]?.(at)
        await send(at)
      },
    ]
    expect(await faultsOf(page, origin, [toStandIn, withMistake])).toEqual([])
  }
  expect(await faultsOf(page, all.at.publicSite, publicStops)).toEqual([])
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
  expect(all.seen.titles.size).toBeGreaterThan(20)
  expect(all.seen.personalIn(PERSONAL)).toEqual([])
  expect([...new Set(all.seen.complaints)]).toEqual([])
})
