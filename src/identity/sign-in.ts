import type { Buffer } from 'node:buffer'
import { type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from '../db/index.ts'
import { isRefusal } from '../kernel/index.ts'
import {
  type Brand,
  clearSession,
  cookieOptions,
  emptyForm,
  readForm,
  sameSitePath,
  sessionOrganisation,
  sessionToken,
  setSession,
  withError,
} from '../web/index.ts'
import { identityWords, type RefusedCode, refusedCodes } from './identity.words.ts'
import { type ProviderSettings, RelyingParty, SignInFailed } from './relying-party.ts'
import { endSession, startSession } from './session.store.ts'
import { SignInForm, sendRefusedPage, sendSignInPage } from './sign-in.page.tsx'
import { memorySeconds, newCookieKey, openMemory, sealMemory } from './sign-in-memory.ts'
import {
  leastLevel,
  type Proven,
  proveClient,
  proveStaff,
  type SecondFactorMapping,
  usualSecondFactor,
} from './sign-in-rules.ts'
import { clientSubjectKey, staffSubjectKey } from './subject-key.ts'

/** An organisation that one can sign in at; `host` when it has an address of its own. */
export type SignInOrganisation = Brand & { host?: string }

export type SignInOptions = {
  site: 'staff' | 'portal'
  /** The address of the site as browsers see it. */
  origin: string
  organisations: readonly SignInOrganisation[]
  provider: ProviderSettings
  /** Staff only: how the provider says that a second factor was used. */
  secondFactor?: SecondFactorMapping
  signinPool: Pool
  indexKey: (organisation: string) => Promise<KeyObject>
  /** Seals the cookie of a sign-in under way; nodes of one site share it. Made anew when not given. */
  cookieKey?: KeyObject
  now?: () => number
}

/** Adds signing in and out to a site: /signin, /signin/callback, /signin/refused and /signout. */
export function addSignIn(app: FastifyInstance, options: SignInOptions): void {
  const signIn = new SignIn(options)
  app.addHook('onRequest', async (request) => signIn.nameOrganisation(request))
  app.get('/signin', (request, reply) => signIn.show(request, reply))
  app.post('/signin', (request, reply) => signIn.begin(request, reply))
  app.get('/signin/callback', (request, reply) => signIn.finish(request, reply))
  app.get('/signin/refused', (request, reply) => signIn.showRefused(request, reply))
  app.post('/signout', (request, reply) => signIn.end(request, reply))
}

class SignIn {
  readonly #options: SignInOptions
  readonly #provider: RelyingParty
  readonly #cookieKey: KeyObject
  readonly #cookie: string
  readonly #now: () => number

  constructor(options: SignInOptions) {
    this.#options = options
    // DigiD never gives `amr` (OpenID.NLGov); an employer's provider often gives it only when asked.
    const asked = options.site === 'portal' ? { acrValues: [leastLevel] } : { claims: ['acr', 'amr'] }
    this.#provider = new RelyingParty({ ...asked, ...options.provider })
    this.#cookieKey = options.cookieKey ?? newCookieKey()
    this.#cookie = `__Host-gestand-${options.site}-signin`
    this.#now = options.now ?? Date.now
  }

  /** Pages carry the name and colours of the organisation that the address or the session tells. */
  nameOrganisation(request: FastifyRequest): void {
    const { organisations, site } = this.#options
    const remembered = sessionOrganisation(request, site)
    const at = this.#offered(request)
    const brand = organisations.find((one) => one.id === remembered) ?? (at.length === 1 ? at[0] : undefined)
    if (brand) request.view = { ...request.view, brand }
  }

  show(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { back, over, left } = request.query as Record<string, unknown>
    const notice = over === '1' ? 'over' : left === '1' ? 'left' : undefined
    return sendSignInPage(request, reply, {
      kind: this.#kind,
      organisations: this.#offered(request),
      back: sameSitePath(back),
      form: emptyForm(SignInForm, { organisation: sessionOrganisation(request, this.#options.site) ?? '' }),
      ...(notice ? { notice } : {}),
    })
  }

  async begin(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const t = identityWords(request.view.language)
    const answer = readForm(SignInForm, request.body, request.view.language, {
      labels: { organisation: t('organisation'), back: '' },
    })
    const back = sameSitePath(answer.form.values.back)
    const organisations = this.#offered(request)
    const chosen = answer.ok && organisations.find((one) => one.id === answer.values.organisation)
    if (!chosen) {
      const form = answer.ok ? withError(answer.form, 'organisation', t('choose')) : answer.form
      return sendSignInPage(request, reply, { kind: this.#kind, organisations, back, form })
    }
    const { url, secrets } = await this.#provider.begin(this.#redirectUri)
    const memory = { ...secrets, organisation: chosen.id, back, at: this.#now() }
    const sealed = sealMemory(this.#cookieKey, this.#options.site, memory)
    reply.setCookie(this.#cookie, sealed, { ...cookieOptions, maxAge: memorySeconds })
    return reply.redirect(url.href, 303)
  }

  /** The code leaves the address bar at once, whatever comes of it. */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { site, signinPool } = this.#options
    const memory = openMemory(this.#cookieKey, site, request.cookies[this.#cookie], this.#now())
    reply.clearCookie(this.#cookie, cookieOptions)
    if (!memory) return refused(reply, 'not-our-answer')
    const proven = await this.#redeem(new URL(request.url, this.#options.origin), memory)
    if (typeof proven === 'string') return refused(reply, proven)
    const token = randomBytes(32)
    const started = await startSession(signinPool, {
      organisation: memory.organisation,
      kind: this.#kind,
      subject: await this.#subjectKey(memory.organisation, proven.subject),
      token,
      secondFactor: proven.secondFactor,
      assurance: proven.assurance,
      trace: randomUUID(),
      accessPoint: site === 'staff' ? 'staff-site' : 'portal',
    })
    if (!started) return refused(reply, 'no-account')
    // A new sign-in always has a new token; the one before it is worth nothing from here on.
    const before = sessionToken(request, site)
    if (before) await endSession(signinPool, before)
    setSession(reply, site, memory.organisation, token)
    return reply.redirect(sameSitePath(memory.back), 303)
  }

  showRefused(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { why } = request.query as Record<string, unknown>
    return sendRefusedPage(request, reply, refusedCodes.find((code) => code === why) ?? 'not-our-answer')
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const token = sessionToken(request, this.#options.site)
    if (token) await endSession(this.#options.signinPool, token)
    clearSession(reply, this.#options.site)
    return reply.redirect('/signin?left=1', 303)
  }

  async #redeem(
    cameBackTo: URL,
    memory: Parameters<RelyingParty['finish']>[1],
  ): Promise<Proven | RefusedCode> {
    try {
      const claims = await this.#provider.finish(cameBackTo, memory)
      const proven =
        this.#kind === 'staff'
          ? proveStaff(claims, this.#options.secondFactor ?? usualSecondFactor)
          : proveClient(claims)
      return isRefusal(proven) ? proven.refused : proven
    } catch (error) {
      if (error instanceof SignInFailed) return error.code
      throw error
    }
  }

  async #subjectKey(organisation: string, subject: string): Promise<Buffer> {
    const key = await this.#options.indexKey(organisation)
    return this.#kind === 'staff'
      ? staffSubjectKey(key, this.#provider.issuer, subject)
      : clientSubjectKey(key, subject)
  }

  /** The organisations to choose from: the one whose address this is, or all. */
  #offered(request: FastifyRequest): readonly SignInOrganisation[] {
    const here = this.#options.organisations.filter(
      (one) => one.host !== undefined && one.host === request.hostname,
    )
    return here.length > 0 ? here : this.#options.organisations
  }

  get #kind(): 'staff' | 'client' {
    return this.#options.site === 'staff' ? 'staff' : 'client'
  }

  get #redirectUri(): string {
    return new URL('/signin/callback', this.#options.origin).href
  }
}

function refused(reply: FastifyReply, why: RefusedCode): FastifyReply {
  return reply.redirect(`/signin/refused?why=${why}`, 303)
}
