import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { type Assets, buildAssets } from './assets.ts'
import { guardAgainstForgery } from './csrf.ts'
import { answerErrors, NotThere } from './errors.tsx'
import { securityHeaders, sendSecurityHeaders } from './headers.ts'
import { languageCookie, languageOf } from './language.ts'
import { addLanguageChoice } from './language-choice.ts'
import { type LogLine, logRequests } from './request-log.ts'
import { tellInHeader } from './send-page.ts'
import { csrfToken, sessionToken } from './session-cookie.ts'
import type { Brand, SiteName, View } from './view.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What pages need to know about this request; hooks of the site may replace it with a fuller one. */
    view: View
  }
}

export type SiteOptions = {
  name: SiteName
  /** The address of this site as browsers see it, e.g. `http://localhost:3000`. */
  origin: string
  /** Origins outside this site where a form may end, such as the identity provider. */
  formTargets?: readonly string[]
  /** Where each line of the request log goes; nowhere by default. */
  log?: (line: LogLine) => void
  /** The addresses of our own proxies in front. Without any, what a request says of its origin is not believed. */
  proxies?: readonly string[]
  /** The organisation to name on pages before somebody has signed in. */
  brand?: Brand
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A site with everything that every site of ours has; slices add their routes. */
export async function makeSite(options: SiteOptions): Promise<FastifyInstance> {
  demandHttps(options.origin)
  const assets = await buildAssets()
  const site = Fastify({
    logger: false,
    trustProxy: options.proxies && options.proxies.length > 0 ? [...options.proxies] : false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: true,
  })
  const log = logRequests(site, options.name, options.log ?? (() => {}))
  site.decorateRequest('view')
  await site.register(cookie)
  site.addHook('onRequest', async (request) => {
    request.view = viewOf(request, options, assets)
  })
  sendSecurityHeaders(site, securityHeaders(options.name, options.formTargets ?? []))
  // No name of ours holds it, and the database takes it in no text.
  site.addHook('onRequest', async (request) => {
    if (/%00/.test(request.url)) throw new NotThere()
  })
  answerErrors(site, log)
  tellInHeader(site)
  // Pages are asked for by forms; a site that also speaks JSON adds its own parser in its own scope.
  site.removeAllContentTypeParsers()
  await site.register(formbody, { bodyLimit: 64 * 1024 })
  guardAgainstForgery(site, options.name, options.origin)
  serveAssets(site, assets)
  if (options.name === 'staff' || options.name === 'portal') addLanguageChoice(site)
  return site
}

/** Session cookies are `Secure`: they work on loopback without https, and nowhere else. */
function demandHttps(origin: string): void {
  const url = new URL(origin)
  if (url.protocol !== 'https:' && !loopback.has(url.hostname)) {
    throw new Error(`${origin}: only an address on this machine may go without https`)
  }
}

function viewOf(request: FastifyRequest, options: SiteOptions, assets: Assets): View {
  const session = sessionToken(request, options.name)
  const query = request.query
  const asked = typeof query === 'object' && query !== null && 'lang' in query ? query.lang : undefined
  return {
    site: options.name,
    language: languageOf(options.name === 'public' ? asked : request.cookies[languageCookie]),
    path: request.url.split('?', 1)[0] ?? '/',
    csrf: session && csrfToken(session),
    assets,
    brand: options.brand,
  }
}

function serveAssets(site: FastifyInstance, assets: Assets): void {
  for (const [path, file] of assets.files) {
    site.get(path, async (request, reply) => {
      reply
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
        .type(file.type)
      const wantsGzip = file.gzip && String(request.headers['accept-encoding']).includes('gzip')
      return wantsGzip ? reply.header('content-encoding', 'gzip').send(file.gzip) : reply.send(file.body)
    })
  }
}
