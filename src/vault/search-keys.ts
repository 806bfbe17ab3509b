import type { BirthDate, Bsn, Postcode } from '../kernel/index.ts'
import type { SearchKind } from './blind-index.ts'
import { surnameParts } from './surname.ts'
import { soundOf } from './surname-sound.ts'

/** What is known of a person, or what a worker typed to find one. */
export type PersonFacts = {
  bsn?: Bsn | undefined
  birthDate?: BirthDate | undefined
  postcode?: Postcode | undefined
  houseNumber?: string | undefined
  surname?: string | undefined
}

/** A normalised value to be indexed blindly. */
export type SearchKey = { kind: SearchKind; key: string }

const PREFIX_LETTERS = 3

/** The values to store for a person; and, of what a worker typed, the values to look for. The same function, so that they meet. */
export function searchKeysOf(person: PersonFacts): SearchKey[] {
  const keys: SearchKey[] = []
  if (person.bsn) keys.push({ kind: 'bsn', key: person.bsn })
  if (person.birthDate) keys.push({ kind: 'birth-date', key: person.birthDate })
  const house = houseKey(person.postcode, person.houseNumber)
  if (house) keys.push({ kind: 'postcode-house', key: house })
  return [...keys, ...surnameKeys(person.surname ?? '')]
}

/** Only the number counts: `12`, `12a` and `12-3` are found with each other. */
function houseKey(postcode: Postcode | undefined, houseNumber: string | undefined): string | undefined {
  const digits = /^\s*0*(\d+)/.exec(houseNumber ?? '')?.[1]
  return postcode && digits ? `${postcode}-${digits}` : undefined
}

function surnameKeys(surname: string): SearchKey[] {
  const parts = surnameParts(surname)
  const prefixes = parts
    .filter((part) => part.length >= PREFIX_LETTERS)
    .map((part) => part.slice(0, PREFIX_LETTERS))
  return [
    ...keysOfKind('surname', parts),
    ...keysOfKind('surname-prefix', prefixes),
    ...keysOfKind('surname-sound', parts.map(soundOf)),
  ]
}

function keysOfKind(kind: SearchKind, values: string[]): SearchKey[] {
  return [...new Set(values)].filter((value) => value !== '').map((key) => ({ kind, key }))
}
