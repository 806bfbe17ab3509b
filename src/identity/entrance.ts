import { type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from '../db/index.ts'
import {
  type Brand,
  clearSession,
  cookieOptions,
  SignInNeeded,
  sessionOrganisation,
  sessionToken,
  setSession,
} from '../web/index.ts'
import { browserName } from './browser-name.ts'
import {
  type AccessPoint,
  actFor,
  endSession,
  isSteppedUp,
  nameBrowser,
  refuseSignIn,
  refuseStepUp,
  showAgain,
  startSession,
  stepUp,
  whyOver,
} from './session.store.ts'
import {
  type MemoryOf,
  memorySeconds,
  newCookieKey,
  openMemory,
  sealMemory,
  type Use,
} from './sign-in-memory.ts'
import { type NoticeKey, noticeOf } from './sign-in-notice.tsx'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the person of this session showed a second factor less than two minutes ago. */
    isSteppedUp(token: Buffer): Promise<boolean>
  }
}

/** An organisation that one can sign in at; `host` when it has an address of its own. */
export type SignInOrganisation = Brand & { host?: string }

export type EntranceOptions = {
  site: 'staff' | 'portal'
  /** The address of the site as browsers see it. */
  origin: string
  organisations: readonly SignInOrganisation[]
  signinPool: Pool
  /** Seals the cookies of a sign-in under way; nodes of one site share it. Made anew when not given. */
  cookieKey?: KeyObject
  now?: () => number
}

/** Who showed enough, and how; `represents`: for whom, by keyed hash; `seenAt`: when an identity provider of clients saw them. */
export type Shown = {
  subject: Buffer
  assurance: string
  represents?: Buffer | undefined
  seenAt?: Date | undefined
}

/** What every way of signing in has in common: the organisation, the sealed cookies, and sessions that begin, go on and end. */
export class Entrance {
  readonly site: 'staff' | 'portal'
  readonly accessPoint: AccessPoint
  readonly origin: string
  readonly now: () => number
  readonly #options: EntranceOptions
  readonly #cookieKey: KeyObject

