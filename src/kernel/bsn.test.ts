import { expect, test } from 'vitest'
import { maskBsn, mustBe, parseBsn } from './index.ts'

test('TOM-4.2 partly: a number that passes the eleven test is read, however it is written', () => {
  for (const typed of ['999900006', '9999 00 006', '9999.00.006', '9999-00-006', ' 999900006 ']) {
    expect(parseBsn(typed)).toBe('999900006')
  }
})

test('an old number of eight digits gets its zero', () => {
  expect(parseBsn('10000008')).toBe('010000008')
})

test.each(['', '1234567', '1234567890', '99990000a', 'bsn', '٩٩٩٩٠٠٠٠٦'])('%s is not a number', (typed) => {
  expect(parseBsn(typed)).toEqual({ refused: 'bsn-not-nine-digits' })
})

test('nine zeros pass the sum and are refused all the same', () => {
  expect(parseBsn('000000000')).toEqual({ refused: 'bsn-fails-eleven-test' })
  expect(parseBsn('00000000')).toEqual({ refused: 'bsn-fails-eleven-test' })
})

test('TOM-4.2 partly: one wrong digit is always found', () => {
  for (let place = 0; place < 9; place += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      const mistyped = `${'999900006'.slice(0, place)}${digit}${'999900006'.slice(place + 1)}`
      if (mistyped === '999900006') continue
      expect(parseBsn(mistyped)).toEqual({ refused: 'bsn-fails-eleven-test' })
    }
  }
})

test('one in eleven of the test range passes', () => {
  let passing = 0
  for (let last = 0; last < 99_999; last += 1) {
    if (typeof parseBsn(`9999${String(last).padStart(5, '0')}`) === 'string') passing += 1
  }
  expect(passing).toBeGreaterThan(9_000)
  expect(passing).toBeLessThan(9_200)
})

test('masked, only the last two digits remain', () => {
  expect(maskBsn(mustBe(parseBsn('999900006')))).toBe('•••••••06')
})
