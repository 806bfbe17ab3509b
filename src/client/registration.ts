import {
  ageOn,
  type BirthDate,
  type Bsn,
  compareDates,
  isRefusal,
  type PlainDate,
  type Postcode,
  parseBsn,
  parsePlainDate,
  parsePostcode,
} from '../kernel/index.ts'
import type { Item } from '../statement/index.ts'
import type { PersonFacts } from '../vault/index.ts'

/** What was typed: a value an item, and for an item that is stored only if needed, why. */
export type Typed = { values: Readonly<Record<string, string>>; reasons: Readonly<Record<string, string>> }

export type Problem =
  | 'required'
  | 'reason-required'
  | 'not-a-date'
  | 'in-the-future'
  | 'not-a-bsn'
  | 'not-a-postcode'
  | 'not-an-email'
  | 'not-a-phone'
  | 'too-long'
  | 'not-an-option'
  | 'unknown-item'

export type Registration = { items: { item: Item; value: string; reason?: string }[]; person: PersonFacts }

export type Checked =
  | { outcome: 'complete'; registration: Registration }
  | { outcome: 'problems'; problems: { item: string; problem: Problem }[] }
  | { outcome: 'too-young'; minimumAge: number }

/**
 * Checks a registration against the catalogue of the statement (TOM-4.1) and its minimum age (TOM-1.3). Nothing is stored here.
 * `today` is the day in the Netherlands.
 */
export function checkRegistration(
  typed: Typed,
  catalogue: readonly Item[],
  rule: { minimumAge: number | null; today: PlainDate },
): Checked {
  const problems = strangers(typed, catalogue)
  const registration: Registration = { items: [], person: {} }
  for (const item of catalogue) {
    const given = {
      value: (typed.values[item.id] ?? '').trim(),
      reason: (typed.reasons[item.id] ?? '').trim(),
    }
    const problem = problemOf(item, given, rule.today)
    if (problem) problems.push({ item: item.id, problem })
    else if (given.value !== '') registration.items.push(itemOf(item, given))
  }
  if (problems.length > 0) return { outcome: 'problems', problems }
  registration.person = personOf(registration)
  const birth = registration.person.birthDate
  if (rule.minimumAge !== null && birth !== undefined && ageOn(birth, rule.today) < rule.minimumAge) {
    return { outcome: 'too-young', minimumAge: rule.minimumAge }
  }
  return { outcome: 'complete', registration }
}

type Given = { value: string; reason: string }

/** What was sent for an item that the catalogue does not have. */
function strangers(typed: Typed, catalogue: readonly Item[]): { item: string; problem: Problem }[] {
  return [...Object.keys(typed.values), ...Object.keys(typed.reasons)]
    .filter((name) => !catalogue.some((item) => item.id === name))
    .map((item) => ({ item, problem: 'unknown-item' }))
}

function problemOf(item: Item, { value, reason }: Given, today: PlainDate): Problem | undefined {
  if (value === '') return item.required === 'always' ? 'required' : undefined
  return (
    wrong(item, value, today) ??
    (item.required === 'if-needed' && reason === '' ? 'reason-required' : undefined)
  )
}

function itemOf(item: Item, { value, reason }: Given): Registration['items'][number] {
  return { item, value: normalised(item, value), ...(reason === '' ? {} : { reason }) }
}

/** The most characters that an item may have. */
export function longestOf(item: Item): number {
  return item.maxLength ?? (item.kind === 'longtext' ? 10_000 : 200)
}

function wrong(item: Item, value: string, today: PlainDate): Problem | undefined {
  if (value.length > longestOf(item)) return 'too-long'
  switch (item.kind) {
    case 'date': {
      const date = parsePlainDate(value)
      if (isRefusal(date)) return 'not-a-date'
      return item.part === 'identity' && compareDates(date, today) > 0 ? 'in-the-future' : undefined
    }
    case 'bsn':
      return isRefusal(parseBsn(value)) ? 'not-a-bsn' : undefined
    case 'postcode':
      return isRefusal(parsePostcode(value)) ? 'not-a-postcode' : undefined
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'not-an-email'
    case 'phone':
      return /^\+?[\d\s()-]{8,20}$/.test(value) ? undefined : 'not-a-phone'
    case 'choice':
      return item.options?.includes(value) ? undefined : 'not-an-option'
    default:
      return undefined
  }
}

function normalised(item: Item, value: string): string {
  if (item.kind === 'date') return String(parsePlainDate(value))
  if (item.kind === 'bsn') return String(parseBsn(value))
  if (item.kind === 'postcode') return String(parsePostcode(value))
  return value
}

function personOf({ items }: Registration): PersonFacts {
  const person: PersonFacts = {}
  for (const { item, value } of items) {
    if (item.kind === 'bsn') person.bsn = value as Bsn
    else if (item.kind === 'postcode') person.postcode = value as Postcode
    else if (item.kind === 'house-number') person.houseNumber = value
    else if (item.id === 'surname') person.surname = value
    else if (item.kind === 'date' && item.part === 'identity') person.birthDate = value as BirthDate
  }
  return person
}
