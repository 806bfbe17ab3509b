import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dayInNetherlands } from '../../src/kernel/index.ts'
import { writeNote } from '../../src/notes/index.ts'
import { HOSTILE } from '../full-dossier.ts'
import { CAST } from '../house.ts'
import { type Neighbourhood, openNeighbourhood } from './neighbourhood.ts'
import { faultsOnDesk } from './page-checks.ts'
import { PERSONAL } from './seen.ts'
import { client, newContext, scrollsSideways, textOf } from './walkers.ts'

vi.setConfig({ testTimeout: 120_000 })
let all: Neighbourhood
let folder: string

beforeAll(async () => {
  all = await openNeighbourhood()
  folder = await mkdtemp(join(tmpdir(), 'gestand-copy-'))
  const noor = await all.house.staff('noor')
  const note = { kind: 'phone', happenedOn: dayInNetherlands(new Date()), text: HOSTILE } as const
  await all.house.door.enter(noor, writeNote, await all.house.dossierOf(CAST.aydin), {
    note,
    sensitive: false,
  })
})
afterAll(async () => {
  await all?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Signs in anew at the stand-in. */
async function confirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Bevestig met DigiD' }).click()
  await page.locator(`input[name=person][value="${CAST.aydin}"]`).check()
  await page.locator('input[name=level][value=substantial]').check()
  await page.locator('main form').first().locator('button').click()
  await page.waitForURL(/\/copy$/)
}

/** Presses a button that gives a file, and keeps the file. */
async function download(page: Page, button: string): Promise<string> {
  const [given] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  const path = join(folder, given.suggestedFilename())
  await given.saveAs(path)
  return path
}

// Partly: on paper, as PDF, and through the worker it is not there.
test('TOM-11.1 partly: a client without scripts signs in anew, downloads the dossier to read and as data, and reads in the log that it happened', async () => {
  const page = await client(all, 'aydin', { javaScriptEnabled: false, acceptDownloads: true })
  await page.getByRole('link', { name: 'Uw gegevens downloaden' }).click()
  expect(await textOf(page)).toContain('opnieuw in te loggen')
  await confirm(page)
  const told = await textOf(page)
  for (const text of ['Wat staat erin?', 'Wat staat er niet in?', 'Wie ze opent, kan alles lezen.'])
    expect(told).toContain(text)

  const readable = await download(page, 'Download om te lezen')
  const today = dayInNetherlands(new Date())
  expect(readable).toBe(join(folder, `dossier-kopie-${today}.html`))
  const data = await download(page, 'Download als JSON')
  expect(data).toBe(join(folder, `dossier-kopie-${today}.json`))
  const copy = JSON.parse(await readFile(data, 'utf8'))
  expect(copy.notes[0].text).toBe(HOSTILE)
  expect(copy.items.map(({ value }: { value: string }) => value)).toContain('Rozenhof')

  // Long after: the page asks again, and says that the choice has to be made once more.
  await all.house.owner.query(
    `update identity.sessions set stepped_up_at = stepped_up_at - interval '11 minutes'`,
  )
  await page.getByRole('button', { name: 'Download als JSON' }).click()
  await confirm(page)
  expect(await textOf(page)).toContain('Kies nu nog een keer wat u wilt downloaden.')

  await page.getByRole('navigation').getByRole('link', { name: 'Wie keek er' }).click()
  expect(await textOf(page)).toMatch(/Uzelf.*downloadde een kopie van uw dossier\. \(2 keer\)/)

  await readInBrowser(readable)
  expect(all.seen.personalIn(PERSONAL)).toEqual([])
  expect(all.seen.complaints).toEqual([])
})

/** Opens the file as its owner would, on a machine without a network: it reads well, and nothing in it runs or asks for anything. */
async function readInBrowser(path: string): Promise<void> {
  const context = await newContext(all, { viewport: { width: 1280, height: 800 }, offline: true })
  const file = await context.newPage()
  const happened: string[] = []
  file.on('request', (request) => happened.push(request.url().slice(0, 60)))
  file.on('dialog', (dialog) => happened.push(`dialog ${dialog.message()}`))
  file.on('console', (message) => happened.push(`console ${message.text()}`))
  await file.goto(pathToFileURL(path).href)
  const text = (await file.locator('body').innerText()).replace(/\s+/g, ' ')
  for (const wanted of [
    'Kopie van uw dossier',
    'Ik wil weer zelf boodschappen doen',
    'Mevrouw loopt weer zelf naar de winkel',
    'Samen met u opgeschreven',
    'Noor van Dalen, wijkcoach, Kwadraad',
    'downloadde een kopie van uw dossier.',
    '<script>alert(1)</script>',
    'Autoriteit Persoonsgegevens',
  ])
    expect(text).toContain(wanted)
  expect(await file.locator('script, img, iframe, form, link').count()).toBe(0)
  // What turns round in a report does so there alone.
  const isolated = await file.evaluate(() =>
    [...document.querySelectorAll('.words, dd, b')].every((one) =>
      /isolate|plaintext/.test(getComputedStyle(one).unicodeBidi),
    ),
  )
  expect(isolated).toBe(true)
  // It has no menu to skip: it begins with its contents.
  const faults = await faultsOnDesk(file)
  expect(faults.filter((fault) => !fault.includes('way to the content'))).toEqual([])
  await file.setViewportSize({ width: 320, height: 640 })
  expect(await scrollsSideways(file)).toBe(false)
  expect((await file.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  expect(happened.filter((one) => !one.startsWith('file:') && !one.startsWith('data:font'))).toEqual([])
}
