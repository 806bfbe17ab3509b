import { describe, expect, test } from 'vitest'
import { searchQuestion } from './search-question.ts'

const kindsOf = (typed: string) => {
  const keys = searchQuestion(typed)
  return 'refused' in keys ? keys.refused : keys.map(({ kind, key }) => `${kind}:${key}`)
}

describe('what a worker types in the one field', () => {
  test('a name is looked for by its sound, so that Jansen also finds Janssen', () => {
    expect(kindsOf('Jansen')).toEqual(kindsOf('Janssen'))
    expect(kindsOf('Jansen')).toHaveLength(1)
  })
  test.each([
    ['14-3-1965', ['birth-date:1965-03-14']],
    ['1965-03-14', ['birth-date:1965-03-14']],
    ['2402 NR 12', ['postcode-house:2402NR-12']],
    ['2402nr, 12a', ['postcode-house:2402NR-12']],
    ['999990019', ['bsn:999990019']],
    ['Ayd', ['surname-prefix:ayd']],
  ])('%s', (typed, keys) => expect(kindsOf(typed)).toEqual(keys))
  test('several things together narrow the search', () => {
    expect(kindsOf('Aydin 14-3-1965 2402 NR 12')).toHaveLength(3)
  })
  test.each([
    ['', 'nothing-to-search'],
    ['  ,; ', 'nothing-to-search'],
    ['Ay', 'name-too-short'],
    ['31-2-1965', 'not-understood'],
    ['999990018', 'not-understood'],
    ['12345', 'not-understood'],
    ["'; drop table x; --1", 'not-understood'],
  ])('%j is refused with %s', (typed, refused) => expect(kindsOf(typed)).toBe(refused))
})
