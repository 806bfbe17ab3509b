import { type Refusal, refuse } from './refusal.ts'

/** A Dutch postcode, stored as `1234AB`. */
export type Postcode = string & { readonly brand: 'Postcode' }
export type PostcodeRefusal = Refusal<'postcode-not-readable'>

const NEVER_ISSUED = new Set(['SA', 'SD', 'SS'])

/** Reads a postcode as people write it: `1234 ab` as well. */
export function parsePostcode(text: string): Postcode | PostcodeRefusal {
  const compact = text.replace(/\s/g, '').toUpperCase()
  const readable = /^[1-9]\d{3}[A-Z]{2}$/.test(compact) && !NEVER_ISSUED.has(compact.slice(4))
  return readable ? (compact as Postcode) : refuse('postcode-not-readable')
}

/** The way it is shown: `1234 AB`. */
export function showPostcode(postcode: Postcode): string {
  return `${postcode.slice(0, 4)} ${postcode.slice(4)}`
}
