import { type Facts, type Finding, StatementError } from './facts.ts'
import { interpolate, UnknownNameError } from './interpolate.ts'
import type { Lang } from './vocabulary.ts'
import { type Chapter, parseWords, type WordsSource } from './words.ts'

/** A statement: its facts, its prose in both languages with the facts filled in, and the sources of both. */
export type Statement = {
  facts: Facts
  source: Record<Lang, string>
  /** Title and chapters, facts filled in. */
  words(lang: Lang): { title: string; chapters: Chapter[] }
  /** A clause with its chapter, or undefined when the statement has no such clause. */
  clause(id: string, lang: Lang): StatementClause | undefined
  /** The word for a fact: `label('nl', 'roles.neighbourhood-coach')`. Throws when the statement has none. */
  label(lang: Lang, name: LabelName): string
  hasLabel(lang: Lang, name: string): boolean
  labelNames(lang: Lang): string[]
}
export type StatementClause = { id: string; section: string; chapter: string; paragraphs: string[] }

export const labelGroups = [
  'items',
  'purposes',
  'activities',
  'services',
  'roles',
  'partyKinds',
  'sources',
  'terms',
  'disclosures',
  'tensions',
  'parts',
  'grounds',
  'classes',
  'dataSubjects',
  'limits',
  'options',
  'conditions',
  'relations',
  'states',
  'actions',
  'hints',
  'why',
] as const
export type LabelGroup = (typeof labelGroups)[number]
export type LabelName = `${LabelGroup}.${string}`

type Files = Record<'facts' | Lang, string>

/** Puts facts and both words files together. Throws StatementError when a name in the prose is unknown. */
export function makeStatement(facts: Facts, source: Record<Lang, string>, files: Files): Statement {
  const findings: Finding[] = []
  const filled = {
    nl: fillIn(source.nl, { facts, lang: 'nl', file: files.nl, findings }),
    en: fillIn(source.en, { facts, lang: 'en', file: files.en, findings }),
  }
  if (findings.length > 0) throw new StatementError(findings)
  return {
    facts,
    source,
    words: (lang) => ({ title: filled[lang].title, chapters: filled[lang].chapters }),
    clause: (id, lang) => clauseIn(filled[lang], id),
    label: (lang, name) => labelIn(filled[lang], name, `${facts.organisation.id} ${facts.version} (${lang})`),
    hasLabel: (lang, name) => filled[lang].labels.has(name),
    labelNames: (lang) => [...filled[lang].labels.keys()],
  }
}

function clauseIn(words: WordsSource, id: string): StatementClause | undefined {
  for (const chapter of words.chapters) {
    const found = chapter.clauses.find((clause) => clause.id === id)
    if (found) return { id, section: chapter.section, chapter: chapter.title, paragraphs: found.paragraphs }
  }
  return undefined
}

function labelIn(words: WordsSource, name: LabelName, where: string): string {
  const label = words.labels.get(name)
  if (label === undefined) throw new Error(`the statement ${where} has no label ${name}`)
  return label
}

type Filling = { facts: Facts; lang: Lang; file: string; findings: Finding[] }

function fillIn(source: string, { facts, lang, file, findings }: Filling): WordsSource {
  const { words, problems } = parseWords(source, file)
  findings.push(...problems)
  const scope = { facts, lang, label: (name: string) => words.labels.get(name) }
  const fill = (text: string, where: string): string => {
    try {
      return interpolate(text, scope)
    } catch (error) {
      if (!(error instanceof UnknownNameError)) throw error
      findings.push({ code: error.code, file, where, message: error.message })
      return text
    }
  }
  return {
    title: fill(words.title, 'title'),
    labels: new Map([...words.labels].map(([name, text]) => [name, fill(text, name)])),
    chapters: words.chapters.map((chapter) => ({
      ...chapter,
      title: fill(chapter.title, chapter.title),
      clauses: chapter.clauses.map(({ id, paragraphs }) => ({
        id,
        paragraphs: paragraphs.map((paragraph) => fill(paragraph, id)),
      })),
    })),
  }
}
