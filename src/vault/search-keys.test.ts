import { describe, expect, test } from 'vitest'
import { mustBe, parseBirthDate, parseBsn, parsePostcode } from '../kernel/index.ts'
import type { SearchKind } from './blind-index.ts'
import { searchKeysOf } from './index.ts'
import { surnameParts } from './surname.ts'
import { soundOf } from './surname-sound.ts'

function keysOf(kind: SearchKind, surname: string): string[] {
  return searchKeysOf({ surname })
    .filter((found) => found.kind === kind)
    .map((found) => found.key)
}

/** Whether a worker who types one name finds the person registered under the other. */
function soundsLike(one: string, other: string): boolean {
  const registered = new Set(keysOf('surname-sound', other))
  return keysOf('surname-sound', one).some((key) => registered.has(key))
}

describe('a person is found', () => {
  test('by BSN, date of birth, and postcode with house number', () => {
    const keys = searchKeysOf({
      bsn: mustBe(parseBsn('9999 00 006')),
      birthDate: mustBe(parseBirthDate('7-3-1948')),
      postcode: mustBe(parsePostcode('1234 ab')),
      houseNumber: '12a',
    })
    expect(keys).toEqual([
      { kind: 'bsn', key: '999900006' },
      { kind: 'birth-date', key: '1948-03-07' },
      { kind: 'postcode-house', key: '1234AB-12' },
    ])
  })

  test.each(['12', '12a', '12-3', '12 hs', ' 012'])(
    'at house number %s, whichever way the addition is written',
    (houseNumber) => {
      const postcode = mustBe(parsePostcode('1234AB'))
      expect(searchKeysOf({ postcode, houseNumber })).toEqual([{ kind: 'postcode-house', key: '1234AB-12' }])
    },
  )

  test('not by postcode alone, house number alone, or nothing', () => {
    expect(searchKeysOf({ postcode: mustBe(parsePostcode('1234AB')) })).toEqual([])
    expect(searchKeysOf({ houseNumber: '12' })).toEqual([])
    expect(searchKeysOf({ surname: ' - ' })).toEqual([])
    expect(searchKeysOf({})).toEqual([])
  })

  test('by the first three letters of the surname, when there are three', () => {
    expect(keysOf('surname-prefix', 'Van der Bergen')).toEqual(['ber'])
    expect(keysOf('surname-prefix', 'Bo')).toEqual([])
    expect(keysOf('surname-prefix', 'Berg')).toEqual(keysOf('surname-prefix', 'bergsma'))
  })

  test('each key is given once', () => {
    const keys = searchKeysOf({ surname: 'Jansen-Janssen' }).map((found) => `${found.kind} ${found.key}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('the parts of a surname', () => {
  test.each([
    ['Jansen', ['jansen']],
    ['  JANSEN ', ['jansen']],
    ['van der Berg', ['berg']],
    ['Berg, van der', ['berg']],
    ['Van den Berg', ['berg']],
    ["in 't Veld", ['veld']],
    ['in ’t Veld', ['veld']],
    ["d'Ancona", ['ancona']],
    ["O'Brien", ['obrien']],
    ['El Amrani', ['amrani']],
    ['Özdemir', ['ozdemir']],
    ['Çelik', ['celik']],
    ['Yıldız', ['yildiz']],
    ['Łukaszewski', ['lukaszewski']],
    ['Müller', ['muller']],
    ['Groß', ['gross']],
    ['Ĳsbrandy', ['ijsbrandy']],
    ['de Vries-Jansen', ['vries', 'jansen', 'vriesjansen']],
    ['Jansen – van der Berg', ['jansen', 'berg', 'jansenberg']],
    ['García López', ['garcia', 'lopez', 'garcialopez']],
    ['Van', ['van']],
    ['De La', ['la']],
    ['Иванов', ['иванов']],
    ['', []],
  ])('%s', (surname, parts) => expect(surnameParts(surname)).toEqual(parts))

  test('composed and decomposed letters are one', () => {
    expect(surnameParts('Jose\u0301')).toEqual(surnameParts('Jos\u00e9'))
  })
})

describe('the sound of a surname', () => {
  test.each([
    ['Jansen', 'Janssen'],
    ['Jansen', 'Janszen'],
    ['Jansen', 'Janse'],
    ['Meijer', 'Meyer'],
    ['Meijer', 'Meier'],
    ['Meijer', 'Mayer'],
    ['Visser', 'Fisser'],
    ['Visser', 'Visscher'],
    ['Bakker', 'Backer'],
    ['Claassen', 'Klaassen'],
    ['Claessen', 'Klaasen'],
    ['Smit', 'Smid'],
    ['Smit', 'Schmidt'],
    ['Smits', 'Smidts'],
    ['de Groot', 'de Groodt'],
    ['Kuiper', 'Kuyper'],
    ['Kuiper', 'Kuijper'],
    ['Kooij', 'Kooi'],
    ['Kooij', 'Kooy'],
    ['Dijkstra', 'Dykstra'],
    ['Bouwman', 'Bauman'],
    ['Brouwer', 'Brouer'],
    ['Verhagen', 'Verhaegen'],
    ['Hendriks', 'Hendrix'],
    ['Philips', 'Filips'],
    ['Matthijssen', 'Mathijsen'],
    ['Müller', 'Mueller'],
    ['Zeeman', 'Seeman'],
    ['Bosch', 'Bos'],
    ['Christiaans', 'Kristiaans'],
    ['Willemsen', 'Willemse'],
    ['van der Berg', 'Bergh'],
    ['Blauw', 'Blau'],
    ['de Vries-Janssen', 'Jansen'],
  ])('%s is found as %s', (registered, typed) => {
    expect(soundsLike(typed, registered)).toBe(true)
    expect(soundsLike(registered, typed)).toBe(true)
  })

  test.each([
    ['Jansen', 'Hansen'],
    ['Bakker', 'Dekker'],
    ['de Boer', 'de Boor'],
    ['Mulder', 'Muller'],
    ['Visser', 'Vester'],
    ['Peters', 'Pieters'],
    ['de Graaf', 'de Groef'],
    ['Kok', 'Kuik'],
    ['Smit', 'Smeets'],
    ['Vos', 'Vis'],
  ])('%s is not %s', (one, other) => expect(soundsLike(one, other)).toBe(false))

  test('a name never loses all its letters', () => {
    for (const part of ['h', 'hh', 'en', 'aa', 'ij', 'c', 'q', 'x', 'sch', 'иванов']) {
      expect(soundOf(part)).not.toBe('')
    }
  })
})
