import { renderToString } from 'preact-render-to-string'
import { beforeAll, describe, expect, test } from 'vitest'
import { DossierPage, LookedPage, TodayPage } from './gallery.test-page.tsx'
import { FormPage } from './gallery-form.test-page.tsx'
import { type Assets, buildAssets, Page, type View } from './index.ts'

let assets: Assets
beforeAll(async () => {
  assets = await buildAssets()
})

const view = (more: Partial<View> = {}): View => ({
  site: 'staff',
  language: 'nl',
  path: '/clients',
  csrf: 'the-token',
  assets,
  brand: {
    id: 'tom-in-de-buurt',
    name: 'Tom in de buurt',
    theme: 'tom',
    privacyHref: 'http://localhost:3002/tom-in-de-buurt/privacy',
  },
  person: { name: 'Noor van Dalen', role: 'wijkcoach', employer: 'Kwadraad' },
  nav: [
    { href: '/', label: 'Vandaag' },
    { href: '/clients', label: 'Mijn cliënten' },
  ],
  ...more,
})

const hostile = `"><script>alert('x')</script><img src=x onerror=y>&amp;'`

describe('a page', () => {
  test('has one heading, a way to skip to the content, and landmarks', () => {
    for (const Gallery of [DossierPage, TodayPage, FormPage, LookedPage]) {
      const html = renderToString(<Gallery view={view()} />)
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html).toContain('href="#content"')
      expect(html.match(/<main id="content"/g)).toHaveLength(1)
      expect(new Set(html.match(/ id="[^"]+"/g)).size).toBe(html.match(/ id="[^"]+"/g)?.length)
    }
  })

  test('says who is signed in, with function and employer, and where the statement is', () => {
    const html = renderToString(<DossierPage view={view()} />)
    expect(html).toContain('<b>Noor van Dalen</b><span class="quiet">wijkcoach, Kwadraad</span>')
    expect(html).toContain('href="http://localhost:3002/tom-in-de-buurt/privacy"')
    expect(html).toContain('<a href="/clients" aria-current="page">Mijn cliënten</a>')
  })

  test('carries the token in every form that posts, also in that of signing out', () => {
    const html = renderToString(<FormPage view={view()} />)
    const forms = html.match(/<form method="post".*?<\/form>/gs) ?? []
    expect(forms.length).toBeGreaterThan(3)
    for (const form of forms) expect(form).toContain('<input type="hidden" name="csrf" value="the-token"/>')
  })

  test('wears the colours of its organisation', () => {
    expect(
      renderToString(
        <Page view={view({ brand: { id: 'm', name: 'MEE', theme: 'mee' } })} title="x">
          x
        </Page>,
      ),
    ).toContain('class="theme-mee')
  })

  test('speaks English all around when asked', () => {
    const html = renderToString(<FormPage view={view({ language: 'en' })} />)
    expect(html).toContain('<html lang="en"')
    expect(html).toContain('Skip to content')
    expect(html).toContain('Some answers need your attention')
    expect(html).toContain('Sign out')
  })
})

test('whatever somebody types is text and never markup', () => {
  const person = { name: hostile, role: hostile, employer: hostile }
  const nav = [{ href: '/', label: hostile }]
  const form = { values: { surname: hostile, note: hostile }, errors: { surname: hostile } }
  const html = renderToString(
    <FormPage
      view={view({ person, nav, path: hostile, brand: { id: 'x', name: hostile, theme: 'tom' } })}
      form={form}
    />,
  )
  expect(html).not.toContain('<script>')
  expect(html).not.toContain('<img')
  expect(html).not.toContain("'x'</")
  expect(html).toContain('&lt;script>')
})

describe('a form with errors', () => {
  const html = () => renderToString(<FormPage view={view()} />)

  test('says so first, in the title and on the page, and each error leads to its field', () => {
    expect(html()).toContain('<title>Let op: Nieuw verslag · Tom in de buurt</title>')
    expect(html()).toMatch(/role="alert" tabindex="-1" autofocus/)
    for (const id of ['field-bornOn', 'field-how']) {
      expect(html()).toContain(`href="#${id}"`)
      expect(html()).toContain(` id="${id}"`)
    }
  })

  test('tells hint and error with the field, and keeps what was filled in', () => {
    expect(html()).toMatch(
      /id="field-bornOn"[^>]*aria-invalid="true"[^>]*aria-describedby="field-bornOn-hint field-bornOn-error"/,
    )
    expect(html()).toContain('value="&lt;b>De &quot;Wit&quot;&lt;/b>"')
    expect(html()).toContain('<option value="phone" selected>')
    expect(html()).toContain('>Mevrouw vertelde</textarea>')
  })

  test('every field has a label, and a draft has a place that speaks', () => {
    for (const [, id] of html().matchAll(/<(?:input|select|textarea)[^>]* id="([^"]+)"/g)) {
      expect(html()).toContain(`for="${id}"`)
    }
    expect(html()).toMatch(/<textarea[^>]*data-draft="\/notes\/draft"/)
    expect(html()).toContain('id="field-note-status" role="status"')
  })
})

describe('assets', () => {
  test('no page has more than 10 kB of script', () => {
    const scripts = [...assets.files].filter(([path]) => path.endsWith('.js'))
    const size = scripts.reduce((total, [, file]) => total + file.body.length, 0)
    expect(scripts.length).toBeGreaterThan(0)
    expect(size).toBeLessThan(10_000)
  })

  test('the style sheet has the components in use and no others', () => {
    const css = String(assets.files.get(assets.style)?.body)
    for (const name of ['button--primary-action', 'textbox', 'form-label', 'heading-1', 'skip-link']) {
      expect(css).toContain(`.utrecht-${name}`)
    }
    for (const name of ['calendar', 'map-marker', 'digid-button', 'accordion'])
      expect(css).not.toContain(`.utrecht-${name}`)
    expect(css).toContain('EUPL-1.2')
    expect(assets.files.get(assets.style)?.gzip?.length).toBeLessThan(25_000)
  })
})
