import type { Facts, Finding } from './facts.ts'
import { figuresOf, typedFigures } from './figures.ts'
import { namesIn } from './interpolate.ts'
import type { LabelGroup, Statement } from './statement.ts'
import { dataClasses, type Lang, languages } from './vocabulary.ts'
import { allClauses, parseWords } from './words.ts'

type Report = (code: string, where: string, message: string) => void

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

/** Labels that people need to read a fact, and labels that stand for no fact. */
function checkLabels(statement: Statement, lang: Lang, report: Report): void {
  const expected = labelledFacts(statement.facts)
  for (const [group, { ids, optional }] of expected) {
    if (optional) continue
    for (const id of ids)
      if (!statement.hasLabel(lang, `${group}.${id}`))
        report('label-missing', `${group}.${id}`, `has no word; add "- ${group}.${id}: …" under "## labels"`)
  }
  for (const name of statement.labelNames(lang)) {
    const dot = name.indexOf('.')
    const group = expected.get(name.slice(0, dot) as LabelGroup)
    if (!group?.ids.has(name.slice(dot + 1)))
      report('label-unused', name, 'stands for no fact of the statement; correct the name or drop it')
  }
}

type Labelled = { ids: Set<string>; optional: boolean }

function labelledFacts(facts: Facts): Map<LabelGroup, Labelled> {
  const needed = (ids: string[]): Labelled => ({ ids: new Set(ids), optional: false })
  const allowed = (ids: readonly string[]): Labelled => ({ ids: new Set(ids), optional: true })
  const of = (members: { id: string }[]) => members.map((member) => member.id)
  return new Map<LabelGroup, Labelled>([
    ['items', needed(of(facts.items))],
    ['purposes', needed(of(facts.purposes))],
    ['activities', needed(of(facts.activities))],
    ['services', needed(of(facts.services))],
    ['roles', needed(of(facts.roles))],
    ['partyKinds', needed(of(facts.partyKinds))],
    ['sources', needed(of(facts.sources))],
    ['terms', needed(of(facts.terms))],
    ['disclosures', needed(of(facts.disclosures))],
    ['tensions', needed(of(facts.tensions))],
    ['grounds', needed(facts.activities.map((activity) => activity.ground))],
    ['dataSubjects', needed(facts.activities.flatMap((activity) => activity.dataSubjects))],
    ['parts', needed(facts.activities.flatMap((activity) => activity.parts))],
    ['classes', allowed(dataClasses)],
    ['why', allowed(of(facts.clauses))],
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
