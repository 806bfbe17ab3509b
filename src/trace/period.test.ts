import { expect, test } from 'vitest'
import { mustBe, parsePlainDate } from '../kernel/index.ts'
import { type PeriodName, periodOf } from './period.ts'

const of = (name: PeriodName, day: string) => {
  const { from, until } = periodOf(name, mustBe(parsePlainDate(day)))
  return [from.toISOString(), until.toISOString()]
}

test('a period is whole days in the Netherlands, also around the change of the clock', () => {
  expect(of('day', '2026-11-22')).toEqual(['2026-11-21T23:00:00.000Z', '2026-11-22T23:00:00.000Z'])
  expect(of('day', '2026-07-01')).toEqual(['2026-06-30T22:00:00.000Z', '2026-07-01T22:00:00.000Z'])
  // The clock goes back in the night of 25 October 2026: that day has 25 hours.
  expect(of('day', '2026-10-25')).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  expect(of('week', '2026-11-22')[0]).toBe('2026-11-15T23:00:00.000Z')
})

test('everything begins at the beginning', () => {
  expect(of('all', '2026-11-22')[0]).toBe('1970-01-01T00:00:00.000Z')
})
