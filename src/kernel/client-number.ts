import { type Refusal, refuse } from './refusal.ts'

/** The organisation's own number for a client, like `K7Q4-29M-8`: random, so it says nothing about the person. */
export type ClientNumber = string & { readonly brand: 'ClientNumber' }
export type ClientNumberRefusal = Refusal<'client-number-not-readable' | 'client-number-mistyped'>

/**
 * No vowels (no words arise) and nothing that is taken for something else (0 O, 1 I L, 5 S, 2 Z, 8 B, 6 G, U V). A prime
 * number of characters: with that the weighted sum below finds every wrong character and every swap of two.
 */
export const CLIENT_NUMBER_ALPHABET = '23456789CDFHJKMNPQRTWXY'
const BASE = CLIENT_NUMBER_ALPHABET.length
const FREE_PLACES = 7

/** Makes a number from at least 12 bytes of a cryptographic random source. */
export function clientNumberFrom(random: Uint8Array): ClientNumber {
  if (random.length < 12) throw new RangeError('a client number needs 12 random bytes')
  let rest = random.reduce((value, byte) => value * 256n + BigInt(byte), 0n)
  const values: number[] = []
  for (let place = 0; place < FREE_PLACES; place += 1) {
    values.push(Number(rest % BigInt(BASE)))
    rest /= BigInt(BASE)
  }
  return written([...values, checkValue(values)])
}

/** Reads a number as typed: small letters, spaces and missing hyphens are fine, a slip of the finger is not. */
export function parseClientNumber(text: string): ClientNumber | ClientNumberRefusal {
  const characters = [...text.toUpperCase().replace(/[\s-]/g, '')]
  const values = characters.map((character) => CLIENT_NUMBER_ALPHABET.indexOf(character))
  if (values.length !== FREE_PLACES + 1 || values.includes(-1)) return refuse('client-number-not-readable')
  const check = checkValue(values.slice(0, FREE_PLACES))
  return check === values[FREE_PLACES] ? written(values) : refuse('client-number-mistyped')
}

/** Weights 2..8 for the free places and 1 for the check character: all different and none zero modulo the base. */
function checkValue(free: number[]): number {
  const sum = free.reduce((total, value, place) => total + (FREE_PLACES + 1 - place) * value, 0)
  return (BASE - (sum % BASE)) % BASE
}

function written(values: number[]): ClientNumber {
  const characters = values.map((value) => CLIENT_NUMBER_ALPHABET.charAt(value)).join('')
  return `${characters.slice(0, 4)}-${characters.slice(4, 7)}-${characters.slice(7)}` as ClientNumber
}
