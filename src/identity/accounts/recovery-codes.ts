import { createHmac, type KeyObject, randomInt } from 'node:crypto'

const HOW_MANY = 10
/** Without letters and digits that look alike. Twelve of them is 60 bits, far beyond what the slow-down lets anybody try. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz'

/** Ten new codes as they are shown, once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: HOW_MANY }, newRecoveryCode)
}

/** One new code: `k7m2-9xqa-3hd8`. */
export function newRecoveryCode(): string {
  return Array.from({ length: 3 }, group).join('-')
}

/** What the database keeps of a code: a keyed hash, bound to the person (the id of who works here, or of an account of the portal). */
export function recoveryCodeKey(indexKey: KeyObject, whose: string, typed: string): Buffer {
  const code = typed.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHmac('sha256', indexKey).update(`gestand/recovery-code/1|${whose}|${code}`, 'utf8').digest()
}

function group(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
}
