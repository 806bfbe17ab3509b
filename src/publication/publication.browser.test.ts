import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../test/browser.ts'
import { type PublishedSite, publishedSite, thirdOrganisation } from '../../test/public-site.ts'

const linde = `/${thirdOrganisation}/privacy`
let published: PublishedSite
let browser: Browser
let origin: string
let paths: string[]

beforeAll(async () => {
  published = await publishedSite()
  const [before, after] = published.versions
  paths = [
    '/',
    '/tom-in-de-buurt/privacy',
    '/tom-in-de-buurt/register',
    '/mee-zuid-limburg/privacy',
    '/mee-zuid-limburg/register',
    `${linde}/${before}`,
    `${linde}/changes/${before}..${after}`,
  ]
  origin = await published.site.listen({ host: '127.0.0.1', port: 0 })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await published?.close()
})

test('MEE-17.1: over all public pages the cookie jar stays empty and nothing is loaded from elsewhere', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  for (const path of [...paths, ...paths.map((path) => `${path}?lang=en`)]) {
    await page.goto(origin + path)
    expect(await page.evaluate(() => document.cookie + Object.keys(localStorage).join()), path).toBe('')
  }
  expect(await context.cookies()).toEqual([])
  expect(asked.length).toBeGreaterThan(paths.length)
  expect([...new Set(asked)]).toEqual([origin])
  await context.close()
})

test('no page has a violation of WCAG that axe finds, and none scrolls sideways on a phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme })
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(origin + path)
      expect(await violationsOn(page), `${path} ${colorScheme}`).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${path} at 320 px`).toBeLessThanOrEqual(0)
    }
    await context.close()
  }
})

test('TOM-13.1 partly, MEE-18.1 partly: without scripts somebody reads the statement, goes to what changed, and to the older version', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${origin}/`)
  await page.getByRole('link', { name: 'Privacyverklaring Buurthulp De Linde' }).click()
  await page.getByRole('link', { name: 'Wat veranderde sinds de vorige versie' }).click()
  await page.getByRole('heading', { level: 1, name: 'Wat er veranderde' }).waitFor()
  expect(await page.locator('ins').count()).toBeGreaterThan(0)
  expect(await page.locator('del').count()).toBeGreaterThan(0)
  await page.goBack()
  const versions = page.getByRole('navigation', { name: 'Alle versies' }).getByRole('listitem')
  expect(await versions.count()).toBe(2)
  await versions.last().getByRole('link').click()
  await page.getByText('Dit is een eerdere versie.').waitFor()
  await page.getByRole('link', { name: 'Lees de versie die nu geldt.' }).click()
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'All versions' }).waitFor()
  await context.close()
})

async function violationsOn(page: Page): Promise<object[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations, passes } = await axe.run({ runOnly: tags })
    if (passes.length === 0) throw new Error('axe looked at nothing')
    return violations.map(({ id, nodes }) => ({
      id,
      at: nodes.slice(0, 3).map(({ target }) => target.join(' ')),
    }))
  })
}
