import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { DEMO_CLIENTS, DEMO_STAFF } from '../../src/demo/index.ts'
import { scrollsSideways } from './walkers.ts'

const RULES = {
  type: 'tag' as const,
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
const COLOURS = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] }

/** Everything that is wrong with a Dutch page on a desk, in light and dark, with large text, by keyboard. */
export async function faultsOnDesk(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  await page.emulateMedia({ colorScheme: 'light' })
  const faults = [...(await headFaults(page, 'nl')), ...(await violationsOn(page, RULES))]
  // In the dark nothing but the colours is another.
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const violation of await violationsOn(page, COLOURS)) faults.push(`in the dark ${violation}`)
  faults.push(...(await wordFaults(page)), ...(await controlFaults(page)), ...(await keyboardFaults(page)))
  if (await sidewaysInLargeText(page)) faults.push('scrolls sideways with text of 200 %')
  return faults
}

/** Everything that is wrong with an English page on a phone. */
export async function faultsOnPhone(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const faults = [...(await headFaults(page, 'en')), ...(await violationsOn(page, RULES))]
  if (await scrollsSideways(page)) faults.push('scrolls sideways at 320 pixels')
  return faults
}

/** What a page offers: to compare it with itself where scripts do not run. */
export async function offersOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const names = [...document.querySelectorAll('main :is(input, select, textarea, button, a, h1, h2)')]
    return names.map((one) => `${one.tagName} ${one.getAttribute('name') ?? one.textContent}`).join('\n')
  })
}

/** Language, one heading, and a title that says nothing of anybody. */
async function headFaults(page: Page, language: string): Promise<string[]> {
  const faults: string[] = []
  if ((await page.locator('html').getAttribute('lang')) !== language) faults.push('speaks another language')
  if ((await page.locator('h1').count()) !== 1) faults.push('has not one heading of level 1')
  const title = await page.title()
  if (title.trim() === '') faults.push('has no title')
  for (const name of NAMES) if (title.includes(name)) faults.push(`names ${name} in its title`)
  return faults
}

const NAMES = [...DEMO_STAFF, ...DEMO_CLIENTS]
  .flatMap(({ name }) => name.split(' '))
  .filter((part) => part.length > 3 && /^[A-Z]/.test(part))

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

/** English words that are no Dutch words too, ids of the program, and what stands in a text by mistake. */
const NOT_DUTCH =
  /\b(the|and|you|your|with|this|that|from|have|has|will|please|choose|sign|date|save|search|find|read|write|who|why|when|looked|allowed|refused|consent|purpose|notes|question|household|goals|neighbourhood|officer|manager|undefined|null|NaN)\b|\[object|\{\w+[,}]/i

/** What a Dutch page says or is called by a screen reader, that is not Dutch. What is marked as English may be. */
async function wordFaults(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const whole = document.body.cloneNode(true) as HTMLElement
    for (const one of whole.querySelectorAll('[lang=en], script, style')) one.remove()
    const texts = [document.title]
    const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '')
    for (const one of whole.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        texts.push(one.getAttribute(name) ?? '')
    return texts
  })
  return said.filter((text) => NOT_DUTCH.test(text)).map((text) => `says “${text.trim().slice(0, 80)}”`)
}

/** What would not work without a script or a mouse: a button outside a form, a link to nowhere, a place that Tab skips. */
async function controlFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    // A passkey is made by the browser, by script alone: its button is hidden where none run, and a code does the same.
    for (const button of document.querySelectorAll<HTMLButtonElement>('button:not([data-passkey])'))
      if (button.type !== 'submit' || !button.form?.getAttribute('action'))
        faults.push(`a button that sends no form: ${button.textContent}`)
    for (const link of document.querySelectorAll('a'))
      if (!link.getAttribute('href')) faults.push(`a link to nowhere: ${link.textContent}`)
    for (const one of document.querySelectorAll('[onclick], [tabindex]'))
      if (one.hasAttribute('onclick') || Number(one.getAttribute('tabindex')) > 0)
        faults.push(`${one.tagName} has an order or a click of its own`)
    for (const one of document.querySelectorAll('a, button, input, select, textarea, summary'))
      if (one.getAttribute('tabindex') === '-1') faults.push(`Tab skips ${one.tagName} ${one.textContent}`)
    return faults
  })
}

/** The first Tab shows the way past the menu, which leads to the content; and whatever has the focus shows that. */
async function keyboardFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    window.getSelection()?.removeAllRanges()
    document.body.tabIndex = -1
    document.body.focus()
  })
  await page.keyboard.press('Tab')
  const skip = await page.evaluate(() => {
    const one = document.activeElement
    return one?.getAttribute('href') === '#content' && one.getBoundingClientRect().top >= 0
  })
  if (!skip) faults.push('the first Tab does not show the way to the content')
  await page.keyboard.press('Enter')
  if (!(await page.evaluate(() => document.activeElement?.id === 'content')))
    faults.push('the way to the content leads elsewhere')
  const unseen = await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary')
    return [...all]
      .filter((one) => one.checkVisibility() && one.getAttribute('type') !== 'hidden')
      .filter((one) => {
        one.focus({ focusVisible: true } as FocusOptions)
        const { outlineStyle, outlineWidth } = getComputedStyle(one)
        return (
          document.activeElement !== one || outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2
        )
      })
      .map((one) => `${one.tagName} ${one.getAttribute('name') ?? one.textContent}`)
  })
  for (const one of unseen) faults.push(`no focus to see on ${one}`)
  return faults
}

async function sidewaysInLargeText(page: Page): Promise<boolean> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%'
  })
  const sideways = await scrollsSideways(page)
  await page.evaluate(() => {
    document.documentElement.style.fontSize = ''
  })
  return sideways
}
