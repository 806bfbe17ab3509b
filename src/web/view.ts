import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Assets } from './assets.ts'
import type { Language } from './language.ts'

export type SiteName = 'staff' | 'portal' | 'public' | 'stand-in'

/** The organisation that a page belongs to: its name, colours and published statement. */
export type Brand = { id: string; name: string; theme: string; privacyHref?: string }

/**
 * Who is signed in, as the header says it: name, function, employer. `href` leads to what is theirs alone, from the name or from a
 * link that says what it `opens`.
 */
export type SignedIn = { name: string; role?: string; employer?: string; href?: string; opens?: string }

export type NavItem = { href: string; label: string }

/** What every page needs to know about the request it answers. A hook of the site may add brand, person and nav. */
export type View = {
  site: SiteName
  language: Language
  /** The path without its query: safe to link back to. */
  path: string
  /** The token that forms carry back; there is none without a session. */
  csrf?: string | undefined
  assets: Assets
  brand?: Brand | undefined
  person?: SignedIn | undefined
  nav?: readonly NavItem[] | undefined
  /** What this person must know before starting: stands on the page where they start, and on no other. */
  startNotice?: ComponentChildren
  /** Finds out what this person must be told on whatever page comes next; only there for who can have something to be told. */
  told?: (() => Promise<ComponentChildren>) | undefined
}

const plain: View = {
  site: 'public',
  language: 'nl',
  path: '/',
  assets: { style: '', autosave: '', passkey: '', icon: '', files: new Map() },
}

/** What the header tells this person on every page. */
export const ToldContext = createContext<ComponentChildren>(null)

export const ViewContext = createContext<View>(plain)

/** The view of the page being rendered; in a component rendered by itself: Dutch, without a session. */
export function useView(): View {
  return useContext(ViewContext)
}
