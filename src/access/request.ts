import {
  type Action,
  actions,
  type Consent,
  consents,
  type Part,
  parts,
  type Relation,
  type Role,
  relations,
  roles,
  type State,
  states,
} from './vocabulary.ts'

/** One question to the rules: may somebody in this role and relation do this to this part, now, for this purpose? */
export type AccessRequest = {
  organisation: string
  role: Role
  relation: Relation
  part: Part
  action: Action
  state: State
  /** A purpose of the organisation's statement; one that it does not list is refused by its rules. */
  purpose: string
  consent: Consent
  /** The disclosure without consent, by its id in the statement, that is invoked and recorded; absent or `none` otherwise. */
  exception?: string
  secondFactor: boolean
  cleared: boolean
}

/** What a request on the command line got wrong. */
export class RequestError extends Error {
  override name = 'RequestError'
}

const keys = [
  'organisation',
  'role',
  'relation',
  'part',
  'action',
  'state',
  'purpose',
  'consent',
  'exception',
  'secondFactor',
  'cleared',
]
const word = /^[a-z][a-z0-9-]{0,62}$/

/**
 * Reads a request from unknown JSON. Absent keys take the least favourable value; a request that does not say who asks what
 * where has none, is undefined, and is refused. An unknown key or word is an error that names it.
 */
export function parseRequest(value: unknown, organisations: readonly string[]): AccessRequest | undefined {
  const given = recordOf(value)
  const unknown = Object.keys(given).find((key) => !keys.includes(key))
  if (unknown !== undefined)
    throw new RequestError(`unknown key ${quote(unknown)}; known are ${keys.join(', ')}`)
  const organisation = oneOf(given, 'organisation', organisations)
  const role = oneOf(given, 'role', roles)
  const part = oneOf(given, 'part', parts)
  const action = oneOf(given, 'action', actions)
  const rest = {
    relation: oneOf(given, 'relation', relations) ?? 'none',
    state: oneOf(given, 'state', states) ?? 'destroyed',
    purpose: freeWord(given, 'purpose', 'none'),
    consent: oneOf(given, 'consent', consents) ?? 'none',
    exception: freeWord(given, 'exception', 'none'),
    secondFactor: yesOrNo(given, 'secondFactor'),
    cleared: yesOrNo(given, 'cleared'),
  }
  if (organisation === undefined || role === undefined || part === undefined || action === undefined)
    return undefined
  return { organisation, role, part, action, ...rest }
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError('a request is a JSON object')
  return { ...value }
}

function oneOf<Word extends string>(
  given: Record<string, unknown>,
  key: string,
  words: readonly Word[],
): Word | undefined {
  const value = given[key]
  if (value === undefined) return undefined
  const found = words.find((one) => one === value)
  if (found === undefined)
    throw new RequestError(`unknown ${key} ${quote(value)}; it is one of ${words.join(', ')}`)
  return found
}

function freeWord(given: Record<string, unknown>, key: string, absent: string): string {
  const value = given[key]
  if (value === undefined) return absent
  if (typeof value !== 'string' || !word.test(value))
    throw new RequestError(`${key} ${quote(value)} is not a word of the statement`)
  return value
}

function yesOrNo(given: Record<string, unknown>, key: string): boolean {
  const value = given[key]
  if (value === undefined) return false
  if (typeof value !== 'boolean') throw new RequestError(`${key} is true or false, not ${quote(value)}`)
  return value
}

function quote(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'undefined'
}