  constructor(app: FastifyInstance, options: EntranceOptions) {
    this.site = options.site
    this.accessPoint = options.site === 'staff' ? 'staff-site' : 'portal'
    this.origin = options.origin
    this.now = options.now ?? Date.now
    this.#options = options
    this.#cookieKey = options.cookieKey ?? newCookieKey()
    app.decorate('isSteppedUp', (token: Buffer) => isSteppedUp(options.signinPool, token))
    app.addHook('onRequest', async (request) => this.#nameOrganisation(request))
    app.post('/signout', (request, reply) => this.#leave(request, reply))
  }

  /** The organisations to choose from: the one whose address this is, or all. */
  offered(request: FastifyRequest): readonly SignInOrganisation[] {
    const here = this.#options.organisations.filter(
      (one) => one.host !== undefined && one.host === request.hostname,
    )
    return here.length > 0 ? here : this.#options.organisations
  }

  organisation(id: string): SignInOrganisation | undefined {
    return this.#options.organisations.find((one) => one.id === id)
  }

  remember<Kind extends Use>(reply: FastifyReply, use: Kind, memory: MemoryOf<Kind>): void {
    const sealed = sealMemory(this.#cookieKey, this.site, use, memory)
    reply.setCookie(this.#cookie(use), sealed, { ...cookieOptions, maxAge: memorySeconds[use] })
  }

  recall<Kind extends Use>(request: FastifyRequest, use: Kind): MemoryOf<Kind> | undefined {
    return openMemory(this.#cookieKey, this.site, use, request.cookies[this.#cookie(use)], this.now())
  }

  forget(reply: FastifyReply, use: Use): void {
    reply.clearCookie(this.#cookie(use), cookieOptions)
  }

  /** Starts a session; false when nobody is known by this subject. A new sign-in always has a new token. */
  async letIn(
    request: FastifyRequest,
    reply: FastifyReply,
    organisation: string,
    shown: Shown,
  ): Promise<boolean> {
    const { signinPool } = this.#options
    const token = randomBytes(32)
    const started = await startSession(signinPool, {
      organisation,
      kind: this.site === 'staff' ? 'staff' : 'client',
      subject: shown.subject,
      token,
      secondFactor: true,
      assurance: shown.assurance,
      trace: randomUUID(),
      accessPoint: this.accessPoint,
    })
    if (!started) {
      await this.refuse(organisation, shown.subject, 'no-account')
      return false
    }
    if (shown.represents !== undefined && !(await this.#actFor(token, shown.represents))) {
      await endSession(signinPool, token)
      await this.refuse(organisation, shown.subject, 'no-mandate')
      return false
    }
    await nameBrowser(signinPool, token, browserName(request.headers['user-agent']))
    // The one before it is worth nothing from here on.
    const before = sessionToken(request, this.site)
    if (before) await endSession(signinPool, before, 'signed-in-anew')
    setSession(reply, this.site, organisation, token)
    return true
  }

  /** Writes in the ledger that somebody did not get in. */
  async refuse(organisation: string, called: Buffer, reason: string, staffId?: string): Promise<void> {
    const { accessPoint } = this
    await refuseSignIn(this.#options.signinPool, {
      organisation,
      staffId,
      called,
      reason,
      trace: randomUUID(),
      accessPoint,
    })
  }

  /** The second factor was shown again: the session goes on under a new token. False when it was somebody else's. */
  async letThrough(request: FastifyRequest, reply: FastifyReply, shown: Shown): Promise<boolean> {
    const { token, organisation } = this.signedIn(request)
    const fresh = randomBytes(32)
    const trace = randomUUID()
    const { signinPool } = this.#options
    const { represents, seenAt, ...who } = shown
    const step = { token, fresh, ...who, trace, accessPoint: this.accessPoint }
    const done =
      seenAt === undefined ? stepUp(signinPool, step) : showAgain(signinPool, { ...step, represents, seenAt })
    if (!(await done)) return false
    setSession(reply, this.site, organisation, fresh)
    return true
  }

  #actFor(token: Buffer, represented: Buffer): Promise<boolean> {
    const act = { token, fresh: token, represented, trace: randomUUID(), accessPoint: this.accessPoint }
    return actFor(this.#options.signinPool, act)
  }

  async refuseStepUp(request: FastifyRequest, reason: string): Promise<void> {
    const { token } = this.signedIn(request)
    await refuseStepUp(this.#options.signinPool, token, reason, randomUUID(), this.accessPoint)
  }

  /**
   * What the sign-in page says first. Why a session is over hears only the browser that still holds its token: the address tells no
   * more than that one was sent here.
   */
  async notice(request: FastifyRequest): Promise<NoticeKey | undefined> {
    const { over, left } = request.query as Record<string, unknown>
    if (over !== '1') return left === '1' ? 'left' : undefined
    const token = sessionToken(request, this.site)
    return noticeOf(token && (await whyOver(this.#options.signinPool, token)))
  }

  /** The session that came with the request; without one the sign-in page follows. */
  signedIn(request: FastifyRequest): { token: Buffer; organisation: string } {
    const token = sessionToken(request, this.site)
    const organisation = sessionOrganisation(request, this.site)
    if (!token || !organisation) throw new SignInNeeded()
    return { token, organisation }
  }

  /** Pages carry the name and colours of the organisation that the address or the session tells. */
  #nameOrganisation(request: FastifyRequest): void {
    const remembered = this.organisation(sessionOrganisation(request, this.site) ?? '')
    const at = this.offered(request)
    const brand = remembered ?? (at.length === 1 ? at[0] : undefined)
    if (brand) request.view = { ...request.view, brand }
  }

  async #leave(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const token = sessionToken(request, this.site)
    if (token) await endSession(this.#options.signinPool, token)
    clearSession(reply, this.site)
    return reply.redirect('/signin?left=1', 303)
  }

  #cookie(use: Use): string {
    return `__Host-gestand-${this.site}-${use === 'sign-in' ? 'signin' : use}`
  }
}
