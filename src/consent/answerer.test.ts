import { describe, expect, test } from 'vitest'
import type { BirthDate, PlainDate } from '../kernel/index.ts'
import { answererOf, type ByLaw } from './answerer.ts'

const today = '2026-11-22' as PlainDate
const may = (kind: string): ByLaw => ({ kind, parts: ['consents', 'notes'], actions: ['read', 'write'] })
const looks = (kind: string): ByLaw => ({ kind, parts: ['consents'], actions: ['read'] })
const who = (birth: string | undefined, able?: boolean, byLaw: ByLaw[] = []) => {
  const answer = answererOf({ birth: birth as BirthDate | undefined, today, able, byLaw })
  return answer.by === undefined ? answer.why : [answer.by, answer.until]
}

describe('who answers a request for consent, by the table of capacity', () => {
  test.each<[string, string | undefined, boolean | undefined, ByLaw[], unknown]>([
    ['an adult, alone', '1965-03-14', undefined, [], ['client', undefined]],
    [
      'an adult, also with a mandate given to another',
      '1965-03-14',
      undefined,
      [may('voluntary')],
      ['client', undefined],
    ],
    ['an adult of whom only the year is known', '1948', undefined, [], ['client', undefined]],
    [
      'nobody yet for an adult with a mentor, until somebody weighed it',
      '1965-03-14',
      undefined,
      [may('mentor')],
      'weigh-first',
    ],
    [
      'the mentor, where the client cannot weigh it',
      '1965-03-14',
      false,
      [may('mentor')],
      ['representative', undefined],
    ],
    [
      'the client, where somebody weighed that they can',
      '1965-03-14',
      true,
      [may('guardian')],
      ['client', undefined],
    ],
    [
      'nobody in the portal, where the mentor may only look',
      '1965-03-14',
      false,
      [looks('mentor')],
      'nobody-there',
    ],
    [
      'nobody by a mandate, where the client cannot weigh it',
      '1965-03-14',
      false,
      [may('voluntary')],
      'nobody-there',
    ],
    ['nobody for a child without a date of birth', undefined, undefined, [may('parent')], 'no-birth'],
    ['nobody for a child of whom only the year is known', '2018', undefined, [may('parent')], 'no-birth'],
    [
      'the parent of a child of eleven, until the day before twelve',
      '2014-11-23',
      undefined,
      [may('parent')],
      ['representative', '2026-11-22'],
    ],
    [
      'two parents together, not one of them',
      '2018-02-01',
      undefined,
      [may('parent'), may('parent')],
      'together',
    ],
    [
      'child and parent together, from the twelfth birthday',
      '2014-11-22',
      undefined,
      [may('parent')],
      'together',
    ],
    [
      'the parent of a child of thirteen that cannot weigh it',
      '2013-01-31',
      false,
      [may('parent')],
      ['representative', '2029-01-30'],
    ],
    [
      'child and parent together, the day before sixteen',
      '2010-11-23',
      undefined,
      [may('parent')],
      'together',
    ],
    ['the young person, from the sixteenth birthday', '2010-11-22', undefined, [], ['client', '2028-11-21']],
    ['nobody alone, where somebody of sixteen cannot weigh it', '2010-11-22', false, [], 'together'],
  ])('%s', (_who, birth, able, byLaw, expected) => {
    expect(who(birth, able, byLaw)).toEqual(expected)
  })
})
