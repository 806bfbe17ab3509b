import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { askRoleRow, blockRow } from '../../src/people/people.store.ts'
import { CAST, TOM } from '../house.ts'
import { plantLooks } from '../misuse.ts'
import { kept, openInEmergency, staffIdOf } from '../people.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { faultsOnDesk, faultsOnPhone } from './page-checks.ts'
import { newContext, signInStaff, staff, textOf } from './walkers.ts'

vi.setConfig({ testTimeout: 120_000 })
let all: Neighbourhood
let aydin: string
const DESK = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const

beforeAll(async () => {
  all = await openNeighbourhood()
  aydin = await all.house.dossierOf(CAST.aydin)
})
afterEach(async () => {
  await Promise.all(all.browser.contexts().map((context) => context.close()))
  expect(all.seen.log.map(({ fault }) => fault).filter(Boolean)).toEqual([])
})
afterAll(() => all?.close())

/** What a program can tell of a page; a folder in SHOTS gets pictures of it. */
async function expectGood(page: Page, name: string): Promise<void> {
  expect(await faultsOnDesk(page), name).toEqual([])
  const folder = process.env.SHOTS
  for (const [width, height] of [
    [1280, 800],
    [360, 740],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      if (!folder) continue
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height })
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

test('an emergency stands on every page of the team manager until she says to have seen it, and of the officer until she judged it', async () => {
  const karin = await staff(all, 'karin', DESK)
  expect(new URL(karin.url()).pathname).toBe('/today')
  await expectGood(karin, 'manager-quiet')
  await karin.goto(`${all.at.staff}/people/teams`)
  expect(await karin.getByRole('status').count()).toBe(0)

  await openInEmergency(all.house, aydin)
  await karin.reload()
  const notice = karin.getByRole('banner').getByRole('status')
  expect(await notice.innerText()).toBe('1 noodinzage om te bekijken')
  await expectGood(karin, 'teams-with-notice')
  await karin.getByRole('link', { name: '1 noodinzage om te bekijken' }).click()
  expect(new URL(karin.url()).pathname).toBe('/today')
  expect(await textOf(karin)).toContain('Fenna de Graaf, wijkcoach')
  await expectGood(karin, 'manager-emergency')
  await karin.getByRole('button', { name: 'Gezien Fenna de Graaf' }).click()
  expect(await textOf(karin)).toContain('Vastgelegd dat u dit zag.')
  expect(await notice.count()).toBe(0)
  await expectGood(karin, 'manager-seen')

  const iris = await staff(all, 'iris', DESK)
  await iris.goto(`${all.at.staff}/promises`)
  await iris.getByRole('link', { name: '1 noodinzage om te bekijken' }).click()
  await expectGood(iris, 'officer-emergency')
  await iris.getByRole('link', { name: 'Beoordeel Fenna de Graaf' }).click()
  await expectGood(iris, 'officer-judges')
  await iris.locator('input[name=judgement][value=in-order]').check()
  await iris.getByLabel('Waarom?').fill('De huisarts bevestigt het.')
  await iris.getByRole('button', { name: 'Bewaar oordeel' }).click()
  expect(await iris.getByRole('banner').getByRole('status').count()).toBe(0)
  await iris.goto(`${all.at.staff}/`)
  expect(await textOf(iris)).toContain('Er wacht nu niets op u.')
  await expectGood(iris, 'officer-nothing')
})

test('a full day: each line says what it is, since when and what to do, on a desk and on a phone', async () => {
  const { house } = all
  const [noor, yara, fenna] = await Promise.all(
    ['noor', 'yara', 'fenna'].map((subject) => staffIdOf(house, subject)),
  )
  const night = { actor: noor ?? '', dossier: aydin, time: '02:10' }
  await plantLooks(house, [
    { ...night, days: 12 },
    { ...night, days: 4 },
    { actor: fenna ?? '', dossier: aydin, days: 9, time: '03:15' },
  ])
  const officer = await staff(all, 'iris', DESK)
  await officer.goto(`${all.at.staff}/signals`)
  await house.owner.query(
    `update ledger.signals set waits_since = now() - interval '9 days' where day < current_date - 6`,
  )
  await openInEmergency(house, aydin)
  const ask = askRoleRow({ id: randomUUID(), staffId: yara ?? '', role: 'planner', change: 'give' })
  expect(await kept(house, await house.staff('henk'), ask)).toBe('done')
  const block = blockRow(randomUUID(), fenna ?? '', 'device-lost')
  expect(await kept(house, await house.staff('henk'), block)).toBe('done')
  for (const subject of ['karin', 'iris', 'saskia', 'yara', 'henk']) {
    const page = await staff(all, subject, DESK)
    await expectGood(page, `full-${subject}`)
  }
  await house.owner.query(
    `update identity.clearances set valid_until = wall.today() + 3 where kind = 'secrecy' and organisation_id = $1`,
    [TOM],
  )
  const many = await staff(all, 'henk', DESK)
  expect(await many.getByRole('link', { name: /^Bekijk alle \d+ Verklaringen/ }).count()).toBe(1)
  await expectGood(many, 'many-henk')
  const phone = await newContext(all, { ...DESK, viewport: { width: 320, height: 640 } })
  await phone.addCookies([{ name: 'gestand-lang', value: 'en', url: all.at.staff }])
  const page = await signInStaff(all, phone, 'karin')
  expect(await faultsOnPhone(page)).toEqual([])
})
