import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Neighbourhood, openNeighbourhood } from '../../test/journeys/neighbourhood.ts'
import { scrollsSideways, staff } from '../../test/journeys/walkers.ts'

vi.setConfig({ testTimeout: 60_000 })
let all: Neighbourhood
let page: Page

beforeAll(async () => {
  all = await openNeighbourhood()
  page = await staff(all, 'iris')
  await page.getByRole('link', { name: 'Beloften' }).first().click()
})
afterAll(() => all?.close())

const violations = async () => {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations, passes } = await axe.run()
    return passes.length === 0
      ? ['axe looked at nothing']
      : violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
}

test('the officer comes from the menu to the promises, and picks those of one state by a link', async () => {
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Komen wij onze beloften na?')
  const every = await page.getByRole('row').count()
  await page.getByRole('link', { name: 'niet aangetoond' }).click()
  expect(await page.getByRole('row').count()).toBeLessThanOrEqual(every)
  await page.getByRole('link', { name: 'alles' }).click()
  expect(await page.getByRole('row').count()).toBe(every)
})

test('TOM-12.10 partly: the program recomputes the ledger by itself, and the page says when', async () => {
  await expect
    .poll(
      async () => {
        await page.reload()
        return page.getByText(/fouten in het logboek, nagerekend om/).count()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(1)
})

test.each([
  [1280, 'light'],
  [1280, 'dark'],
  [320, 'light'],
] as const)(
  'no violation that axe finds, and nothing beside the screen: %i pixels, %s',
  async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    expect(await violations()).toEqual([])
    expect(await scrollsSideways(page)).toBe(false)
    if (process.env.GESTAND_SHOTS)
      await page.screenshot({ path: `${process.env.GESTAND_SHOTS}/promises-${width}-${colorScheme}.png` })
  },
)
