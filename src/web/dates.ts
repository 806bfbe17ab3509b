import type { Language } from './language.ts'

const locales = { nl: 'nl-NL', en: 'en-GB' } as const
const formatters = new Map<string, Intl.DateTimeFormat>()

/** `12 november 2026`. Takes an instant (shown as in Amsterdam) or a plain date `2026-11-12`. */
export function dateInFull(when: Date | string, language: Language): string {
  return format(when, language, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** `17-5-2026` of a plain date, as one types it; anything else stays as it was typed. */
export function typedDay(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  return year ? `${Number(date)}-${Number(month)}-${year}` : day
}

/** `9:12`, as in Amsterdam. */
export function timeOfDay(when: Date, language: Language): string {
  const text = format(when, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return text.replace(/^0/, '')
}

/** `Vandaag`, `Gisteren`, `Donderdag 19 november`, and with the year when that is another one. */
export function dayHeading(when: Date | string, now: Date, language: Language): string {
  const day = plainDay(when)
  const names = { nl: ['Vandaag', 'Gisteren'], en: ['Today', 'Yesterday'] } as const
  if (day === plainDay(now)) return names[language][0]
  if (day === dayBefore(plainDay(now))) return names[language][1]
  const sameYear = day.slice(0, 4) === plainDay(now).slice(0, 4)
  const text = format(when, language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
  const plain = text.replace(',', '')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** The calendar day in Amsterdam of an instant, as `2026-11-12`; a plain date stays as it is. */
export function plainDay(when: Date | string): string {
  if (typeof when === 'string') return when
  return formatter('en-CA', 'Europe/Amsterdam', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    when,
  )
}

function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - 1)
  return at.toISOString().slice(0, 10)
}

function format(when: Date | string, language: Language, options: Intl.DateTimeFormatOptions): string {
  // A plain date has no time zone: it is read and written in UTC, so that it never shifts a day.
  if (typeof when === 'string')
    return formatter(locales[language], 'UTC', options).format(new Date(`${when}T00:00:00Z`))
  return formatter(locales[language], 'Europe/Amsterdam', options).format(when)
}

function formatter(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    formatters.set(key, found)
  }
  return found
}
