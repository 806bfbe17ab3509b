import { afterEach, describe, expect, test } from 'vitest'
import { addDays, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { CLEARANCE_KINDS, type ClearancePeriod, clearanceState, isCleared } from './clearance.ts'

const zone = process.env.TZ
afterEach(() => {
  process.env.TZ = zone
})

const day = (text: string) => text as PlainDate
const paper = (from: string, until: string): ClearancePeriod => ({
  kind: 'conduct',
  from: day(from),
  until: day(until),
})

/** Moments just before and after midnight in the Netherlands, in winter, in summer and when the clock changes. */
const midnights = [
  ['2026-11-21T22:59:59Z', '2026-11-21'],
  ['2026-11-21T23:00:00Z', '2026-11-22'],
  ['2026-07-01T21:59:59Z', '2026-07-01'],
  ['2026-07-01T22:00:00Z', '2026-07-02'],
  ['2027-03-27T23:00:00Z', '2027-03-28'],
  ['2027-03-28T21:59:59Z', '2027-03-28'],
  ['2027-03-28T22:00:00Z', '2027-03-29'],
] as const

describe.each(['Europe/Amsterdam', 'UTC', 'Pacific/Kiritimati'])('with a server in %s', (where) => {
  test.each(midnights)(
    'at %s it is %s: that day a certificate that ends then still counts',
    (moment, today) => {
      process.env.TZ = where
      const now = dayInNetherlands(new Date(moment))
      expect(now).toBe(today)
      const periods = [paper('2020-01-01', today)]
      expect(clearanceState(periods, 'conduct', now)).toEqual({
        kind: 'conduct',
        state: 'ends-soon',
        until: today,
        days: 0,
      })
      expect(clearanceState(periods, 'conduct', addDays(now, 1))).toMatchObject({ state: 'ended', days: -1 })
    },
  )
})

describe('how a declaration stands', () => {
  const today = day('2026-11-22')
  test('30 days before the end it is announced, and not 31', () => {
    expect(clearanceState([paper('2024-01-01', '2026-12-22')], 'conduct', today)).toMatchObject({
      state: 'ends-soon',
      days: 30,
    })
    expect(clearanceState([paper('2024-01-01', '2026-12-23')], 'conduct', today)).toMatchObject({
      state: 'valid',
      days: 31,
    })
  })

  test('a renewal that follows without a day between counts; one with a day between does not', () => {
    const old = paper('2024-01-01', '2026-11-30')
    const next = paper('2026-12-01', '2029-12-01')
    expect(clearanceState([next, old], 'conduct', today)).toMatchObject({ until: '2029-12-01' })
    const late = paper('2026-12-02', '2029-12-01')
    expect(clearanceState([late, old], 'conduct', today)).toMatchObject({
      state: 'ends-soon',
      until: '2026-11-30',
      next: '2026-12-02',
    })
  })

  test('nothing recorded is missing; taken back on its first day is missing too', () => {
    expect(clearanceState([], 'conduct', today)).toEqual({ kind: 'conduct', state: 'missing' })
    expect(clearanceState([paper('2026-11-22', '2026-11-21')], 'conduct', today)).toMatchObject({
      state: 'missing',
    })
    expect(clearanceState([paper('2026-11-23', '2027-11-21')], 'conduct', today)).toMatchObject({
      state: 'missing',
      next: '2026-11-23',
    })
  })

  test('TOM-12.9 partly: secrecy, certificate and training are all needed, until the last day of whichever ends first', () => {
    const all = CLEARANCE_KINDS.map((kind) => ({ ...paper('2024-01-01', '2029-01-01'), kind }))
    expect(isCleared(all, today)).toBe(true)
    expect(isCleared([], today)).toBe(false)
    for (const kind of CLEARANCE_KINDS) {
      const others = all.filter((one) => one.kind !== kind)
      expect(isCleared(others, today), kind).toBe(false)
      const ending = [...others, { ...paper('2024-01-01', '2026-11-22'), kind }]
      expect(isCleared(ending, today), kind).toBe(true)
      expect(isCleared(ending, addDays(today, 1)), kind).toBe(false)
      const renewed = [...ending, { ...paper('2026-11-23', '2027-11-22'), kind }]
      expect(isCleared(renewed, addDays(today, 1)), kind).toBe(true)
    }
  })
})
