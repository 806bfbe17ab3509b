import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '../../kernel/index.ts'
import { emptyForm, type FormState, NotThere, readForm, sameSitePath, withError } from '../../web/index.ts'
import { networkKey } from '../accounts/attempt-keys.ts'
import { appAddress, newSecret, stepOf } from '../accounts/one-time-code.ts'
import { checkPassword, readUserName } from '../accounts/password-rules.ts'
import type { Entrance, SignInOrganisation } from '../entrance.ts'
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

/** Signing in with accounts of the portal itself, for the organisations that keep no BSN. */
export class PortalAccountSite {
  readonly #entrance: Entrance
  readonly #desk: PortalDesk
  readonly #organisations: readonly string[]

  constructor(app: FastifyInstance, entrance: Entrance, desk: PortalDesk, organisations: readonly string[]) {
    this.#entrance = entrance
    this.#desk = desk
    this.#organisations = organisations
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
  }

  /** Whether one signs in at this organisation with an account of the portal. */
  has(organisation: string): boolean {
    return this.#organisations.includes(organisation)
  }

  async #show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { organisation, back } = request.query as Record<string, unknown>
    const here = this.#organisation(organisation)
    const facts = { use: 'sign-in', organisation: here, back: sameSitePath(back) } as const
    return sendAccountPage(request, reply, { ...facts, form: emptyForm(AccountForm), status: 200 })
  }

  async #signIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const read = this.#read(request)
    const organisation = this.#organisation(read.form.values.organisation)
    const facts = { use: 'sign-in', organisation, back: read.back } as const
    const tried = read.ok ? await this.#tried(request, organisation.id, read.values) : undefined
    if (tried?.outcome === 'right') {
      const shown = { subject: tried.subject, assurance: PORTAL_ASSURANCE }
      await this.#entrance.letIn(request, reply, organisation.id, shown)
      return reply.redirect(read.back, 303)
    }
    return sendAccountPage(request, reply, {
      ...facts,
      ...this.#refused(request, reply, read.form, 'code', tried),
    })
  }

  async #showConfirm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { organisation } = this.#entrance.signedIn(request)
    const { back } = request.query as Record<string, unknown>
    const facts = {
      use: 'confirm',
      organisation: this.#organisation(organisation),
      back: sameSitePath(back),
    } as const
    return sendAccountPage(request, reply, { ...facts, form: emptyForm(AccountForm), status: 200 })
  }

  async #confirm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const organisation = this.#organisation(this.#entrance.signedIn(request).organisation)
    const read = this.#read(request)
    const facts = { use: 'confirm', organisation, back: read.back } as const
    const tried = read.ok ? await this.#tried(request, organisation.id, read.values) : undefined
    if (tried?.outcome !== 'right')
      return sendAccountPage(request, reply, {
        ...facts,
        ...this.#refused(request, reply, read.form, 'code', tried),
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
    const organisation = this.#organisation(answer.values.organisation).id
    const code = readCode(answer.values.invitation)
    const network = await this.#network(request, organisation)
    const tried = code ? await tryCode(this.#desk, organisation, code, network) : undefined
    if (!code || tried?.outcome !== 'right') {
      const { form, status } = this.#refused(request, reply, answer.form, 'invitation', tried)
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
    const organisation = this.#organisation(coded.organisation)
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
    const organisation = this.#organisation(coded.organisation)
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
    return reply.redirect('/', 303)
  }

  #made(coded: MemoryOf<'coded'>, chosen: { userName: string; password: string; step: number }) {
    const { organisation, code, appSecret } = coded
    return makeAccount(this.#desk, organisation, code, { ...chosen, appSecret })
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
      await this.#network(request, organisation),
    )
  }

  #refused<Name extends AccountNames | CodeNames>(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState<Name>,
    field: Name,
    tried: Tried<{ outcome: 'right' }> | undefined,
  ): { form: FormState<Name>; status: number } {
    const t = portalAccountWords(request.view.language)
    if (tried?.outcome === 'wait') {
      reply.header('retry-after', String(tried.seconds))
      return { form: withError(form, field, t('wait', { seconds: tried.seconds })), status: 429 }
    }
    if (tried?.outcome === 'busy') return { form: withError(form, field, t('busy')), status: 503 }
    if (tried === undefined && Object.keys(form.errors).length > 0) return { form, status: 400 }
    return {
      form: withError(form, field, t(field === 'invitation' ? 'invitationWrong' : 'wrong')),
      status: 400,
    }
  }

  async #network(request: FastifyRequest, organisation: string): Promise<Buffer> {
    return networkKey(await this.#desk.vault.indexKey(organisation), request.ip)
  }

  /** An organisation of this way of signing in; any other is not there. */
  #organisation(id: unknown): SignInOrganisation {
    const found = typeof id === 'string' && this.has(id) ? this.#entrance.organisation(id) : undefined
    if (!found) throw new NotThere()
    return found
  }
}
