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
function claimed(): { id: string; whole: boolean; path: string }[] {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(({ name }) => /\.test\.tsx?$/.test(name) && !OF_NAMES.includes(name))
      .flatMap(({ name, parentPath }) => {
        const path = join(parentPath, name)
        return claimsOf(readFileSync(path, 'utf8')).map((claim) => ({ ...claim, path }))
      }),
  )
}

test('only promises that exist are described, and of each the tests show at least a part', () => {
  expect(describedPromises.length).toBeGreaterThan(20)
  expect(describedPromises.filter((id) => !ids.includes(id))).toEqual([])
  const shown = new Set(claimed().map(({ id }) => id))
  expect(describedPromises.filter((id) => !shown.has(id))).toEqual([])
})

test('what is shown by more than the rules of access alone has a sentence of its own, and what is kept as a whole', () => {
  const more = claimed().filter(({ path, whole }) => whole || !path.includes(join('src', 'access')))
  const promises = new Set(more.map(({ id }) => id).filter((id) => ids.includes(id)))
  expect(promises.size).toBeGreaterThan(20)
  expect([...promises].filter((id) => !describedPromises.includes(id))).toEqual([])
})
