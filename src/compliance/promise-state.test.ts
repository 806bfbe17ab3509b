import { describe, expect, test } from 'vitest'
import { claimsOf, promiseStates } from './promise-state.ts'

const ran = (name: string, passed = true) => ({ name, file: 'x.test.ts', passed })
const stateOf = (...tests: { name: string; file: string; passed: boolean }[]) =>
  promiseStates(['TOM-9.13'], tests)[0]?.state

describe('what the name of a test claims', () => {
  test.each([
    ['TOM-9.13: nothing without a trace', [{ id: 'TOM-9.13', whole: true }]],
    ['the wall TOM-9.13 partly: nothing', [{ id: 'TOM-9.13', whole: false }]],
    [
      'TOM-9.8, TOM-9.10 partly: x',
      [
        { id: 'TOM-9.8', whole: false },
        { id: 'TOM-9.10', whole: false },
      ],
    ],
    [
      'MEE-8.1 and TOM-7.2: x',
      [
        { id: 'MEE-8.1', whole: true },
        { id: 'TOM-7.2', whole: true },
      ],
    ],
    [
      'TOM-13.1 partly, MEE-18.1 partly: x',
      [
        { id: 'TOM-13.1', whole: false },
        { id: 'MEE-18.1', whole: false },
      ],
    ],
    [
      'TOM-9.8 partly, and TOM-9.13: x',
      [
        { id: 'TOM-9.8', whole: false },
        { id: 'TOM-9.13', whole: true },
      ],
    ],
    ['shows the clause TOM-9.5 of the statement', []],
  ])('%s', (name, claims) => expect(claimsOf(name)).toEqual(claims))
})

describe('the state of a promise', () => {
  test('kept when a test that claims all of it passed, also beside tests of a part', () => {
    expect(stateOf(ran('TOM-9.13: x'), ran('TOM-9.13 partly: y'))).toBe('kept')
  })
  test('partly when only parts are shown, or one of its tests failed', () => {
    expect(stateOf(ran('TOM-9.13 partly: y'))).toBe('partly')
    expect(stateOf(ran('TOM-9.13: x'), ran('TOM-9.13 partly: y', false))).toBe('partly')
  })
  test('open without a test, when all failed, and when the tests ran on other sources', () => {
    expect(stateOf()).toBe('open')
    expect(stateOf(ran('TOM-9.13: x', false))).toBe('open')
    expect(promiseStates(['TOM-9.13'], undefined)).toEqual([{ id: 'TOM-9.13', state: 'open', tests: [] }])
  })
})
