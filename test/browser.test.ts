import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'

test('there is a browser to try the pages with', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent('<title>Proef</title><h1>Gestand</h1>')
  expect(await page.title()).toBe('Proef')
  await browser.close()
})
