import { expect, test } from 'vitest'
import { wordDiff } from './word-diff.ts'

test('words that differ are marked in each text, the space after them is not', () => {
  expect(wordDiff('Wij bewaren het 3 jaar lang.', 'Wij bewaren het 2 jaar lang.')).toEqual({
    before: [
      { text: 'Wij bewaren het ', differs: false },
      { text: '3', differs: true },
      { text: ' jaar lang.', differs: false },
    ],
    after: [
      { text: 'Wij bewaren het ', differs: false },
      { text: '2', differs: true },
      { text: ' jaar lang.', differs: false },
    ],
  })
})

test('a text that is new or gone is marked as a whole', () => {
  expect(wordDiff('', 'Nieuw hier.').after).toEqual([{ text: 'Nieuw hier.', differs: true }])
  expect(wordDiff('Oud hier.', '').before).toEqual([{ text: 'Oud hier.', differs: true }])
})

test('the runs together are the text itself', () => {
  const [one, other] = ['a b  c\n\nd e f', 'a c\n\nx d f g']
  const { before, after } = wordDiff(one, other)
  expect(before.map(({ text }) => text).join('')).toBe(one)
  expect(after.map(({ text }) => text).join('')).toBe(other)
})
