import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { faultsOnDesk, faultsOnPhone } from './page-checks.ts'

// That the checks of every page find what they are there for.

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
})
afterAll(() => browser?.close())

const GOOD = {
  title: 'Verslagen',
  style: ':focus-visible { outline: 3px solid #1d4ed8 }',
  main: '<h1>Verslagen</h1><p>Er zijn nog geen verslagen.</p><form action="/x"><button>Bewaar</button></form>',
}

async function faultsIn(more: Partial<typeof GOOD & { language: string }>): Promise<string[]> {
  const { title, style, main, language = 'nl' } = { ...GOOD, ...more }
  await page.setContent(
    `<!doctype html><html lang="${language}"><head><title>${title}</title>
     <meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
     <body><a href="#content">Naar de inhoud</a><main id="content" tabindex="-1">${main}</main></body></html>`,
  )
  return language === 'nl' ? faultsOnDesk(page) : faultsOnPhone(page)
}
const withMain = (html: string) => ({ main: GOOD.main + html })

test('a good page has no faults', async () => {
  expect(await faultsIn({})).toEqual([])
  expect(await faultsIn({ language: 'en' })).toEqual([])
})

test.each<[string, Partial<typeof GOOD>, string]>([
  ['an English word', withMain('<p>Save your report</p>'), 'says “Save your report”'],
  ['an English name for a screen reader', withMain('<a href="/" aria-label="Find">Z</a>'), 'says “Find”'],
  ['a text that was not filled in', withMain('<p>Belofte {id}</p>'), 'says “Belofte {id}”'],
  ['a person in the title', { title: 'Dossier Aydin' }, 'names Aydin in its title'],
  ['a second heading of level 1', withMain('<h1>Nog een</h1>'), 'has not one heading'],
  ['a colour that nobody reads', withMain('<p style="color: #ccc">Licht</p>'), 'color-contrast'],
  [
    'a colour that nobody reads in the dark',
    { style: `${GOOD.style} @media (prefers-color-scheme: dark) { p { color: #ddd } }` },
    'in the dark color-contrast',
  ],
  ['a field without a label', withMain('<form action="/x"><input name="a"></form>'), 'label at'],
  ['a button that needs a script', withMain('<button type="button">Meer</button>'), 'sends no form'],
  ['a link that needs a script', withMain('<a>Meer</a>'), 'a link to nowhere'],
  ['an order of its own', withMain('<a href="/" tabindex="3">Eerst</a>'), 'has an order'],
  ['what Tab skips', withMain('<a href="/" tabindex="-1">Nooit</a>'), 'Tab skips'],
  ['focus that one cannot see', { style: '* { outline: none !important }' }, 'no focus to see on'],
  [
    'what does not fit in large text',
    withMain('<div style="width: 60rem">Breed</div>'),
    'scrolls sideways with text of 200 %',
  ],
])('%s is found', async (_what, more, fault) => {
  expect((await faultsIn(more)).join('\n')).toContain(fault)
})
