import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { OpenRecord } from '../door/index.ts'
import { loadStatements, type Statement } from '../statement/index.ts'
import { cameWith, commonOrigin, itemRows } from './item-rows.ts'

let tom: Statement

beforeAll(async () => {
  const statements = await loadStatements(join(import.meta.dirname, '..', '..', 'statements'))
  const found = statements.find((statement) => statement.facts.organisation.id === 'tom-in-de-buurt')
  if (!found) throw new Error('the statement of Tom is missing')
  tom = found
})

const item = (word: string, value: string, more: Partial<OpenRecord> = {}): OpenRecord => ({
  kind: 'item',
  id: word,
  word,
  class: 'general',
  text: JSON.stringify({ value }),
  at: '2026-03-03T10:00:00Z',
  by: 'noor',
  byName: undefined,
  origin: 'client',
  ...more,
})

const shown = (records: OpenRecord[]) => itemRows(records, tom, 'nl').map(({ what, value }) => [what, value])

test('name and address are written as people write them, a day in full and a postcode with its space', () => {
  const records = [
    item('postcode', '2402NR'),
    item('city', 'Alphen aan den Rijn'),
    item('surname', 'Wit'),
    item('surname-prefix', 'de'),
    item('given-names', 'Ruben'),
    item('birth-date', '1990-06-02'),
    item('house-number', '12a'),
    item('street', 'Rozenhof'),
  ]
  expect(shown(records)).toEqual([
    ['name', 'Ruben de Wit'],
    ['birth-date', '2 juni 1990'],
    ['address', 'Rozenhof 12a\n2402 NR Alphen aan den Rijn'],
  ])
  expect(shown([item('postcode', '2402NR'), item('house-number', '7')])).toEqual([['address', '2402 NR 7']])
})

test('TOM-4.4 partly: what came from another source, or later, keeps a line and a source of its own', () => {
  const records = [
    item('given-names', 'Ruben'),
    item('surname', 'Wit'),
    item('postcode', '2402NR'),
    item('house-number', '7', { origin: 'brp' }),
  ]
  const rows = itemRows(records, tom, 'nl')
  expect(rows.map(({ what }) => what)).toEqual(['name', 'postcode', 'house-number'])
  const common = commonOrigin(rows)
  expect(common?.source).toBe('client')
  expect(rows.filter((row) => common && !cameWith(row, common)).map(({ what }) => what)).toEqual([
    'house-number',
  ])
})

test('a reason that stands with an item is shown with it, so it is not taken up in a name or address', () => {
  const records = [
    item('postcode', '2402NR'),
    item('house-number', '7', { text: JSON.stringify({ value: '7', reason: 'voor de ambulance' }) }),
  ]
  expect(itemRows(records, tom, 'nl').map(({ what, reason }) => [what, reason])).toEqual([
    ['postcode', undefined],
    ['house-number', 'voor de ambulance'],
  ])
})

test('no items have no common origin', () => {
  expect(commonOrigin([])).toBeUndefined()
})
