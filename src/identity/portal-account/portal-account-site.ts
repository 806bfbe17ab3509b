import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '../../kernel/index.ts'
import { emptyForm, type FormState, NotThere, readForm, sameSitePath, withError } from '../../web/index.ts'
import { appAddress, newSecret, stepOf } from '../accounts/one-time-code.ts'
import { checkPassword, readUserName } from '../accounts/password-rules.ts'
import type { Entrance } from '../entrance.ts'
import type { MemoryOf } from '../sign-in-memory.ts'
import { confirmPath } from '../step-up.ts'
import { readCode } from './invitation-code.ts'
import {
  AccountForm,
  type AccountNames,
  CodeForm,
  type CodeNames,
  NewAccountForm,
  type NewAccountNames,
  sendAccountPage,
  sendCodePage,
  sendNewAccountPage,
} from './portal-account.page.tsx'
import {
  makeAccount,
  PORTAL_ASSURANCE,
  type PortalDesk,
  type Tried,
  tryAccount,
  tryCode,
} from './portal-account.ts'
import { portalAccountWords } from './portal-account.words.ts'
import { networkHere, organisationHere, type PortalHere, refusedForm } from './portal-here.ts'
import { sendRecoveryPage } from './portal-recovery.page.tsx'
import { addPortalRecovery } from './portal-recovery-site.ts'

/** Signing in with accounts of the portal itself, for the organisations that keep no BSN. */
export class PortalAccountSite {
  readonly #entrance: Entrance
  readonly #desk: PortalDesk
  readonly #here: PortalHere

