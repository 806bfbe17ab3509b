import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import ids from '../../test/promise-ids.json' with { type: 'json' }
import { claimsOf } from './promise-state.ts'
import { describedPromises } from './what-it-does.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Their subject is what names claim. */
const OF_NAMES = ['promise-state.test.ts', 'compliance.cli.test.ts']

/** What the tests of the whole project claim by their names, read from the files: so that this also holds before they ran. */
function claimed(): { id: string; whole: boolean }[] {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(({ name }) => /\.test\.tsx?$/.test(name) && !OF_NAMES.includes(name))
      .flatMap(({ name, parentPath }) => claimsOf(readFileSync(join(parentPath, name), 'utf8'))),
  )
}

test('only promises that exist are described, and of each the tests show at least a part', () => {
  expect(describedPromises.length).toBeGreaterThan(20)
  expect(describedPromises.filter((id) => !ids.includes(id))).toEqual([])
  const shown = new Set(claimed().map(({ id }) => id))
  expect(describedPromises.filter((id) => !shown.has(id))).toEqual([])
})

test('of every promise that is kept as a whole the page says what the program does', () => {
  const whole = claimed().filter((claim) => claim.whole && ids.includes(claim.id))
  expect(whole.length).toBeGreaterThan(10)
  expect(whole.map(({ id }) => id).filter((id) => !describedPromises.includes(id))).toEqual([])
})
