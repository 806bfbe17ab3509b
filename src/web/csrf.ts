import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isCsrfToken, sessionToken } from './session-cookie.ts'
import type { SiteName } from './view.ts'

/** The request did not come from a page of this site. */
export class ForgeryError extends Error {
  readonly code = 'form-not-ours'
  readonly statusCode = 403
  /** `no-token`: from our own page, but of another session. */
  readonly reason: 'other-site' | 'no-token'
  constructor(reason: 'other-site' | 'no-token') {
    super(
      reason === 'other-site'
        ? 'the request comes from another site'
        : 'the form lacks the token of this session',
    )
    this.reason = reason
  }
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses changes that another site asks for: the browser must say that the page is ours, and a form in a session must carry
 * that session's token. Runs before validation and takes the token out of the body, so that strict forms do not meet it.
 */
export function guardAgainstForgery(site: FastifyInstance, name: SiteName, origin: string): void {
  site.addHook('preValidation', async (request) => {
    if (harmless.has(request.method)) return
    if (!comesFromUs(request, origin)) throw new ForgeryError('other-site')
    const body = request.body
    const given = isFields(body) ? body.csrf : undefined
    if (isFields(body)) delete body.csrf
    const session = sessionToken(request, name)
    if (session && !isCsrfToken(session, given)) throw new ForgeryError('no-token')
  })
}

/** Browsers tell by Sec-Fetch-Site (all since 2023) and by Origin; a request that says neither is not from a page. */
function comesFromUs(request: FastifyRequest, origin: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return request.headers.origin === origin
}

function isFields(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null
}