  constructor(app: FastifyInstance, entrance: Entrance, desk: PortalDesk, organisations: readonly string[]) {
    this.#entrance = entrance
    this.#desk = desk
    this.#here = { entrance, desk, organisations }
    app.get('/signin/own', (request, reply) => this.#show(request, reply))
    app.post('/signin/own', (request, reply) => this.#signIn(request, reply))
    app.get(`${confirmPath}/own`, (request, reply) => this.#showConfirm(request, reply))
    app.post(`${confirmPath}/own`, (request, reply) => this.#confirm(request, reply))
    app.get('/invited', (request, reply) => this.#code(request, reply, emptyForm(CodeForm), 200))
    app.post('/invited', (request, reply) => this.#tryCode(request, reply))
    app.get('/invited/account', (request, reply) =>
      this.#newAccount(request, reply, emptyForm(NewAccountForm), 200),
    )
    app.post('/invited/account', (request, reply) => this.#make(request, reply))
    addPortalRecovery(app, this.#here)
  }

  /** Whether one signs in at this organisation with an account of the portal. */
  has(organisation: string): boolean {
    return this.#here.organisations.includes(organisation)
  }

  async #show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { organisation, back } = request.query as Record<string, unknown>
    const here = organisationHere(this.#here, organisation)
    const facts = { use: 'sign-in', organisation: here, back: sameSitePath(back) } as const
    return sendAccountPage(request, reply, { ...facts, form: emptyForm(AccountForm), status: 200 })
  }

  async #signIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const read = this.#read(request)
    const organisation = organisationHere(this.#here, read.form.values.organisation)
    const facts = { use: 'sign-in', organisation, back: read.back } as const
    const tried = read.ok ? await this.#tried(request, organisation.id, read.values) : undefined
    if (tried?.outcome === 'right') {
      const shown = { subject: tried.subject, assurance: PORTAL_ASSURANCE }
      await this.#entrance.letIn(request, reply, organisation.id, shown)
      return reply.redirect(read.back, 303)
    }
    return sendAccountPage(request, reply, {
      ...facts,
      ...this.#wrong(request, reply, read.form, tried),
    })
  }

  async #showConfirm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { organisation } = this.#entrance.signedIn(request)
    const { back } = request.query as Record<string, unknown>
    const facts = {
      use: 'confirm',
      organisation: organisationHere(this.#here, organisation),
      back: sameSitePath(back),
    } as const
    return sendAccountPage(request, reply, { ...facts, form: emptyForm(AccountForm), status: 200 })
  }

  async #confirm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const organisation = organisationHere(this.#here, this.#entrance.signedIn(request).organisation)
    const read = this.#read(request)
    const facts = { use: 'confirm', organisation, back: read.back } as const
    const tried = read.ok ? await this.#tried(request, organisation.id, read.values) : undefined
    if (tried?.outcome !== 'right')
      return sendAccountPage(request, reply, {
        ...facts,
        ...this.#wrong(request, reply, read.form, tried),
      })
    const seenAt = new Date(this.#desk.now())
    const shown = { subject: tried.subject, assurance: PORTAL_ASSURANCE, seenAt }
    const through = await this.#entrance.letThrough(request, reply, shown)
    return reply.redirect(through ? read.back : '/signin/refused?why=somebody-else', 303)
  }

  #code(request: FastifyRequest, reply: FastifyReply, form: FormState<CodeNames>, status: number) {
    const organisations = this.#entrance.offered(request).filter(({ id }) => this.has(id))
    if (organisations.length === 0) throw new NotThere()
    return sendCodePage(request, reply, { organisations, form, status })
  }

  async #tryCode(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const t = portalAccountWords(request.view.language)
    const answer = readForm(CodeForm, request.body, request.view.language, {
      labels: { organisation: t('where'), invitation: t('invitation') },
    })
    if (!answer.ok) return this.#code(request, reply, answer.form, 400)
    const organisation = organisationHere(this.#here, answer.values.organisation).id
    const code = readCode(answer.values.invitation)
    const network = await networkHere(this.#here, request, organisation)
    const tried = code ? await tryCode(this.#desk, organisation, code, network) : undefined
    if (!code || tried?.outcome !== 'right') {
      const typed = { form: answer.form, field: 'invitation', wrong: t('invitationWrong') } as const
      const { form, status } = refusedForm(request, reply, typed, tried)
      return this.#code(request, reply, form, status)
    }
    const at = this.#desk.now()
    this.#entrance.remember(reply, 'coded', { organisation, code, appSecret: newSecret(), at })
    return reply.redirect('/invited/account', 303)
  }

  async #newAccount(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState<NewAccountNames>,
    status: number,
  ): Promise<FastifyReply> {
    const coded = this.#entrance.recall(request, 'coded')
    if (!coded) return reply.redirect('/invited', 303)
    const organisation = organisationHere(this.#here, coded.organisation)
    const userName = form.values.userName
    const label = typeof userName === 'string' ? userName : ''
    const app = { secret: coded.appSecret, address: appAddress(coded.appSecret, organisation.name, label) }
    return sendNewAccountPage(request, reply, { organisation, app, form, status })
  }

  async #make(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const coded = this.#entrance.recall(request, 'coded')
    if (!coded) return reply.redirect('/invited', 303)
    const t = portalAccountWords(request.view.language)
    const answer = readForm(NewAccountForm, request.body, request.view.language, {
      labels: { userName: t('userName'), password: t('newPassword'), code: t('code') },
    })
    const again = (name: NewAccountNames, error: string) =>
      this.#newAccount(request, reply, withError(answer.form, name, error), 400)
    if (!answer.ok) return this.#newAccount(request, reply, answer.form, 400)
    const organisation = organisationHere(this.#here, coded.organisation)
    const userName = readUserName(answer.values.userName)
    if (!userName) return again('userName', t('userNameWrong'))
    const { password } = answer.values
    const weak = checkPassword(password, { userName, organisation: organisation.name })
    if (isRefusal(weak)) return again('password', t(weak.refused))
    const step = stepOf(coded.appSecret, answer.values.code, this.#desk.now())
    if (step === undefined) return again('code', t('codeWrong'))
    const made = await this.#made(coded, { userName, password, step })
    if (made.outcome === 'busy') return again('password', t('busy'))
    if (made.outcome === 'name-taken') return again('userName', t('userNameTaken'))
    this.#entrance.forget(reply, 'coded')
    if (made.outcome === 'no-invitation') return reply.redirect('/invited', 303)
    const shown = { subject: made.subjectKey, assurance: PORTAL_ASSURANCE }
    await this.#entrance.letIn(request, reply, organisation.id, shown)
    return sendRecoveryPage(request, reply, { organisation, recovery: made.recovery })
  }

  #made(coded: MemoryOf<'coded'>, chosen: { userName: string; password: string; step: number }) {
    const { organisation, code, appSecret } = coded
    return makeAccount(this.#desk, organisation, code, { ...chosen, appSecret })
  }

  #wrong(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState<AccountNames>,
    tried: Tried<{ outcome: 'right' }> | undefined,
  ) {
    const wrong = portalAccountWords(request.view.language)('wrong')
    return refusedForm(request, reply, { form, field: 'code', wrong }, tried)
  }

  #read(request: FastifyRequest) {
    const t = portalAccountWords(request.view.language)
    const labels = { userName: t('userName'), password: t('password'), code: t('code') }
    const answer = readForm(AccountForm, request.body, request.view.language, {
      labels: { ...labels, organisation: '', back: '' },
    })
    return { ...answer, back: sameSitePath(answer.form.values.back) }
  }

  async #tried(
    request: FastifyRequest,
    organisation: string,
    typed: { userName: string; password: string; code: string },
  ) {
    // what cannot be a name is tried too: it takes as long as one that nobody has
    const userName = readUserName(typed.userName) ?? '-'
    return tryAccount(
      this.#desk,
      organisation,
      { ...typed, userName },
      await networkHere(this.#here, request, organisation),
    )
  }
}
