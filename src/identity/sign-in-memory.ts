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
}

export const memorySeconds = 600

/** A key for one process; nodes that share a site are given one key together. */
export function newCookieKey(): KeyObject {
  return createSecretKey(randomBytes(32))
}

export function sealMemory(key: KeyObject, site: SiteName, memory: SignInMemory): string {
  return seal(key, JSON.stringify(memory), placeOf(site)).toString('base64url')
}

/** Opens the cookie; nothing when it is absent, changed, of another site or too old. */
export function openMemory(
  key: KeyObject,
  site: SiteName,
  cookie: string | undefined,
  now: number,
): SignInMemory | undefined {
  if (!cookie) return undefined
  try {
    const memory = JSON.parse(
      unsealText(key, Buffer.from(cookie, 'base64url'), placeOf(site)),
    ) as SignInMemory
    return now - memory.at < memorySeconds * 1000 ? memory : undefined
  } catch (error) {
    if (error instanceof VaultError) return undefined
    throw error
  }
}

function placeOf(site: SiteName) {
  return { organisation: '', table: 'cookie', column: 'sign-in', row: site }
}
