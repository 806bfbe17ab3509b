import type { Facts } from './facts.ts'
import type { Statement } from './statement.ts'
import { type Lang, languages } from './vocabulary.ts'
import { allClauses } from './words.ts'

/** A fact that differs: of which group, which member of it, and which field when the member itself stayed. */
export type FactChange = {
  kind: 'added' | 'removed' | 'changed'
  group: string
  id?: string
  field?: string
  before?: string
  after?: string
}
/** The words of a clause that differ in one language, as paragraphs before and after. */
export type WordChange = { clause: string; lang: Lang; before: string[]; after: string[] }
export type Difference = { facts: FactChange[]; words: WordChange[] }

/** What changed between two versions of a statement: facts first, then the words of each clause. */
export function compareStatements(from: Statement, to: Statement): Difference {
  return { facts: compareFacts(from.facts, to.facts), words: compareWords(from, to) }
}

function compareFacts(from: Facts, to: Facts): FactChange[] {
  const groups = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...groups].flatMap((group) => {
    const [before, after] = [valueAt(from, group), valueAt(to, group)]
    if (isMembers(before) || isMembers(after))
      return compareMembers(group, isMembers(before) ? before : [], isMembers(after) ? after : [])
    return compareFields({ group }, fieldsOf(group, before), fieldsOf(group, after))
  })
}

type Fields = Record<string, unknown>
type Member = Fields & { id: string }

function compareMembers(group: string, before: Member[], after: Member[]): FactChange[] {
  const old = new Map(before.map((member) => [member.id, member]))
  const kept = new Set(after.map((member) => member.id))
  const removed = before
    .filter((member) => !kept.has(member.id))
    .map((member): FactChange => ({ kind: 'removed', group, id: member.id }))
  const others = after.flatMap((member): FactChange[] => {
    const earlier = old.get(member.id)
    if (!earlier) return [{ kind: 'added', group, id: member.id }]
    return compareFields({ group, id: member.id }, earlier, member)
  })
  return [...removed, ...others]
}

function compareFields(what: { group: string; id?: string }, before: Fields, after: Fields): FactChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((field): FactChange[] => {
    const [old, now] = [shown(before[field]), shown(after[field])]
    if (old === now) return []
    const place = field === what.group ? what : { ...what, field }
    if (old === undefined) return [{ kind: 'added', ...place, after: now ?? '' }]
    if (now === undefined) return [{ kind: 'removed', ...place, before: old }]
    return [{ kind: 'changed', ...place, before: old, after: now }]
  })
}

/** A bare value stands under its own name, an object under the names of its fields. */
function fieldsOf(group: string, value: unknown): Fields {
  if (value === undefined) return {}
  return isFields(value) ? value : { [group]: value }
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (value === null) return '-'
  if (Array.isArray(value)) return value.map((member) => shown(member) ?? '').join(', ') || '-'
  if (isFields(value)) {
    const entries = Object.entries(value).map(([name, member]) => `${name}: ${shown(member)}`)
    return entries.sort().join(', ')
  }
  return String(value)
}

function isMembers(value: unknown): value is Member[] {
  return Array.isArray(value) && value.every((member) => isFields(member) && typeof member.id === 'string')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueAt(facts: Facts, group: string): unknown {
  return (facts as unknown as Fields)[group]
}

function compareWords(from: Statement, to: Statement): WordChange[] {
  return languages.flatMap((lang) => {
    const before = paragraphsOf(from, lang)
    const after = paragraphsOf(to, lang)
    const clauses = new Set([...after.keys(), ...before.keys()])
    return [...clauses].flatMap((clause) => {
      const [old, now] = [before.get(clause) ?? [], after.get(clause) ?? []]
      return old.join('\n') === now.join('\n') ? [] : [{ clause, lang, before: old, after: now }]
    })
  })
}

function paragraphsOf(statement: Statement, lang: Lang): Map<string, string[]> {
  return new Map(allClauses(statement.words(lang)).map((clause) => [clause.id, clause.paragraphs]))
}
