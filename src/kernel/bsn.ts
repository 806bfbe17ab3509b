import { type Refusal, refuse } from './refusal.ts'

/** A citizen service number: nine digits that pass the eleven test. */
export type Bsn = string & { readonly brand: 'Bsn' }
export type BsnRefusal = Refusal<'bsn-not-nine-digits' | 'bsn-fails-eleven-test'>

const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1]

/** Reads a BSN as people write it: spaces, dots and hyphens fall away, an old one of eight digits gets its zero. */
export function parseBsn(text: string): Bsn | BsnRefusal {
  const digits = text.replace(/[\s.-]/g, '')
  if (!/^\d{8,9}$/.test(digits)) return refuse('bsn-not-nine-digits')
  const nine = digits.padStart(9, '0')
  return passesElevenTest(nine) ? (nine as Bsn) : refuse('bsn-fails-eleven-test')
}

/** What may be shown where the number itself may not: only the last two digits. */
export function maskBsn(bsn: Bsn): string {
  return `•••••••${bsn.slice(-2)}`
}

function passesElevenTest(nine: string): boolean {
  if (/^0+$/.test(nine)) return false
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(nine[place]), 0)
  return sum % 11 === 0
}
