import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SiteName } from './view.ts'

/** The cookie that holds a session's token; `__Host-` makes the browser bind it to this host and path. */
export function sessionCookie(site: SiteName): string {
  return `__Host-gestand-${site}`
}

/** The session token that came with the request: exactly 32 bytes, or nothing. */
export function sessionToken(request: FastifyRequest, site: SiteName): Buffer | undefined {
  const value = request.cookies[sessionCookie(site)]
  if (!value || !/^[A-Za-z0-9_-]{43}$/.test(value)) return undefined
  const token = Buffer.from(value, 'base64url')
  return token.length === 32 ? token : undefined
}

/**
 * The organisation at which the session was begun, as the browser remembers it. It only says where to look: whether the session
 * is one of that organisation, the database finds out from the token.
 */
export function sessionOrganisation(request: FastifyRequest, site: SiteName): string | undefined {
  const value = request.cookies[organisationCookie(site)]
  return value && /^[a-z0-9-]{1,60}$/.test(value) ? value : undefined
}

/** Gives the browser a new session: its token, and the organisation it belongs to. */
export function setSession(reply: FastifyReply, site: SiteName, organisation: string, token: Buffer): void {
  reply.setCookie(sessionCookie(site), token.toString('base64url'), cookieOptions)
  reply.setCookie(organisationCookie(site), organisation, cookieOptions)
}

/** Takes the session away from the browser. */
export function clearSession(reply: FastifyReply, site: SiteName): void {
  reply.clearCookie(sessionCookie(site), cookieOptions)
}

function organisationCookie(site: SiteName): string {
  return `${sessionCookie(site)}-at`
}

/** Lax and not Strict: coming back from the identity provider is a navigation from another site. */
export const cookieOptions = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const

/**
 * The token of a session's forms. It follows from the session's own secret, so no node has to remember it,
 * and it says nothing about that secret.
 */
export function csrfToken(session: Buffer): string {
  return createHmac('sha256', session).update('gestand csrf 1').digest('base64url')
}

/** Whether a form carried the token of this session. */
export function isCsrfToken(session: Buffer, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const expected = Buffer.from(csrfToken(session))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
