import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Visitor } from '../../door/index.ts'
import { addPage, meet, type Site } from '../../shell/index.ts'
import { emptyForm, type FormState, readForm, SignInNeeded, withError } from '../../web/index.ts'
import type { Entrance } from '../entrance.ts'
import { demandStepUp } from '../step-up.ts'
import { accountWords } from './account.words.ts'
import type { AccountDesk } from './desk.ts'
import { openFactors } from './factors.ts'
import { NewFactorForm, type NewFactorNames, sendRecoveryCodes } from './invitation.page.tsx'
import { appAddress, newSecret, stepOf } from './one-time-code.ts'
import { PasswordChange, sendAccountPage, sendNewFactor, sendPasswordChange } from './own-account.page.tsx'
import {
  changeFactor,
  changePassword,
  type OwnAccount,
  openOwnAccount,
  removeFactor,
  renewRecoveryCodes,
} from './own-account.ts'
import { ownWords } from './own-account.words.ts'
import { askNewPasskey, readNewPasskey } from './passkeys.ts'
import { tryFrom } from './try-from.ts'

type Turn = {
  request: FastifyRequest
  reply: FastifyReply
  visitor: Visitor
  account: OwnAccount
  organisationName: string
}
type Handler = (turn: Turn) => Promise<FastifyReply>

const RemoveForm = Type.Object({ what: Type.String({ maxLength: 40 }) }, { additionalProperties: false })

/** `/account` and what one may change there: password, app, passkeys, recovery codes. Each change needs a fresh second factor. */
export function ownAccountPages(site: Site, entrance: Entrance, desk: AccountDesk): void {
  const pages = new OwnAccountPages(entrance, desk)
  const add = (method: 'GET' | 'POST', path: string, handler: Handler, back?: string) =>
    addPage(site, method, path, async (request, reply, visitor) => {
      const { facts } = meet(site, request, await site.door.greet(visitor))
      const account = await openOwnAccount(desk, visitor.token)
      if (!account) throw new SignInNeeded(true)
      const away = back === undefined ? undefined : await demandStepUp(site, request, back)
      if (away) return reply.redirect(away, 303)
      const organisationName = site.statements.get(facts.organisation)?.facts.organisation.name ?? ''
      return handler({ request, reply, visitor, account, organisationName })
    })
  add('GET', '/account', (turn) => pages.show(turn))
  add('GET', '/account/password', (turn) => pages.showPassword(turn), '/account/password')
  add('POST', '/account/password', (turn) => pages.password(turn), '/account/password')
  add('GET', '/account/app', (turn) => pages.showApp(turn), '/account/app')
  add('POST', '/account/app', (turn) => pages.app(turn), '/account/app')
  add('GET', '/account/passkey', (turn) => pages.showPasskey(turn), '/account/passkey')
  add('POST', '/account/passkey', (turn) => pages.passkey(turn), '/account/passkey')
  add('POST', '/account/remove', (turn) => pages.remove(turn), '/account')
  add('POST', '/account/recovery', (turn) => pages.recovery(turn), '/account')
}

class OwnAccountPages {
  readonly #entrance: Entrance
  readonly #desk: AccountDesk

  constructor(entrance: Entrance, desk: AccountDesk) {
    this.#entrance = entrance
    this.#desk = desk
  }

