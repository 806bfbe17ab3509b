import { addDays, type PlainDate } from '../kernel/index.ts'
import type { Period } from './access-log.store.ts'

export const PERIODS = ['day', 'week', 'month', 'year', 'all'] as const
export type PeriodName = (typeof PERIODS)[number]

const DAYS: Record<Exclude<PeriodName, 'all'>, number> = { day: 0, week: 6, month: 30, year: 365 }

/** The instants of a period that ends today: whole days in the Netherlands, whatever the server's zone. */
export function periodOf(name: PeriodName, today: PlainDate): Period {
  const until = startOfDay(addDays(today, 1))
  return name === 'all'
    ? { from: new Date(0), until }
    : { from: startOfDay(addDays(today, -DAYS[name])), until }
}

export function isPeriod(word: unknown): word is PeriodName {
  return PERIODS.some((name) => name === word)
}

/** Midnight in Amsterdam: one or two hours before midnight UTC, by the clock of that day. */
function startOfDay(day: PlainDate): Date {
  for (const offset of ['+02:00', '+01:00']) {
    const at = new Date(`${day}T00:00:00${offset}`)
    if (clock.format(at) === '00:00') return at
  }
  throw new Error(`There is no midnight on ${day}.`)
}

const clock = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
