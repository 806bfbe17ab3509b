import type { FastifyInstance } from 'fastify'
import type { SiteName } from './view.ts'

/**
 * The headers of every answer (OWASP Secure Headers, NL GOV API rules). `formTargets` are the origins that a form may end at:
 * Chromium holds form-action against every redirect after a form, so the way to the identity provider and back must be in it.
 */
export function securityHeaders(
  name: SiteName,
  formTargets: readonly string[],
): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    // Not no-referrer: then forms would say `Origin: null` and could not be told from those of another site.
    'referrer-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'origin-agent-cluster': '?1',
    'x-dns-prefetch-control': 'off',
    ...(name === 'public' ? {} : { 'x-robots-tag': 'noindex, nofollow' }),
  }
}

/** Puts the headers on every answer, also on errors, and keeps what is not an asset out of every cache. */
export function sendSecurityHeaders(site: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  site.addHook('onRequest', async (_request, reply) => {
    reply.headers({ ...headers, 'cache-control': 'no-store' })
  })
}
