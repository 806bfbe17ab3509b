import { addDays, compareDates, type PlainDate } from '../kernel/index.ts'

/**
 * What everybody of the staff needs: secrecy declaration, certificate of conduct (VOG), and the training in handling data with care
 * (awareness). Without one of them nothing opens (TOM-12.9).
 */
export const CLEARANCE_KINDS = ['secrecy', 'conduct', 'awareness'] as const
export type ClearanceKind = (typeof CLEARANCE_KINDS)[number]

/** How many days before the end it is announced. */
export const ANNOUNCED_DAYS = 30

export type ClearancePeriod = { kind: ClearanceKind; from: PlainDate; until: PlainDate }

/** `next`: the first day of one that is recorded already and counts later. */
export type ClearanceState = { kind: ClearanceKind; next?: PlainDate | undefined } & (
  | { state: 'missing' }
  | { state: 'ended' | 'ends-soon' | 'valid'; until: PlainDate; days: number }
)

/** How a declaration stands today: the last day of unbroken validity, and how many days are left (negative: over). */
export function clearanceState(
  periods: readonly ClearancePeriod[],
  kind: ClearanceKind,
  today: PlainDate,
): ClearanceState {
  const own = periods.filter((one) => one.kind === kind && compareDates(one.from, one.until) <= 0)
  const until = coveredUntil(own, today)
  const next = firstAfter(own, until ?? today)
  if (until !== undefined) {
    const state = compareDates(until, addDays(today, ANNOUNCED_DAYS)) <= 0 ? 'ends-soon' : 'valid'
    return { kind, state, until, days: daysBetween(today, until), next }
  }
  const [last] = own
    .map((one) => one.until)
    .filter((day) => compareDates(day, today) < 0)
    .sort(compareDates)
    .slice(-1)
  return last === undefined
    ? { kind, state: 'missing', next }
    : { kind, state: 'ended', until: last, days: daysBetween(today, last), next }
}

/** All kinds at once. */
export function clearanceStates(periods: readonly ClearancePeriod[], today: PlainDate): ClearanceState[] {
  return CLEARANCE_KINDS.map((kind) => clearanceState(periods, kind, today))
}

/** Whether sign-in leads to anything today. The database decides; this says the same for a list. */
export function isCleared(periods: readonly ClearancePeriod[], today: PlainDate): boolean {
  return clearanceStates(periods, today).every(isOpen)
}

/** Whether this one, as it stands, lets its person in. */
export function isOpen({ state }: ClearanceState): boolean {
  return state === 'valid' || state === 'ends-soon'
}

/** For sorting: what is missing or ends first comes first. */
export function bySoonest(a: ClearanceState, b: ClearanceState): number {
  return daysLeft(a) - daysLeft(b)
}

/** Of all that somebody needs, what closes everything first. */
export function firstToClose(states: readonly ClearanceState[]): ClearanceState {
  return states.reduce((first, other) => (bySoonest(other, first) < 0 ? other : first))
}

function daysLeft(state: ClearanceState): number {
  return state.state === 'missing' ? Number.NEGATIVE_INFINITY : state.days
}

function coveredUntil(periods: readonly ClearancePeriod[], today: PlainDate): PlainDate | undefined {
  let until: PlainDate | undefined
  // a renewal that begins the day after the last day continues it
  for (const { from, until: end } of periods.toSorted((a, b) => compareDates(a.from, b.from))) {
    const needed = until === undefined ? today : addDays(until, 1)
    if (compareDates(from, needed) <= 0 && compareDates(end, needed) >= 0) until = end
  }
  return until
}

function firstAfter(periods: readonly ClearancePeriod[], day: PlainDate): PlainDate | undefined {
  const [first] = periods
    .map(({ from }) => from)
    .filter((from) => compareDates(from, day) > 0)
    .sort(compareDates)
  return first
}

function daysBetween(from: PlainDate, to: PlainDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
