import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayInNetherlands, mustBe, parsePlainDate } from '../kernel/index.ts'
import {
  bandOn,
  birthdayOf,
  bothMust,
  CAPACITY,
  decidersOf,
  lastDayOfParent,
  type Right,
  representativeMay,
  selfMay,
} from './capacity.ts'

const day = (text: string) => mustBe(parsePlainDate(text))
const zone = process.env.TZ

describe.each(['UTC', 'Europe/Amsterdam', 'Pacific/Auckland'])('on a machine in %s', (tz) => {
  beforeAll(() => {
    process.env.TZ = tz
  })
  afterAll(() => {
    process.env.TZ = zone
  })

  test.each([
    [12, 'under-12', '12-15'],
    [16, '12-15', '16-17'],
    [18, '16-17', 'adult'],
  ] as const)('the band changes on the birthday of %i, not the day before', (age, before, after) => {
    const birth = day('2010-07-15')
    const year = 2010 + age
    expect(bandOn(birth, day(`${year}-07-14`))).toBe(before)
    expect(bandOn(birth, day(`${year}-07-15`))).toBe(after)
    expect(bandOn(birth, day(`${year}-07-16`))).toBe(after)
  })

  test.each([
    [12, '2020-02-29'],
    [16, '2024-02-29'],
    [18, '2026-03-01'],
  ])('born on 29 February somebody is %i on %s', (age, on) => {
    const birth = day('2008-02-29')
    expect(birthdayOf(birth, age)).toBe(on)
    const [before, after] = [bandOn(birth, addDay(on, -1)), bandOn(birth, day(on))]
    expect(before).not.toBe(after)
  })

  test('it is the birthday from midnight in the Netherlands, in winter and in summer', () => {
    const winter = day('2010-01-15')
    expect(bandOn(winter, dayInNetherlands(new Date('2022-01-14T22:59:59Z')))).toBe('under-12')
    expect(bandOn(winter, dayInNetherlands(new Date('2022-01-14T23:00:00Z')))).toBe('12-15')
    const summer = day('2010-07-15')
    expect(bandOn(summer, dayInNetherlands(new Date('2026-07-14T21:59:59Z')))).toBe('12-15')
    expect(bandOn(summer, dayInNetherlands(new Date('2026-07-14T22:00:00Z')))).toBe('16-17')
  })

  test('a parent looks along until the day before the 16th birthday', () => {
    expect(lastDayOfParent(day('2012-09-17'))).toBe('2028-09-16')
    expect(lastDayOfParent(day('2012-02-29'))).toBe('2028-02-28')
    expect(lastDayOfParent(day('2012-03-01'))).toBe('2028-02-29')
    expect(lastDayOfParent('2012' as never)).toBeUndefined()
  })
})

function addDay(text: string, days: number) {
  return day(new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10))
}

// Written from the laws, not from the table: who may act, in the bands under-12, 12-15, 16-17 and an adult who is not able.
// R representative, S self, s self if able, r representative if not able, + both together, - nobody by this article.
test.each<[Right, string]>([
  ['consent', 'R R S R'],
  ['withdraw-consent', 'R SR SR R'],
  ['data-rights', 'R SR S R'],
  ['wmo-look', 'R sR S R'],
  ['wmo-disclosure', 'R sr sr R'],
  ['wmo-destruction', 'R s s -'],
  ['youth-help-consent', 'R S+R S -'],
  ['referral-index', 'R S+R S -'],
])('%s: %s', (right, expected) => {
  const bands = ['under-12', '12-15', '16-17', 'adult-incapable'] as const
  const cells = bands.map((band) => {
    if (bothMust(right, band)) return representativeMay(right, band, true) ? 'S+R' : '?'
    const self = selfMay(right, band, false) ? 'S' : selfMay(right, band, true) ? 's' : ''
    const other = representativeMay(right, band, true)
      ? 'R'
      : representativeMay(right, band, false)
        ? 'r'
        : ''
    return self + other || '-'
  })
  expect(cells.join(' ')).toBe(expected)
  expect(selfMay(right, 'adult', true)).toBe(true)
  expect(representativeMay(right, 'adult', false)).toBe(false)
})

test('every right has its article', () => {
  expect(CAPACITY).toHaveLength(8)
  for (const { law } of CAPACITY) expect(law).toMatch(/art\. \d/)
})

test('what a page says of who decides follows what was weighed, and leaves it open while nobody weighed it', () => {
  expect(decidersOf('wmo-look', '12-15', undefined)).toEqual(['self-when-able', 'representative'])
  expect(decidersOf('wmo-look', '12-15', true)).toEqual(['self', 'representative'])
  expect(decidersOf('wmo-look', '12-15', false)).toEqual(['representative'])
  expect(decidersOf('wmo-look', '16-17', false)).toEqual(['self'])
  expect(decidersOf('wmo-disclosure', '16-17', true)).toEqual(['self'])
  expect(decidersOf('wmo-disclosure', '16-17', false)).toEqual(['representative'])
  expect(decidersOf('youth-help-consent', '12-15', true)).toEqual(['both'])
  expect(decidersOf('wmo-destruction', 'adult-incapable', false)).toEqual([])
})

test('a parent who is kept out decides about looking no more, at the ages at which parents look along, and goes on deciding about the rest', () => {
  const out = (right: Right, band: Parameters<typeof decidersOf>[1], able = true) =>
    decidersOf(right, band, able, false)
  expect(out('wmo-look', '12-15')).toEqual(['self'])
  expect(out('wmo-look', '12-15', false)).toEqual([])
  expect(out('wmo-look', 'under-12')).toEqual([])
  expect(out('wmo-look', 'adult-incapable', false)).toEqual(['representative'])
  expect(out('consent', '12-15')).toEqual(['representative'])
  expect(out('wmo-disclosure', 'under-12')).toEqual(['representative'])
})
