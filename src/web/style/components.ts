/** The NL Design System components that our pages use; of the library's 400 kB only their rules are sent. */
export const usedComponents = [
  'button',
  'button-group',
  'button-link',
  'checkbox',
  'document',
  'form-field',
  'form-field-description',
  'form-field-error-message',
  'form-field-checkbox',
  'form-field-radio',
  'form-fieldset',
  'form-label',
  'heading-1',
  'heading-2',
  'heading-3',
  'link',
  'link-button',
  'page-footer',
  'paragraph',
  'select',
  'skip-link',
  'table',
  'textarea',
  'textbox',
  'unordered-list',
] as const

/** Keeps the rules of the named components and drops the others; at-rules are kept when a rule in them is. */
export function keepComponents(css: string, names: readonly string[]): string {
  const used = new Set(names)
  const kept: string[] = []
  for (const { prelude, body } of topLevelBlocks(css)) {
    if (prelude.startsWith('@media') || prelude.startsWith('@supports')) {
      const inside = keepComponents(body, names)
      if (inside) kept.push(`${prelude}{${inside}}`)
    } else if (!prelude.startsWith('@')) {
      const selectors = splitSelectors(prelude).filter((selector) => isUsed(selector, used))
      if (selectors.length > 0) kept.push(`${selectors.join(',')}{${body}}`)
    }
  }
  return kept.join('\n')
}

/** A selector is of use when every component in it is; our pages carry no raw HTML and show no state by class. */
function isUsed(selector: string, used: ReadonlySet<string>): boolean {
  if (/--(?:html|custom|distanced|hover|focus|active|pressed|busy|disabled|visited)\b/.test(selector))
    return false
  const components = [...selector.matchAll(/\.utrecht-([a-z0-9]+(?:-[a-z0-9]+)*)/g)].map(
    (match) => match[1] ?? '',
  )
  return components.length > 0 && components.every((component) => used.has(component))
}

/** Splits at the commas that separate selectors, not at those inside `:is(…)`. */
function splitSelectors(prelude: string): string[] {
  const selectors = ['']
  let depth = 0
  for (const sign of prelude) {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (sign === ',' && depth === 0) selectors.push('')
    else selectors[selectors.length - 1] += sign
  }
  return selectors.map((selector) => selector.trim())
}

function* topLevelBlocks(css: string): Generator<{ prelude: string; body: string }> {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@charset[^;]*;/g, '')
  let depth = 0
  let start = 0
  let open = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '{') {
      if (depth === 0) open = at
      depth += 1
    } else if (sign === '}') {
      depth -= 1
      if (depth === 0) {
        yield { prelude: text.slice(start, open).trim(), body: text.slice(open + 1, at) }
        start = at + 1
      }
    }
  }
}
