import { randomBytes } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ButtonLink, PageHead, Text } from './components/index.ts'
import { Page } from './layout.tsx'
import type { RequestLog } from './request-log.ts'
import { sendPage } from './send-page.ts'
import { webWords } from './web.words.ts'

/** What was asked for is absent or hidden from this person: the answer is the same, so that it tells nothing. */
export class NotThere extends Error {
  readonly code = 'not-there'
  readonly statusCode = 404
}

/** Nobody is signed in (any more). The person goes to the sign-in page and comes back to where they were. */
export class SignInNeeded extends Error {
  readonly code = 'sign-in-needed'
  readonly statusCode = 401
  /** There was a session, and it is no more. */
  readonly over: boolean
  constructor(over = false) {
    super(over ? 'the session is over' : 'nobody is signed in')
    this.over = over
  }
}

/** The error pages of a site: plain words, never a stack, never what went wrong inside. */
export function answerErrors(site: FastifyInstance, log: RequestLog): void {
  site.setNotFoundHandler((request, reply) => sendError(request, reply, 404))
  site.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof SignInNeeded) return toSignIn(error, request, reply)
    const status = error.statusCode ?? 500
    if (status < 500) return sendError(request, reply, status)
    const reference = newReference()
    log.fault(request, reference, error)
    return sendError(request, reply, 500, reference)
  })
}

function toSignIn(error: SignInNeeded, request: FastifyRequest, reply: FastifyReply) {
  // The cookie stays: it opens nothing, and by it the sign-in page finds out why. To take it away could take away the new one of a
  // page beside this one.
  // A script that keeps drafts must not follow its way into the sign-in page: it hears that the session is over.
  if (request.headers['sec-fetch-dest'] === 'empty') return sendError(request, reply, 401)
  const query = new URLSearchParams({ back: request.view.path, ...(error.over ? { over: '1' } : {}) })
  return reply.redirect(`/signin?${query}`, 303)
}

type Words = Parameters<ReturnType<typeof webWords>>[0]

const pages: Readonly<Record<number, readonly [title: Words, text: Words]>> = {
  403: ['forgeryTitle', 'forgeryText'],
  404: ['notFoundTitle', 'notFoundText'],
  413: ['tooLargeTitle', 'tooLargeText'],
  500: ['faultTitle', 'faultText'],
}

function sendError(request: FastifyRequest, reply: FastifyReply, status: number, reference?: string) {
  const view = request.view
  const t = webWords(view.language)
  const [title, text] = pages[status] ?? (['badRequestTitle', 'badRequestText'] as const)
  if (wantsJson(request)) {
    const problem = {
      status,
      title: t(title),
      detail: t(text),
      ...(reference ? { instance: `urn:gestand:fault:${reference}` } : {}),
    }
    return reply.code(status).type('application/problem+json').send(JSON.stringify(problem))
  }
  const page = (
    <Page view={view} title={t(title)} narrow>
      <PageHead title={t(title)} />
      <Text>
        {t(text)} {reference && <b class="num">{reference}</b>}
      </Text>
      <div>
        <ButtonLink href="/" kind="secondary">
          {t('toStart')}
        </ButtonLink>
      </div>
    </Page>
  )
  return sendPage(reply, page, status)
}

function wantsJson(request: FastifyRequest): boolean {
  return request.view.path.startsWith('/v1/') || (request.headers.accept ?? '').startsWith('application/json')
}

/** Short enough to say over the telephone; without letters and digits that look alike. */
function newReference(): string {
  const letters = 'ACDEFHJKMNPRTWXY34679'
  const picked = [...randomBytes(8)].map((byte) => letters[byte % letters.length])
  return `${picked.slice(0, 4).join('')}-${picked.slice(4).join('')}`
}
