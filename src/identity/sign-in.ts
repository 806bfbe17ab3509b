import type { Buffer } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StaffClaims } from '../config.ts'
import { isRefusal } from '../kernel/index.ts'
import { emptyForm, readForm, sameSitePath, sessionOrganisation, withError } from '../web/index.ts'
import { Entrance, type EntranceOptions } from './entrance.ts'
import { identityWords, type RefusedCode, refusedCodes } from './identity.words.ts'
import type { PortalDesk } from './portal-account/portal-account.ts'
import { PortalAccountSite } from './portal-account/portal-account-site.ts'
import { type ProviderSettings, RelyingParty, SignInFailed } from './relying-party.ts'
import {
  ConfirmForm,
  SignInForm,
  type SignInPageFacts,
  sendConfirmPage,
  sendRefusedPage,
  sendSignInPage,
} from './sign-in.page.tsx'
import {
  leastLevel,
  type Proven,
  proveClient,
  proveStaff,
  type StaffMapping,
  usualSecondFactor,
} from './sign-in-rules.ts'
import { confirmPath } from './step-up.ts'
import { clientSubjectKey, staffSubjectKey } from './subject-key.ts'

export type SignInOptions = EntranceOptions & {
  provider: ProviderSettings
  /** Staff only: what the provider says in which claims; the usual when not told. */
  claims?: StaffClaims
  indexKey: (organisation: string) => Promise<KeyObject>
  /** Portal only: the organisations that keep no BSN, where clients sign in with an account of the portal. */
  portalAccounts?: { desk: PortalDesk; organisations: readonly string[] }
}

/** Adds signing in and out by an identity provider to a site, and showing the second factor again. */
export function addSignIn(app: FastifyInstance, options: SignInOptions): void {
  const signIn = new SignIn(app, options)
  app.get('/signin', (request, reply) => signIn.show(request, reply))
  app.post('/signin', (request, reply) => signIn.begin(request, reply))
  app.get('/signin/callback', (request, reply) => signIn.finish(request, reply))
  app.get('/signin/refused', (request, reply) => signIn.showRefused(request, reply))
  app.get(confirmPath, (request, reply) => signIn.showConfirm(request, reply))
  app.post(confirmPath, (request, reply) => signIn.confirm(request, reply))
}

class SignIn {
  readonly #options: SignInOptions
  readonly #entrance: Entrance
  readonly #provider: RelyingParty
  readonly #accounts: PortalAccountSite | undefined

