import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import {
  addDays,
  addYears,
  ageOn,
  type BirthDate,
  compareDates,
  dayInNetherlands,
  isComplete,
  mustBe,
  type PlainDate,
  parseBirthDate,
  parsePlainDate,
} from './index.ts'

const day = (text: string): PlainDate => mustBe(parsePlainDate(text))
const birth = (text: string): BirthDate => mustBe(parseBirthDate(text))

describe('reading a date', () => {
  test.each([
    ['2024-02-29', '2024-02-29'],
    ['29-2-2024', '2024-02-29'],
    ['1/12/1948', '1948-12-01'],
    [' 3.4.1950 ', '1950-04-03'],
  ])('%s is %s', (typed, read) => expect(parsePlainDate(typed)).toBe(read))

  test.each([
    ['2023-02-29', 'date-does-not-exist'],
    ['1900-02-29', 'date-does-not-exist'],
    ['31-4-2020', 'date-does-not-exist'],
    ['2020-13-01', 'date-does-not-exist'],
    ['0000-01-01', 'date-does-not-exist'],
    ['2020-1-1', 'date-not-readable'],
    ['gisteren', 'date-not-readable'],
    ['', 'date-not-readable'],
    ['2020-01-01T00:00', 'date-not-readable'],
  ])('%s is refused: %s', (typed, code) => expect(parsePlainDate(typed)).toEqual({ refused: code }))

  test('2000 was a leap year', () => expect(parsePlainDate('2000-02-29')).toBe('2000-02-29'))

  test('every day that the calendar of JavaScript knows is read, and read as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), (offset) => {
        const text = new Date(offset * 86_400_000).toISOString().slice(0, 10)
        expect(parsePlainDate(text)).toBe(text)
      }),
    )
  })
})

describe('a date of birth that is not wholly known', () => {
  test.each([
    ['1948', '1948'],
    ['1948-03', '1948-03'],
    ['1948-00-00', '1948'],
    ['1948-03-00', '1948-03'],
    ['1948-03-07', '1948-03-07'],
  ])('%s is kept as %s', (typed, kept) => expect(parseBirthDate(typed)).toBe(kept))

  test('a month that does not exist is refused', () =>
    expect(parseBirthDate('1948-13')).toEqual({ refused: 'date-does-not-exist' }))

  test('it is told apart from a whole date', () => {
    expect(isComplete(birth('1948'))).toBe(false)
    expect(isComplete(birth('1948-03-07'))).toBe(true)
  })

  test('it counts as its last possible day, so nobody is eighteen too early', () => {
    expect(ageOn(birth('2006'), day('2024-12-30'))).toBe(17)
    expect(ageOn(birth('2006'), day('2024-12-31'))).toBe(18)
    expect(ageOn(birth('2006-04'), day('2024-04-29'))).toBe(17)
    expect(ageOn(birth('2006-04'), day('2024-04-30'))).toBe(18)
    expect(ageOn(birth('2004-02'), day('2022-02-28'))).toBe(17)
  })
})

describe('age', () => {
  test.each([
    ['the day before the eighteenth birthday', '2006-05-14', '2024-05-13', 17],
    ['the eighteenth birthday', '2006-05-14', '2024-05-14', 18],
    ['the day after', '2006-05-14', '2024-05-15', 18],
    ['born on 29 February, on 28 February of a common year', '2004-02-29', '2022-02-28', 17],
    ['born on 29 February, on 1 March of a common year', '2004-02-29', '2022-03-01', 18],
    ['born on 29 February, on the day itself', '2004-02-29', '2024-02-29', 20],
    ['the day of birth', '2024-05-14', '2024-05-14', 0],
    ['new year', '2006-01-01', '2023-12-31', 17],
  ])('%s', (_case, born, today, age) => expect(ageOn(birth(born), day(today))).toBe(age))
})

describe('years and days on', () => {
  test.each([
    ['2009-03-15', 15, '2024-03-15'],
    ['2024-02-29', 15, '2039-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2024-03-01', -1, '2023-03-01'],
  ])('%s and %i years is %s', (from, years, to) => expect(addYears(day(from), years)).toBe(to))

  test('days run over months, leap days and the change of the clock', () => {
    expect(addDays(day('2024-02-28'), 1)).toBe('2024-02-29')
    expect(addDays(day('2024-03-30'), 2)).toBe('2024-04-01')
    expect(addDays(day('2024-01-01'), -1)).toBe('2023-12-31')
  })

  test('dates sort by time', () => {
    const sorted = [day('2024-01-10'), day('1999-12-31'), day('2024-01-09')].sort(compareDates)
    expect(sorted).toEqual(['1999-12-31', '2024-01-09', '2024-01-10'])
    expect(compareDates(day('2024-01-01'), day('2024-01-01'))).toBe(0)
  })
})

describe.each(['UTC', 'Europe/Amsterdam', 'America/New_York'])('on a machine that stands on %s', (zone) => {
  const before = process.env.TZ
  afterEach(() => {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })

  test.each([
    ['winter, just before midnight', '2024-01-31T22:59:59Z', '2024-01-31'],
    ['winter, midnight', '2024-01-31T23:00:00Z', '2024-02-01'],
    ['summer, just before midnight', '2024-07-01T21:59:59Z', '2024-07-01'],
    ['summer, midnight', '2024-07-01T22:00:00Z', '2024-07-02'],
    ['the night the clock goes forward', '2024-03-31T01:30:00Z', '2024-03-31'],
    ['the night the clock goes back', '2024-10-26T22:30:00Z', '2024-10-27'],
  ])('it is the Dutch day: %s', (_case, instant, expected) => {
    process.env.TZ = zone
    expect(dayInNetherlands(new Date(instant))).toBe(expected)
  })

  test('days are counted the same', () => {
    process.env.TZ = zone
    expect(addDays(day('2024-03-30'), 1)).toBe('2024-03-31')
    expect(addDays(day('2024-10-27'), 1)).toBe('2024-10-28')
  })
})
