import { createHmac, type KeyObject } from 'node:crypto'

/** The questions a person can be found by. Each kind has its own space: equal words give different indexes. */
export type SearchKind =
  | 'bsn'
  | 'birth-date'
  | 'postcode-house'
  | 'surname'
  | 'surname-prefix'
  | 'surname-sound'

/**
 * What the database stores to be searched: 32 bytes that cannot be guessed back without the organisation's index key, also not by
 * trying all BSNs.
 */
export function blindIndex(indexKey: KeyObject, kind: SearchKind, value: string): Buffer {
  return createHmac('sha256', indexKey)
    .update(`gestand/blind-index/1|${kind.length}:${kind}|${value}`, 'utf8')
    .digest()
}
