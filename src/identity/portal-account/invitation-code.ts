import { createHmac, type KeyObject, randomInt } from 'node:crypto'

// Without I, O, 0 and 1: people read it aloud and type it over.
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LENGTH = 12

/** A code to hand over: 60 bits, in groups of four. */
export function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** A code as typed, in one spelling; undefined when it cannot be one. */
export function readCode(typed: string): string | undefined {
  const bare = typed.toUpperCase().replace(/[\s-]/g, '')
  if (bare.length !== LENGTH || [...bare].some((letter) => !LETTERS.includes(letter))) return undefined
  return bare.replace(/(.{4})(?=.)/g, '$1-')
}

/** What the database knows a code by. */
export function codeKey(indexKey: KeyObject, code: string): Buffer {
  return keyed(indexKey, 'code', code)
}

/** What an account is known by: from the dossier or representation that it is for, and from no number of a person. */
export function accountSubjectKey(indexKey: KeyObject, belongsTo: string): Buffer {
  return keyed(indexKey, 'subject', belongsTo)
}

function keyed(indexKey: KeyObject, kind: string, value: string): Buffer {
  return createHmac('sha256', indexKey).update(`gestand/portal-account/1|${kind}|${value}`, 'utf8').digest()
}
