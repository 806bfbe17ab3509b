import { type Refusal, refuse } from './refusal.ts'

/** A day of the calendar, `YYYY-MM-DD`, without time or zone. Strings of this form sort as dates. */
export type PlainDate = string & { readonly brand: 'PlainDate' }
/** A date of which the day, or day and month, are unknown: `YYYY-MM` or `YYYY`. */
export type IncompleteDate = string & { readonly brand: 'IncompleteDate' }
/** A date of birth as the population register may hold it. */
export type BirthDate = PlainDate | IncompleteDate
export type DateRefusal = Refusal<'date-not-readable' | 'date-does-not-exist'>

const MONTHS_OF_30 = new Set([4, 6, 9, 11])

/** Reads `YYYY-MM-DD`, or the Dutch `D-M-YYYY`. */
export function parsePlainDate(text: string): PlainDate | DateRefusal {
  const trimmed = text.trim()
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed)
  if (iso) return plainDateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dutch = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(trimmed)
  if (dutch) return plainDateOf(Number(dutch[3]), Number(dutch[2]), Number(dutch[1]))
  return refuse('date-not-readable')
}

/** Puts year, month (1-12) and day together; refuses 30 February. */
export function plainDateOf(year: number, month: number, day: number): PlainDate | DateRefusal {
  const whole = [year, month, day].every(Number.isInteger)
  if (!whole || year < 1 || year > 9999 || month < 1 || month > 12) return refuse('date-does-not-exist')
  if (day < 1 || day > daysIn(year, month)) return refuse('date-does-not-exist')
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` as PlainDate
}

/** Reads a date of birth, complete or not: also `1948` and `1948-03`; register zeros (`1948-00-00`) mean unknown. */
export function parseBirthDate(text: string): BirthDate | DateRefusal {
  const known = text.trim().replace(/(-00)+$/, '')
  const incomplete = /^(\d{4})(?:-(\d{2}))?$/.exec(known)
  if (!incomplete) return parsePlainDate(known)
  const month = incomplete[2]
  const first = plainDateOf(Number(incomplete[1]), Number(month ?? 1), 1)
  return typeof first === 'string' ? (known as IncompleteDate) : first
}

/** Whether day, month and year are all known. */
export function isComplete(birth: BirthDate): birth is PlainDate {
  return birth.length === 10
}

/**
 * Age in whole years. Somebody born on 29 February has a birthday on 1 March in other years. An incomplete date counts as the
 * last day it may stand for, so that nobody is taken for older than is certain.
 */
export function ageOn(birth: BirthDate, today: PlainDate): number {
  const born = lastPossibleDay(birth)
  const years = yearOf(today) - yearOf(born)
  return today.slice(5) >= born.slice(5) ? years : years - 1
}

/**
 * The same day some years on. 29 February becomes 28 February: a term ends with the last day of its last month
 * (Regulation 1182/71, art. 3(2)(c)).
 */
export function addYears(date: PlainDate, years: number): PlainDate {
  const year = yearOf(date) + years
  const month = Number(date.slice(5, 7))
  const day = Math.min(Number(date.slice(8)), daysIn(year, month))
  const moved = plainDateOf(year, month, day)
  if (typeof moved !== 'string') throw new RangeError('the years lead out of the calendar')
  return moved
}

/** The day some days on (or back, with a negative number). */
export function addDays(date: PlainDate, days: number): PlainDate {
  const moved = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000)
  return moved.toISOString().slice(0, 10) as PlainDate
}

/** Negative, zero or positive, for sorting. */
export function compareDates(a: PlainDate, b: PlainDate): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const amsterdam = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** Which day it is in the Netherlands at this instant, whatever the time zone of the machine. */
export function dayInNetherlands(instant: Date): PlainDate {
  const parts = new Map(amsterdam.formatToParts(instant).map((part) => [part.type, part.value]))
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}` as PlainDate
}

function lastPossibleDay(birth: BirthDate): PlainDate {
  if (isComplete(birth)) return birth
  const year = yearOf(birth)
  const month = birth.length === 7 ? Number(birth.slice(5)) : 12
  return `${padded(year, 4)}-${padded(month, 2)}-${daysIn(year, month)}` as PlainDate
}

function yearOf(date: BirthDate): number {
  return Number(date.slice(0, 4))
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return MONTHS_OF_30.has(month) ? 30 : 31
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