  async show({ request, reply, account }: Turn): Promise<FastifyReply> {
    const { recovered, done } = request.query as Record<string, unknown>
    const factors = await openFactors(this.#desk, account.organisation, account.staffId)
    const notice = recovered === '1' ? 'recovered' : done === '1' ? 'changed' : undefined
    const kept = done === 'last-factor' ? 'last-factor' : notice
    return sendAccountPage(request, reply, { userName: account.userName, factors, notice: kept })
  }

  async showPassword({ request, reply }: Turn): Promise<FastifyReply> {
    return sendPasswordChange(request, reply, emptyForm(PasswordChange), 200)
  }

  async password({ request, reply, visitor, account, organisationName }: Turn): Promise<FastifyReply> {
    const [t, a] = [ownWords(request.view.language), accountWords(request.view.language)]
    const answer = readForm(PasswordChange, request.body, request.view.language, {
      labels: { current: t('current'), next: a('newPassword') },
    })
    if (!answer.ok) return sendPasswordChange(request, reply, answer.form, 400)
    const from = await tryFrom(this.#desk, request, account.organisation, account.userName)
    const typed = { ...answer.values, organisationName }
    const made = await changePassword(this.#desk, visitor.token, account, typed, from)
    const again = (name: 'current' | 'next', text: string, status: number) =>
      sendPasswordChange(request, reply, withError(answer.form, name, text), status)
    switch (made.outcome) {
      case 'wait':
        return again('current', a('wait', { seconds: made.seconds }), 429)
      case 'busy':
        return again('current', a('busy'), 503)
      case 'wrong':
        return again('current', t('currentWrong'), 400)
      case 'too-short':
      case 'too-long':
      case 'holds-a-name':
      case 'too-common':
        return again('next', a(made.outcome), 400)
      default:
        return this.#after(reply, made.outcome)
    }
  }

  async showApp(turn: Turn): Promise<FastifyReply> {
    return this.#askApp(turn, newSecret(), emptyForm(NewFactorForm), 200)
  }

  async app(turn: Turn): Promise<FastifyReply> {
    const { request, reply, visitor, account } = turn
    const { form, code } = readFactor(request)
    const offered = this.#entrance.recall(request, 'new-app')
    const step = offered && code ? stepOf(offered.secret, code, this.#desk.now()) : undefined
    if (!offered || step === undefined) {
      const t = accountWords(request.view.language)
      const secret = offered?.secret ?? newSecret()
      return this.#askApp(turn, secret, withError(form, 'code', t('codeWrong')), 400)
    }
    this.#entrance.forget(reply, 'new-app')
    const factor = { kind: 'app', secret: offered.secret, step } as const
    return this.#after(reply, await changeFactor(this.#desk, visitor.token, account, factor))
  }

  async showPasskey(turn: Turn): Promise<FastifyReply> {
    return this.#askPasskey(turn, emptyForm(NewFactorForm), 200)
  }

  async passkey(turn: Turn): Promise<FastifyReply> {
    const { request, reply, visitor, account } = turn
    const { form, passkey } = readFactor(request)
    const question = this.#entrance.recall(request, 'question')
    const site = { origin: this.#desk.origin, name: '' }
    const kept = question && passkey ? await readNewPasskey(site, question.challenge, passkey) : undefined
    if (!kept) {
      const t = accountWords(request.view.language)
      return this.#askPasskey(turn, withError(form, 'passkey', t('passkeyFailed')), 400)
    }
    this.#entrance.forget(reply, 'question')
    const factor = { kind: 'passkey', kept } as const
    return this.#after(reply, await changeFactor(this.#desk, visitor.token, account, factor))
  }

  async remove({ request, reply, visitor }: Turn): Promise<FastifyReply> {
    const answer = readForm(RemoveForm, request.body, request.view.language, { labels: { what: '' } })
    const what = answer.ok ? answer.values.what : ''
    const factor =
      what === 'app' ? ({ what: 'no-app' } as const) : ({ what: 'no-passkey', id: what } as const)
    const known = what === 'app' || /^[0-9a-f-]{36}$/.test(what)
    return this.#after(reply, known ? await removeFactor(this.#desk, visitor.token, factor) : 'last-factor')
  }

  async recovery({ request, reply, visitor, account }: Turn): Promise<FastifyReply> {
    const { outcome, codes } = await renewRecoveryCodes(this.#desk, visitor.token, account)
    return outcome === 'changed'
      ? sendRecoveryCodes(request, reply, codes, '/account')
      : this.#after(reply, outcome)
  }

  #after(reply: FastifyReply, outcome: 'changed' | 'no-session' | 'step-up' | 'last-factor'): FastifyReply {
    if (outcome === 'no-session') throw new SignInNeeded(true)
    if (outcome === 'step-up') return reply.redirect('/account/confirm?back=/account', 303)
    return reply.redirect(`/account?done=${outcome === 'changed' ? '1' : outcome}`, 303)
  }

  #askApp(turn: Turn, secret: string, form: FormState<NewFactorNames>, status: number): FastifyReply {
    const { request, reply, account, organisationName } = turn
    this.#entrance.remember(reply, 'new-app', { secret, at: this.#desk.now() })
    const address = appAddress(secret, organisationName, account.userName)
    return sendNewFactor(request, reply, { action: '/account/app', form, app: { secret, address }, status })
  }

  async #askPasskey(turn: Turn, form: FormState<NewFactorNames>, status: number): Promise<FastifyReply> {
    const { request, reply, account, organisationName: name } = turn
    const { passkeys } = await openFactors(this.#desk, account.organisation, account.staffId)
    const has = passkeys.map(({ kept }) => kept)
    const person = { id: account.staffId, userName: account.userName, has }
    const asked = await askNewPasskey({ origin: this.#desk.origin, name }, person)
    this.#entrance.remember(reply, 'question', { challenge: asked.challenge, at: this.#desk.now() })
    const action = '/account/passkey'
    return sendNewFactor(request, reply, { action, form, passkeyOptions: asked.options, status })
  }
}

function readFactor(request: FastifyRequest): {
  form: FormState<NewFactorNames>
  code?: string | undefined
  passkey?: string | undefined
} {
  const t = accountWords(request.view.language)
  const answer = readForm(NewFactorForm, request.body, request.view.language, {
    labels: { code: t('appCode'), passkey: '' },
  })
  return answer.ok ? { form: answer.form, ...answer.values } : { form: answer.form }
}
