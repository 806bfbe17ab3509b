import type { Facts } from './facts.ts'
import type { Lang } from './vocabulary.ts'

/** Why a `{{name}}` could not be filled in. The message says what to do. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError'
  readonly code = 'unknown-name'
}

type Scope = { facts: Facts; lang: Lang; label: (name: string) => string | undefined }

const placeholder = /\{\{([^{}]*)\}\}/g

/** Fills facts into prose: `{{terms.complaint.years}}`, `{{version}}`, `{{list items identity}}`. */
export function interpolate(text: string, scope: Scope): string {
  const filled = text.replace(placeholder, (_whole, name: string) => filledIn(name.trim(), scope))
  if (filled.includes('{{') || filled.includes('}}'))
    throw new UnknownNameError('has a "{{" without its "}}"; write {{name}}')
  return filled
}

/** The names that a text asks for. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map((match) => (match[1] ?? '').trim())
}

/** A date as people write it: 15 maart 2024, 15 March 2024. */
export function dateInWords(date: string, lang: Lang): string {
  const locale = lang === 'nl' ? 'nl-NL' : 'en-GB'
  const parts = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, parts).format(new Date(`${date}T00:00:00Z`))
}

/** Joins words into "a, b en c". */
export function inSequence(words: string[], lang: Lang): string {
  const and = lang === 'nl' ? ' en ' : ' and '
  const last = words.at(-1)
  if (last === undefined) return ''
  return words.length === 1 ? last : words.slice(0, -1).join(', ') + and + last
}

function filledIn(name: string, scope: Scope): string {
  if (name.startsWith('list ')) return listOf(name.slice(5).trim(), scope)
  const value = factAt(name, scope.facts)
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string')
    throw new UnknownNameError(`{{${name}}} is no fact of this statement; correct the name or add the fact`)
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dateInWords(value, scope.lang) : value
}

/** Walks `terms.complaint.years`: into objects by key, into lists by the `id` of their members. */
function factAt(name: string, facts: Facts): unknown {
  let value: unknown = facts
  for (const step of name.split('.')) {
    if (Array.isArray(value)) value = value.find((member) => member?.id === step)
    else if (typeof value === 'object' && value !== null) value = (value as Record<string, unknown>)[step]
    else return undefined
  }
  return value
}

function listOf(request: string, scope: Scope): string {
  const [collection = '', filter] = request.split(/\s+/)
  const words = membersOf(collection, filter, scope.facts).map((member) => {
    const word = member.name ?? inSentence(scope.label(`${collection}.${member.id}`))
    if (word === undefined)
      throw new UnknownNameError(`{{list ${request}}} lacks a word; add the label ${collection}.${member.id}`)
    return word
  })
  if (words.length === 0)
    throw new UnknownNameError(`{{list ${request}}} names nothing; correct the name or add the facts`)
  return inSequence(words, scope.lang)
}

/** The label of a form begins with a capital; in a sentence it does not, unless it is an abbreviation. */
function inSentence(label: string | undefined): string | undefined {
  return label === undefined || /^\p{Lu}{2}/u.test(label)
    ? label
    : label.charAt(0).toLowerCase() + label.slice(1)
}

type Member = { id: string; name?: string }

function membersOf(collection: string, filter: string | undefined, facts: Facts): Member[] {
  const has = (...values: (string | undefined)[]) => filter === undefined || values.includes(filter)
  switch (collection) {
    case 'members':
      return facts.organisation.members ?? []
    case 'items':
      return facts.items.filter((item) => has(item.part, item.class, item.source, item.required))
    case 'parties':
      return facts.parties.filter((party) => has(party.kind, party.agreement))
    case 'roles':
      return facts.roles.filter((role) => has(role.kind))
    case 'services':
      return facts.services.filter((service) => has(service.id))
    case 'purposes':
    case 'sources':
    case 'partyKinds':
      return facts[collection].filter((named) => has(named.id))
    default:
      return []
  }
}
