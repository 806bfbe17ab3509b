import { type Refusal, refuse } from '../../kernel/index.ts'
import { isCommon } from './common-passwords.ts'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 200

export type PasswordRefusal = Refusal<'too-short' | 'too-long' | 'holds-a-name' | 'too-common'>

/** Length and what is easily guessed are all that count: no rules about capitals and signs. The password is in NFC. */
export function checkPassword(
  password: string,
  names: { userName: string; organisation: string },
): PasswordRefusal | undefined {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return refuse('too-short')
  if (length > LONGEST_PASSWORD) return refuse('too-long')
  if (namesIn(names).some((name) => bare(password).includes(name))) return refuse('holds-a-name')
  if (isCommon(password)) return refuse('too-common')
  return undefined
}

function namesIn({ userName, organisation }: { userName: string; organisation: string }): string[] {
  const [beforeAt = ''] = userName.split('@')
  return [userName, beforeAt, organisation].map(bare).filter((name) => name.length >= 3)
}

/** Letters and digits only, so that `Tom-in-de-buurt` is found in `tomindebuurt2026`. */
function bare(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** A user name as it is compared: one spelling, small letters; nothing when it cannot be one. */
export function readUserName(typed: string): string | undefined {
  const name = typed.normalize('NFC').trim().toLowerCase()
  return /^[\p{L}\p{N}][\p{L}\p{N}.@_+-]{2,79}$/u.test(name) ? name : undefined
}
