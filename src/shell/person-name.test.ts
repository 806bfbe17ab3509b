import { expect, test } from 'vitest'
import { shortName, sortName } from './person-name.ts'

const items = (given: string, prefix: string, surname: string) =>
  new Map([
    ['given-names', given],
    ['surname-prefix', prefix],
    ['surname', surname],
  ])

test.each([
  ['Emine', '', 'Aydin', 'E. Aydin'],
  ['Jan Willem', 'de', 'Wit', 'J.W. de Wit'],
  ['', '', 'Bakker', 'Bakker'],
  ['Éloïse', "van 't", 'Hof', "É. van 't Hof"],
])('%s %s %s is written as a letter writes it', (given, prefix, surname, expected) => {
  expect(shortName(items(given, prefix, surname))).toBe(expected)
})

test('lists are sorted by the surname without its prefix', () => {
  expect(sortName(items('Jan', 'de', 'Wit'))).toBe('Wit Jan')
})
