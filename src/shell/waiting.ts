import type { ComponentChildren } from 'preact'
import type { Answer, Can, Facts, Visitor } from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import type { Language } from '../web/index.ts'
import type { Site } from './site.ts'

/** Somebody behind a sign-in, as far as it decides what waits for them. */
export type Present = { facts: Facts; can: Can }

/** Who asks what waits, and what a slice needs to find it. */
export type Asker = Present & {
  site: Site
  visitor: Visitor
  statement: Statement
  language: Language
  /** Takes an answer of the door, as `meet` does. */
  take<T>(answer: Answer<T>): T
}

/** One thing that waits: what it is, since when, and the one thing to do about it. Of clients it says nothing. */
export type Waiting = {
  key: string
  since?: Date
  /** What must stand out, in words. */
  tag?: { kind: 'late' | 'due'; words: string }
  what: ComponentChildren
  under?: string
  /** A verb; `about` is for who does not see the line. `posts`: it is done by the button itself, nothing is left to fill in. */
  todo: { verb: string; about: string; to: string; posts?: true }
}

export type WaitingGroup = {
  /** Its anchor on the page. */
  id: string
  title: string
  lead?: string
  lines: readonly Waiting[]
  /** Where all of it stands; without it the page shows every line. */
  all?: string
}

/** What a slice offers for the page "Vandaag". A new kind of line is one of these, on the list of `today/`. */
export type WaitingSource = {
  /** For whom there can be such lines; who is this for nothing does not have the page. */
  isFor(present: Present): boolean
  groups(asker: Asker): Promise<WaitingGroup[]>
}

/** What somebody is told in the header of every page until they looked. Asked only for whom it is. */
export type Told = {
  isFor(present: Present): boolean
  say(asked: { site: Site; visitor: Visitor; language: Language }): Promise<ComponentChildren>
}