  constructor(app: FastifyInstance, options: SignInOptions) {
    this.#options = options
    this.#entrance = new Entrance(app, options)
    const accounts = options.portalAccounts
    this.#accounts =
      accounts && new PortalAccountSite(app, this.#entrance, accounts.desk, accounts.organisations)
    // DigiD never gives `amr` (OpenID.NLGov); an employer's provider often gives it only when asked.
    const asked =
      options.site === 'portal' ? { acrValues: [leastLevel] } : askedOfStaff(options.claims ?? usualClaims)
    this.#provider = new RelyingParty({ ...asked, ...options.provider })
  }

  async show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { back } = request.query as Record<string, unknown>
    return sendSignInPage(request, reply, {
      kind: this.#kind,
      organisations: this.#entrance.offered(request),
      ways: this.#ways(request),
      back: sameSitePath(back),
      form: emptyForm(SignInForm, { organisation: sessionOrganisation(request, this.#options.site) ?? '' }),
      notice: await this.#entrance.notice(request),
    })
  }

  async begin(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const t = identityWords(request.view.language)
    const answer = readForm(SignInForm, request.body, request.view.language, {
      labels: { organisation: t('organisation'), back: '' },
    })
    const back = sameSitePath(answer.form.values.back)
    const organisations = this.#entrance.offered(request)
    const chosen = answer.ok && organisations.find((one) => one.id === answer.values.organisation)
    if (!chosen) {
      const form = answer.ok ? withError(answer.form, 'organisation', t('choose')) : answer.form
      return sendSignInPage(request, reply, {
        kind: this.#kind,
        organisations,
        ways: this.#ways(request),
        back,
        form,
      })
    }
    if (this.#accounts?.has(chosen.id))
      return reply.redirect(`/signin/own?${new URLSearchParams({ organisation: chosen.id, back })}`, 303)
    return this.#leaveFor(reply, { organisation: chosen.id, back })
  }

  /** The code leaves the address bar at once, whatever comes of it. */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const memory = this.#entrance.recall(request, 'sign-in')
    this.#entrance.forget(reply, 'sign-in')
    if (!memory) return refused(reply, 'not-our-answer')
    const proven = await this.#redeem(new URL(request.url, this.#options.origin), memory)
    if (typeof proven === 'string') return refused(reply, proven)
    const { assurance, represents, seenAt } = proven
    const shown = {
      subject: await this.#subjectKey(memory.organisation, proven.subject),
      assurance,
      seenAt,
      represents:
        represents === undefined ? undefined : await this.#subjectKey(memory.organisation, represents),
    }
    const outside: RefusedCode = represents === undefined ? 'no-account' : 'no-mandate'
    const [in_, why] = memory.stepUp
      ? [await this.#entrance.letThrough(request, reply, shown), 'somebody-else' as const]
      : [await this.#entrance.letIn(request, reply, memory.organisation, shown), outside]
    return in_ ? reply.redirect(sameSitePath(memory.back), 303) : refused(reply, why)
  }

  showRefused(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { why } = request.query as Record<string, unknown>
    return sendRefusedPage(request, reply, refusedCodes.find((code) => code === why) ?? 'not-our-answer')
  }

  showConfirm(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { organisation } = this.#entrance.signedIn(request)
    const { back } = request.query as Record<string, unknown>
    if (this.#accounts?.has(organisation))
      return reply.redirect(`${confirmPath}/own?${new URLSearchParams({ back: sameSitePath(back) })}`, 303)
    return sendConfirmPage(request, reply, { kind: this.#kind, back: sameSitePath(back) })
  }

  async confirm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { organisation } = this.#entrance.signedIn(request)
    const answer = readForm(ConfirmForm, request.body, request.view.language, { labels: { back: '' } })
    const back = sameSitePath(answer.form.values.back)
    return this.#leaveFor(reply, { organisation, back, stepUp: true })
  }

  /** Off to the identity provider. Its page is where somebody shows who they are, also when it still knows them. */
  async #leaveFor(
    reply: FastifyReply,
    to: { organisation: string; back: string; stepUp?: true },
  ): Promise<FastifyReply> {
    const { url, secrets } = await this.#provider.begin(this.#redirectUri, { anew: to.stepUp === true })
    this.#entrance.remember(reply, 'sign-in', { ...secrets, ...to, at: this.#entrance.now() })
    return reply.redirect(url.href, 303)
  }

  async #redeem(
    cameBackTo: URL,
    memory: Parameters<RelyingParty['finish']>[1],
  ): Promise<Proven | RefusedCode> {
    try {
      const claims = await this.#provider.finish(cameBackTo, memory)
      const proven =
        this.#kind === 'staff' ? proveStaff(claims, mappingOf(this.#options.claims)) : proveClient(claims)
      if (!isRefusal(proven)) return proven
      await this.#entrance.refuse(
        memory.organisation,
        await this.#calledKey(memory.organisation, claims.sub),
        proven.refused,
      )
      return proven.refused
    } catch (error) {
      if (error instanceof SignInFailed) return error.code
      throw error
    }
  }

  /** What a refused person is known by in the ledger: their number may not even be one. */
  async #calledKey(organisation: string, subject: string): Promise<Buffer> {
    return staffSubjectKey(await this.#options.indexKey(organisation), this.#provider.issuer, subject)
  }

  async #subjectKey(organisation: string, subject: string): Promise<Buffer> {
    const key = await this.#options.indexKey(organisation)
    return this.#kind === 'staff'
      ? staffSubjectKey(key, this.#provider.issuer, subject)
      : clientSubjectKey(key, subject)
  }

  /** How one signs in at the organisations to choose from: the page tells it before one chooses. */
  #ways(request: FastifyRequest): SignInPageFacts['ways'] {
    const own = this.#entrance.offered(request).map(({ id }) => this.#accounts?.has(id) === true)
    return own.every((one) => one) ? 'account' : own.some((one) => one) ? 'either' : 'provider'
  }

  get #kind(): 'staff' | 'client' {
    return this.#options.site === 'staff' ? 'staff' : 'client'
  }

  get #redirectUri(): string {
    return new URL('/signin/callback', this.#options.origin).href
  }
}

const usualClaims: StaffClaims = { scope: 'openid', subject: 'sub', secondFactor: undefined }

function askedOfStaff({ scope, subject }: StaffClaims) {
  return { scope, claims: ['acr', 'amr', ...(subject === 'sub' ? [] : [subject])] }
}

/** Whether a value is one of `acr` or of `amr`, who configures it need not know. */
function mappingOf({ subject, secondFactor: values }: StaffClaims = usualClaims): StaffMapping {
  return { subject, secondFactor: values ? { acr: values, amr: values } : usualSecondFactor }
}

function refused(reply: FastifyReply, why: RefusedCode): FastifyReply {
  return reply.redirect(`/signin/refused?why=${why}`, 303)
}
