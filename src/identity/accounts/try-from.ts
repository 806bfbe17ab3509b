import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { seal, unsealText, VaultError } from '../../vault/index.ts'
import { cookieOptions } from '../../web/index.ts'
import { knownBrowserKey, nameKey, networkKey } from './attempt-keys.ts'
import type { AccountDesk, TryFrom } from './desk.ts'

const cookie = '__Host-gestand-staff-known'
const halfYear = 180 * 86_400

type Known = { userName: string; browser: string }

/**
 * Where a try comes from. A browser in which this person signed in before is counted by itself, so that strangers who try the
 * name cannot keep its owner out.
 */
export async function tryFrom(
  desk: AccountDesk,
  request: FastifyRequest,
  organisation: string,
  userName: string,
): Promise<TryFrom> {
  const index = await desk.vault.indexKey(organisation)
  const known = await knownBrowser(desk, request, organisation)
  const counter =
    known?.userName === userName ? knownBrowserKey(index, userName, known.browser) : nameKey(index, userName)
  return { counter, network: networkKey(index, request.ip) }
}

/** Lets this browser be known from now on, for this person. */
export async function rememberBrowser(
  desk: AccountDesk,
  reply: FastifyReply,
  organisation: string,
  userName: string,
): Promise<void> {
  const known: Known = { userName, browser: randomBytes(16).toString('base64url') }
  const key = await desk.vault.organisationKey(organisation)
  const sealed = seal(key, JSON.stringify(known), placeOf(organisation)).toString('base64url')
  reply.setCookie(cookie, sealed, { ...cookieOptions, maxAge: halfYear })
}

async function knownBrowser(
  desk: AccountDesk,
  request: FastifyRequest,
  organisation: string,
): Promise<Known | undefined> {
  const value = request.cookies[cookie]
  if (!value) return undefined
  try {
    const key = await desk.vault.organisationKey(organisation)
    const text = unsealText(key, Buffer.from(value, 'base64url'), placeOf(organisation))
    return JSON.parse(text) as Known
  } catch (error) {
    if (error instanceof VaultError) return undefined
    throw error
  }
}

function placeOf(organisation: string) {
  return { organisation, table: 'cookie', column: 'known-browser', row: '' }
}
