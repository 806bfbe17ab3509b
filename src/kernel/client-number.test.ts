import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CLIENT_NUMBER_ALPHABET, type ClientNumber, clientNumberFrom, parseClientNumber } from './index.ts'

const alphabet = [...CLIENT_NUMBER_ALPHABET]
const sample = Array.from({ length: 500 }, () => clientNumberFrom(randomBytes(16)))

test('TOM-4.5 partly: the number comes from random bytes alone and reads like K7Q4-29M-8', () => {
  for (const number of sample)
    expect(number).toMatch(/^[2-9CDFHJKMNPQRTWXY]{4}-[2-9CDFHJKMNPQRTWXY]{3}-[2-9CDFHJKMNPQRTWXY]$/)
  expect(clientNumberFrom(Buffer.alloc(16, 7))).toBe(clientNumberFrom(Buffer.alloc(16, 7)))
  expect(new Set(sample).size).toBe(sample.length)
})

test('too few random bytes are refused', () => {
  expect(() => clientNumberFrom(randomBytes(11))).toThrow(RangeError)
})

test('every character comes up about equally often', () => {
  const counts = new Map(alphabet.map((character) => [character, 0]))
  for (let made = 0; made < 5_000; made += 1) {
    for (const character of plain(clientNumberFrom(randomBytes(12))).slice(0, 7)) {
      counts.set(character, (counts.get(character) ?? 0) + 1)
    }
  }
  const expected = (5_000 * 7) / alphabet.length
  for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.2)
})

test('a number is read back, also in small letters, with spaces or without hyphens', () => {
  for (const number of sample) {
    expect(parseClientNumber(number)).toBe(number)
    expect(parseClientNumber(number.toLowerCase().replaceAll('-', ' '))).toBe(number)
    expect(parseClientNumber(` ${plain(number)} `)).toBe(number)
  }
})

test.each(['', 'K7Q4', 'K7Q4-29M-88', 'O7Q4-29M-8', 'k7q4-29m-é'])('%s cannot be read', (typed) => {
  expect(parseClientNumber(typed)).toEqual({ refused: 'client-number-not-readable' })
})

describe('the check character', () => {
  test('TOM-4.5 partly: every wrong character is found, in every place, whatever the other characters are', () => {
    for (const number of sample) {
      for (let place = 0; place < 8; place += 1) {
        for (const character of alphabet) {
          if (plain(number)[place] === character) continue
          expect(isMistyped(replaced(number, place, character))).toBe(true)
        }
      }
    }
  })

  test('TOM-4.5 partly: every swap of two neighbours is found: all pairs of characters in all places', () => {
    for (let place = 0; place < 7; place += 1) {
      for (const first of alphabet) {
        for (const second of alphabet) {
          if (first === second) continue
          const number = numberWith(place, first, second)
          expect(parseClientNumber(number)).not.toHaveProperty('refused')
          expect(isMistyped(swapped(number, place))).toBe(true)
        }
      }
    }
  })
})

function plain(number: string): string {
  return number.replaceAll('-', '')
}

function isMistyped(typed: string): boolean {
  const read = parseClientNumber(typed)
  return typeof read === 'object' && read.refused === 'client-number-mistyped'
}

function replaced(number: string, place: number, character: string): string {
  const bare = plain(number)
  return bare.slice(0, place) + character + bare.slice(place + 1)
}

function swapped(number: string, place: number): string {
  const bare = plain(number)
  return bare.slice(0, place) + bare[place + 1] + bare[place] + bare.slice(place + 2)
}

/** A valid number with these two characters in these places: another free place is turned until the check fits. */
function numberWith(place: number, first: string, second: string): ClientNumber {
  const free = place < 3 ? 6 : 0
  const start = replaced(replaced(plain(sample[0]!), place, first), place + 1, second)
  for (const character of alphabet) {
    const read = parseClientNumber(replaced(start, free, character))
    if (typeof read === 'string') return read
  }
  throw new Error('no character makes the number valid')
}
