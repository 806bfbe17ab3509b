import { describe, expect, test } from 'vitest'
import { dateInFull, dayHeading, plainDay, timeOfDay } from './dates.ts'
import { sameSitePath } from './same-site-path.ts'
import { catalogue } from './words.ts'

const words = catalogue({
  nl: {
    messages: '{count, plural, one {# bericht} other {# berichten}} op {on, date, full}',
    plain: "'s avonds",
  },
  en: {
    messages: '{count, plural, one {# message} other {# messages}} on {on, date, full}',
    plain: 'in the evening',
  },
})

describe('words', () => {
  test('count and date follow the language, and the day is that of Amsterdam', () => {
    const on = new Date('2026-11-11T23:30:00Z')
    expect(words('nl')('messages', { count: 1, on })).toBe('1 bericht op 12 november 2026')
    expect(words('en')('messages', { count: 3, on })).toBe('3 messages on 12 November 2026')
    expect(words('nl')('messages', { count: 2, on: '2026-11-12' })).toBe('2 berichten op 12 november 2026')
    const clock = catalogue({ nl: { at: 'om {at, time, short} uur' }, en: { at: 'at {at, time, short}' } })
    expect(clock('nl')('at', { at: new Date('2026-11-12T08:12:00Z') })).toBe('om 9:12 uur')
    expect(words('nl')('plain')).toBe("'s avonds")
  })

  test('a missing or unknown English text does not compile', () => {
    // @ts-expect-error: English lacks a text
    catalogue({ nl: { a: 'x', b: 'y' }, en: { a: 'x' } })
    // @ts-expect-error: Dutch lacks a text
    catalogue({ nl: { a: 'x' }, en: { a: 'x', b: 'y' } })
  })
})

describe('dates', () => {
  test('are written in full, and a plain date never shifts a day', () => {
    expect(dateInFull('2026-11-12', 'nl')).toBe('12 november 2026')
    expect(dateInFull(new Date('2026-11-12T23:30:00Z'), 'en')).toBe('13 November 2026')
    expect(plainDay(new Date('2026-03-29T22:30:00Z'))).toBe('2026-03-30')
  })

  test('times are those of Amsterdam, in summer and winter', () => {
    expect(timeOfDay(new Date('2026-11-12T08:12:00Z'), 'nl')).toBe('9:12')
    expect(timeOfDay(new Date('2026-07-01T12:03:00Z'), 'nl')).toBe('14:03')
    expect(timeOfDay(new Date('2026-11-11T23:05:00Z'), 'nl')).toBe('0:05')
  })

  test('headings of days say what people say', () => {
    const now = new Date('2026-11-21T09:00:00Z')
    expect(dayHeading(now, now, 'nl')).toBe('Vandaag')
    expect(dayHeading('2026-11-20', now, 'nl')).toBe('Gisteren')
    expect(dayHeading('2026-11-19', now, 'nl')).toBe('Donderdag 19 november')
    expect(dayHeading('2025-11-19', now, 'en')).toBe('Wednesday 19 November 2025')
  })
})

describe('a way back', () => {
  test.each(['/', '/clients/3f-1', '/a?b=c&d=%20'])('%s stays', (path) => {
    expect(sameSitePath(path)).toBe(path)
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '/@evil:x\n',
    'evil',
    '',
    undefined,
    ['/x'],
    `/${'x'.repeat(600)}`,
  ])('%j goes to the start', (path) => {
    expect(sameSitePath(path)).toBe('/')
  })
})
