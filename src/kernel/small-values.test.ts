import { expect, test } from 'vitest'
import { exhaustive, isRefusal, mustBe, parsePostcode, refuse, showPostcode } from './index.ts'

test.each([
  ['1234AB', '1234AB'],
  ['1234 ab', '1234AB'],
  [' 9999xz ', '9999XZ'],
])('postcode %s is stored as %s', (typed, stored) => expect(parsePostcode(typed)).toBe(stored))

test.each(['0123AB', '1234', '1234ABC', '1234 SS', '1234SA', '1234 sd', 'AB1234', ''])(
  '%s is no postcode',
  (typed) => {
    expect(parsePostcode(typed)).toEqual({ refused: 'postcode-not-readable' })
  },
)

test('a postcode is shown with a space', () => {
  expect(showPostcode(mustBe(parsePostcode('1234ab')))).toBe('1234 AB')
})

test('a refusal is told from any other value', () => {
  expect(isRefusal(refuse('too-young'))).toBe(true)
  for (const value of ['refused', null, undefined, {}, { refused: 3 }, []])
    expect(isRefusal(value)).toBe(false)
})

test('a fault names the code and never the value', () => {
  expect(() => mustBe(parsePostcode('geheim-adres'))).toThrow('postcode-not-readable')
  expect(() => mustBe(parsePostcode('geheim-adres'))).not.toThrow('geheim')
  expect(() => exhaustive('Jansen' as never)).not.toThrow('Jansen')
  expect(() => exhaustive('Jansen' as never)).toThrow('forgotten')
})
