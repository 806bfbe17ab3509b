import { describe, expect, test } from 'vitest'
import { coachReads } from '../../test/access.ts'
import { parseRequest } from './request.ts'

const organisations = ['tom-in-de-buurt']
const least = { organisation: 'tom-in-de-buurt', role: 'host', part: 'notes', action: 'read' }

describe('reading a request', () => {
  test.each(['organisation', 'role', 'part', 'action'])(
    'without %s there is nothing to decide, and that is a refusal',
    (key) => {
      expect(parseRequest({ ...coachReads(), [key]: undefined }, organisations)).toBeUndefined()
    },
  )

  test('a whole request is read as it is', () => {
    expect(parseRequest({ ...coachReads() }, organisations)).toEqual(coachReads())
  })

  test('absent keys take the least favourable value', () => {
    expect(parseRequest(least, organisations)).toEqual({
      ...least,
      relation: 'none',
      state: 'destroyed',
      purpose: 'none',
      consent: 'none',
      exception: 'none',
      secondFactor: false,
      cleared: false,
    })
  })

  test.each([
    [{ ...least, role: 'wizard' }, 'unknown role "wizard"; it is one of host, case-manager'],
    [{ ...least, relation: 'friend' }, 'unknown relation "friend"'],
    [{ ...least, part: 'shoe-size' }, 'unknown part "shoe-size"'],
    [{ ...least, action: 'peek' }, 'unknown action "peek"'],
    [{ ...least, state: 'lost' }, 'unknown state "lost"'],
    [{ ...least, consent: 'maybe' }, 'unknown consent "maybe"'],
    [{ ...least, organisation: 'elsewhere' }, 'unknown organisation "elsewhere"'],
    [{ ...least, employer: 'x' }, 'unknown key "employer"'],
    [{ ...least, purpose: 7 }, 'purpose 7 is not a word of the statement'],
    [{ ...least, purpose: 'a b' }, 'purpose "a b" is not a word of the statement'],
    [{ ...least, cleared: 'yes' }, 'cleared is true or false, not "yes"'],
    [{ ...least, role: ['host'] }, 'unknown role ["host"]'],
    [{ ...least, role: null }, 'unknown role null'],
    [null, 'a request is a JSON object'],
    [[], 'a request is a JSON object'],
    ['read', 'a request is a JSON object'],
  ])('%j is an error that names what is wrong', (value, message) => {
    expect(() => parseRequest(value, organisations)).toThrow(message)
  })

  test('a key of every object is no key of a request', () => {
    expect(() =>
      parseRequest(
        JSON.parse('{"__proto__":{"role":"host"},"organisation":"tom-in-de-buurt"}'),
        organisations,
      ),
    ).toThrow('unknown key "__proto__"')
    expect(() => parseRequest({ ...least, role: 'constructor' }, organisations)).toThrow('unknown role')
  })
})
