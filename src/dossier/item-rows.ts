import type { OpenRecord } from '../door/index.ts'
import { fullName, itemValue } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import { type Language, plainDay } from '../web/index.ts'
import { shownValue } from './shown-value.ts'

/** One line of a part: an item, or several that are read as one (a name, an address). */
export type ItemRow = {
  /** The item, or what the items are together. */
  what: string
  value: string
  reason: string | undefined
  class: OpenRecord['class']
  source: string
  day: string
}

const NAME = ['given-names', 'surname-prefix', 'surname']
const ADDRESS = ['street', 'house-number', 'postcode', 'city']

/** The items in the order of the statement; name and address as one line each, as people write them. */
export function itemRows(
  records: readonly OpenRecord[],
  statement: Statement,
  language: Language,
): ItemRow[] {
  const kinds = new Map(statement.facts.items.map((item) => [item.id, item.kind]))
  const order = [...kinds.keys()]
  const rows = records
    .filter((one) => one.kind === 'item')
    .sort((a, b) => order.indexOf(a.word) - order.indexOf(b.word))
    .map((one): ItemRow => {
      const { value, reason } = itemValue(one.text)
      return {
        what: one.word,
        value: shownValue(value, kinds.get(one.word), language),
        reason,
        class: one.class,
        source: one.origin,
        day: plainDay(new Date(one.at)),
      }
    })
  return together(together(rows, 'name', NAME, fullName), 'address', ADDRESS, addressOf)
}

/** Makes one row of several, but only when they came together: else each keeps its own source beside it (TOM-4.4). */
function together(
  rows: ItemRow[],
  what: string,
  ids: readonly string[],
  write: (values: ReadonlyMap<string, string>) => string,
): ItemRow[] {
  const parts = rows.filter((row) => ids.includes(row.what))
  const [first] = parts
  if (!first || parts.length < 2 || !parts.every((row) => cameWith(row, first) && !row.reason)) return rows
  const whole = { ...first, what, value: write(new Map(parts.map((row) => [row.what, row.value]))) }
  return rows.flatMap((row) => (row === first ? [whole] : parts.includes(row) ? [] : [row]))
}

function addressOf(values: ReadonlyMap<string, string>): string {
  const number = values.get('house-number')
  const street = values.get('street')
  const place = [values.get('postcode'), values.get('city')].filter(Boolean)
  // Without a street a Dutch address is its postcode and number.
  if (!street) return [place[0], number, ...place.slice(1)].filter(Boolean).join(' ')
  return [[street, number].filter(Boolean).join(' '), place.join(' ')].filter(Boolean).join('\n')
}

/** The source and day that most rows share: told once; the others say it beside them. */
export function commonOrigin(rows: readonly ItemRow[]): ItemRow | undefined {
  const count = (row: ItemRow) => rows.filter((other) => cameWith(other, row)).length
  return rows.reduce<ItemRow | undefined>(
    (best, row) => (best && count(best) >= count(row) ? best : row),
    undefined,
  )
}

export function cameWith(a: ItemRow, b: ItemRow): boolean {
  return a.source === b.source && a.day === b.day
}
