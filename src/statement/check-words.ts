import type { Facts, Finding } from './facts.ts'
import { figuresOf, typedFigures } from './figures.ts'
import { namesIn } from './interpolate.ts'
import type { Report } from './report.ts'
import type { LabelGroup, Statement } from './statement.ts'
import { dataClasses, grounds, type Lang, languages, parts } from './vocabulary.ts'
import { allClauses, parseWords } from './words.ts'

/** Contradictions between the words and the facts, in both languages. */
export function checkWords(statement: Statement): Finding[] {
  return languages.flatMap((lang) => {
    const findings: Finding[] = []
    const report: Report = (code, where, message) =>
      findings.push({ code, file: `words.${lang}.md`, where, message })
    checkClauses(statement, lang, report)
    checkLabels(statement, lang, report)
    checkFigures(statement, lang, report)
    return findings
  })
}

function checkClauses(statement: Statement, lang: Lang, report: Report): void {
  const { chapters } = statement.words(lang)
  const written = new Map(
    chapters.flatMap((chapter) => chapter.clauses.map((clause) => [clause.id, { chapter, clause }] as const)),
  )
  for (const { id, section } of statement.facts.clauses) {
    const found = written.get(id)
    if (!found?.clause.paragraphs.length)
      report('clause-without-words', id, `has no words; write a paragraph under "### ${id}"`)
    else if (found.chapter.section !== section)
      report(
        'clause-in-other-section',
        id,
        `stands under section ${found.chapter.section}; the facts say ${section}`,
      )
  }
  const known = new Set(statement.facts.clauses.map((clause) => clause.id))
  for (const id of written.keys())
    if (!known.has(id))
      report(
        'words-for-unknown-clause',
        id,
        'is no clause of the statement; add it to the facts or drop the words',
      )
}

/** Labels that people need to read a fact, labels that stand for no fact, and labels that only one language has. */
function checkLabels(statement: Statement, lang: Lang, report: Report): void {
  const groups = labelledWords(statement.facts)
  for (const [group, { needed }] of groups) {
    for (const id of needed)
      if (!statement.hasLabel(lang, `${group}.${id}`))
        report('label-missing', `${group}.${id}`, `has no word; add "- ${group}.${id}: …" under "## labels"`)
  }
  const other = lang === 'nl' ? 'en' : 'nl'
  for (const name of statement.labelNames(lang)) {
    const dot = name.indexOf('.')
    const group = groups.get(name.slice(0, dot) as LabelGroup)
    if (!group?.isKnown(name.slice(dot + 1)))
      report('label-unused', name, 'stands for no fact of the statement; correct the name or drop it')
    else if (!statement.hasLabel(other, name))
      report('label-in-one-language', name, `is missing in words.${other}.md; add it there`)
  }
}

type Labelled = { needed: Set<string>; isKnown: (id: string) => boolean }

/** Which words each group of labels needs, and which others it may hold. */
function labelledWords(facts: Facts): Map<LabelGroup, Labelled> {
  const these = (ids: readonly string[], others: readonly string[] = []): Labelled => {
    const known = new Set([...ids, ...others])
    return { needed: new Set(ids), isKnown: (id) => known.has(id) }
  }
  // Words of the access rules and of forms, which this room does not know: having them in both languages is all it asks.
  const any = (ids: readonly string[] = []): Labelled => ({ needed: new Set(ids), isKnown: () => true })
  const of = (members: { id: string }[]) => members.map((member) => member.id)
  return new Map<LabelGroup, Labelled>([
    ['items', these(of(facts.items))],
    ['options', these(facts.items.flatMap((item) => item.options ?? []))],
    ['hints', these([], of(facts.items))],
    ['purposes', these(of(facts.purposes))],
    ['activities', these(of(facts.activities))],
    ['services', these(of(facts.services))],
    ['roles', these(of(facts.roles))],
    ['partyKinds', these(of(facts.partyKinds))],
    ['sources', these(of(facts.sources))],
    ['terms', these(of(facts.terms))],
    ['limits', these(of(facts.limits ?? []))],
    ['disclosures', these(of(facts.disclosures))],
    ['tensions', these(of(facts.tensions))],
    ['grounds', these(of(facts.grounds), grounds)],
    [
      'parts',
      these(
        facts.activities.flatMap((activity) => activity.parts),
        parts,
      ),
    ],
    ['classes', these([], dataClasses)],
    ['why', these([], of(facts.clauses))],
    ['dataSubjects', any(facts.activities.flatMap((activity) => activity.dataSubjects))],
    ['conditions', any(facts.disclosures.flatMap((disclosure) => disclosure.conditions ?? []))],
    ['relations', any()],
    ['states', any()],
    ['actions', any()],
  ])
}

/** A figure that is a fact is filled in, never typed: else the text could promise another term than is enforced. */
function checkFigures(statement: Statement, lang: Lang, report: Report): void {
  const { words } = parseWords(statement.source[lang], `words.${lang}.md`)
  const figures = figuresOf(statement.facts)
  const asked = new Set<string>()
  for (const { id, paragraphs } of allClauses(words)) {
    for (const paragraph of paragraphs) {
      for (const name of namesIn(paragraph)) asked.add(name)
      for (const { name, value } of typedFigures(paragraph, id, figures, lang))
        report('figure-typed', id, `types ${value}, which is the fact ${name}; write {{${name}}}`)
    }
  }
  for (const { id, clause } of statement.facts.terms) {
    const name = `terms.${id}.years`
    if (!asked.has(name))
      report('term-unsaid', clause, `keeps for {{${name}}} years without saying so; name it`)
  }
}
