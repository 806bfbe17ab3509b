import { isRefusal, parsePlainDate, parsePostcode, showPostcode } from '../kernel/index.ts'
import { dateInFull, type Language } from '../web/index.ts'

/** A stored value as people write it: a day in full, a postcode with its space; everything else as it was written. */
export function shownValue(value: string, kind: string | undefined, language: Language): string {
  if (kind === 'date' && !isRefusal(parsePlainDate(value))) return dateInFull(value, language)
  if (kind === 'postcode') {
    const postcode = parsePostcode(value)
    return isRefusal(postcode) ? value : showPostcode(postcode)
  }
  return value
}
