import { Buffer } from 'node:buffer'
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { seal, unsealText, VaultError } from '../vault/index.ts'
import type { SiteName } from '../web/index.ts'

/** What must be remembered between leaving for the identity provider and coming back. Lives in a sealed cookie, ten minutes. */
export type SignInMemory = {
  organisation: string
  issuer: string
  state: string
  nonce: string
  verifier: string
  back: string
  at: number
  /** Set when somebody who is signed in shows the second factor again. */
  stepUp?: true
}

/** Between the password and the second factor: half of signing in, which opens nothing. */
export type HalfWayMemory = {
  organisation: string
  staffId: string
  subjectKey: string
  userName: string
  challenge?: string
  back: string
  at: number
  /** When the passkey was asked for. */
  askedAt?: number
}

/** What a passkey was asked to sign, until the answer comes. */
export type QuestionMemory = { challenge: string; at: number }

/** What an invited person chose, until the second factor is shown. */
export type InvitedMemory = {
  secret: string
  userName: string
  passwordHash: string
  appSecret: string
  challenge?: string
  at: number
}

/** A code of the portal that was right, until its account is made. */
export type CodedMemory = { organisation: string; code: string; appSecret: string; at: number }

/** A recovery code of the portal that was right, until another app is set. */
export type RecoveringMemory = {
  organisation: string
  subject: string
  accountId: string
  userName: string
  recovery: string
  appSecret: string
  at: number
}

type Uses = {
  'sign-in': SignInMemory
  'half-way': HalfWayMemory
  question: QuestionMemory
  'new-app': { secret: string; at: number }
  invited: InvitedMemory
  coded: CodedMemory
  recovering: RecoveringMemory
}
export type Use = keyof Uses
export type MemoryOf<Kind extends Use> = Uses[Kind]

/** How long each is worth something. */
export const memorySeconds: Readonly<Record<Use, number>> = {
  'sign-in': 600,
  'half-way': 300,
  question: 300,
  'new-app': 900,
  invited: 900,
  coded: 900,
  recovering: 900,
}

/** A key for one process; nodes that share a site are given one key together. */
export function newCookieKey(): KeyObject {
  return createSecretKey(randomBytes(32))
}

export function sealMemory<Kind extends Use>(
  key: KeyObject,
  site: SiteName,
  use: Kind,
  memory: MemoryOf<Kind>,
): string {
  return seal(key, JSON.stringify(memory), placeOf(site, use)).toString('base64url')
}

/** Opens the cookie; nothing when it is absent, changed, of another site or use, or too old. */
export function openMemory<Kind extends Use>(
  key: KeyObject,
  site: SiteName,
  use: Kind,
  cookie: string | undefined,
  now: number,
): MemoryOf<Kind> | undefined {
  if (!cookie) return undefined
  try {
    const memory = JSON.parse(
      unsealText(key, Buffer.from(cookie, 'base64url'), placeOf(site, use)),
    ) as MemoryOf<Kind>
    return now - memory.at < memorySeconds[use] * 1000 ? memory : undefined
  } catch (error) {
    if (error instanceof VaultError) return undefined
    throw error
  }
}

function placeOf(site: SiteName, use: Use) {
  return { organisation: '', table: 'cookie', column: use, row: site }
}
