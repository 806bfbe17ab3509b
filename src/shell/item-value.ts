import type { OpenRecord } from '../door/index.ts'

/** What is sealed of an item: the value and, for an item that is stored only if needed, why it was needed (TOM-4.1). */
export type ItemValue = { value: string; reason?: string }

/** Reads the sealed text of an item back. */
export function itemValue(text: string): ItemValue {
  return JSON.parse(text) as ItemValue
}

/** The items among opened records: item -> value. */
export function valuesOf(records: readonly OpenRecord[]): Map<string, string> {
  return new Map(
    records.filter((one) => one.kind === 'item').map((one) => [one.word, itemValue(one.text).value]),
  )
}
