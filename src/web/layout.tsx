import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { Form } from './components/form.tsx'
import { type NavItem, type SignedIn, ToldContext, useView, type View, ViewContext } from './view.ts'
import { webWords } from './web.words.ts'

type PageProps = {
  view: View
  /** Stands in the browser's history and tabs: never anything about a person. */
  title: string
  /** The `href` of the main menu's item that this page belongs to. */
  current?: string
  /** One column to read or to fill in, instead of the whole width. */
  narrow?: boolean
  /** The form on the page was sent and has errors: the title says so first. */
  failed?: boolean
  children: ComponentChildren
}

/** A whole page: header, content, footer. */
export function Page(props: PageProps) {
  const { view, title } = props
  const t = webWords(view.language)
  const where = view.brand ? `${title} · ${view.brand.name}` : title
  return (
    <ViewContext.Provider value={view}>
      <html lang={view.language} class={`theme-${view.brand?.theme ?? 'tom'} site-${view.site}`}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{props.failed ? `${t('failed')}: ${where}` : where}</title>
          <link rel="stylesheet" href={view.assets.style} />
          <link rel="icon" type="image/svg+xml" href={view.assets.icon} />
        </head>
        <body class="utrecht-document">
          <a class="utrecht-skip-link skip" href="#content">
            {t('skip')}
          </a>
          <Header current={props.current} />
          <main id="content" tabindex={-1} class={props.narrow ? 'one' : undefined}>
            {isStart(view) && view.startNotice}
            {props.children}
          </main>
          <Footer />
        </body>
      </html>
    </ViewContext.Provider>
  )
}

/** Where somebody starts: the first of the menu, or `/` for who has no menu. */
function isStart({ nav, path }: View): boolean {
  return path === (nav?.[0]?.href ?? '/')
}

function Header({ current }: { current: string | undefined }) {
  const view = useView()
  const t = webWords(view.language)
  const nav = view.nav ?? []
  const told = useContext(ToldContext)
  return (
    <header class="top">
      <a class="brand" href="/">
        <span class="mark" aria-hidden="true" />
        {view.brand?.name ?? 'Gestand'}
      </a>
      {nav.length > 0 && (
        <nav class="wide" aria-label={t('mainMenu')}>
          <NavList nav={nav} current={current} />
        </nav>
      )}
      {view.person && (
        <div class="me wide">
          <Me person={view.person} />
        </div>
      )}
      {(nav.length > 0 || view.person) && (
        // On a phone the same things stand behind one labelled button; a style sheet shows one of the two.
        <details class="menu">
          <summary>{t('menu')}</summary>
          <div class="menu-inside">
            {nav.length > 0 && (
              <nav aria-label={t('mainMenu')}>
                <NavList nav={nav} current={current} />
              </nav>
            )}
            {view.person && (
              <div class="me">
                <Me person={view.person} />
              </div>
            )}
          </div>
        </details>
      )}
      {told && (
        <div class="told screen" role="status">
          {told}
        </div>
      )}
    </header>
  )
}

function NavList({ nav, current }: { nav: readonly NavItem[]; current: string | undefined }) {
  return (
    <ul class="nav">
      {nav.map((item) => (
        <li key={item.href}>
          <a href={item.href} aria-current={item.href === current ? 'page' : undefined}>
            {item.label}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Me({ person }: { person: SignedIn }) {
  const t = webWords(useView().language)
  const function_ = [person.role, person.employer].filter(Boolean).join(', ')
  const { name, href, opens } = person
  return (
    <>
      <p>
        {name && <b>{href && !opens ? <a href={href}>{name}</a> : name}</b>}
        {function_ && <span class="quiet">{function_}</span>}
        {href && opens && <a href={href}>{opens}</a>}
      </p>
      <Form action="/signout">
        <button type="submit" class="as-link small">
          {t('signOut')}
        </button>
      </Form>
    </>
  )
}

function Footer() {
  const view = useView()
  const t = webWords(view.language)
  if (view.site === 'stand-in') return null
  return (
    <footer class="foot">
      <div>
        {view.brand?.privacyHref && <a href={view.brand.privacyHref}>{t('privacy')}</a>}
        <LanguageSwitch />
      </div>
    </footer>
  )
}

/** On the public site a language is an address; elsewhere a choice that is kept in a cookie. */
function LanguageSwitch() {
  const view = useView()
  const t = webWords(view.language)
  const other = view.language === 'nl' ? 'en' : 'nl'
  if (view.site === 'public') {
    return (
      <a href={other === 'en' ? `${view.path}?lang=en` : view.path} lang={other} hreflang={other}>
        {t('otherLanguage')}
      </a>
    )
  }
  return (
    <Form action="/language">
      <input type="hidden" name="language" value={other} />
      <input type="hidden" name="back" value={view.path} />
      <button type="submit" class="as-link" lang={other}>
        {t('otherLanguage')}
      </button>
    </Form>
  )
}
