import { expect, test } from 'vitest'
import ids from '../../test/promise-ids.json' with { type: 'json' }
import { describedPromises } from './what-it-does.ts'

test('only promises that exist are described', () => {
  const known = new Set<string>(ids)
  expect(describedPromises.filter((id) => !known.has(id))).toEqual([])
  expect(describedPromises.length).toBeGreaterThan(10)
})
