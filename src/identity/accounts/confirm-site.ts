import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emptyForm, type FormState, SignInNeeded, sameSitePath } from '../../web/index.ts'
import type { Entrance } from '../entrance.ts'
import { confirmPath } from '../step-up.ts'
import { attemptsPassed } from './account.store.ts'
import type { AccountDesk } from './desk.ts'
import { shownIn, withFactorError } from './factor-answer.ts'
import { FactorFields, type FactorNames } from './factor-form.tsx'
import { openFactors } from './factors.ts'
import { type OwnAccount, openOwnAccount } from './own-account.ts'
import { sendFactorPage, type TryStatus } from './own-sign-in.page.tsx'
import { passkeyQuestion } from './own-sign-in.ts'
import { tryFactor } from './tries.ts'
import { tryFrom } from './try-from.ts'

/** Adds the page where somebody shows the second factor of an own account again, before a sensitive act. */
export function addOwnConfirm(app: FastifyInstance, entrance: Entrance, desk: AccountDesk): void {
  const confirm = new OwnConfirm(entrance, desk)
  app.get(confirmPath, (request, reply) => confirm.show(request, reply))
  app.post(confirmPath, (request, reply) => confirm.try(request, reply))
}

class OwnConfirm {
  readonly #entrance: Entrance
  readonly #desk: AccountDesk

  constructor(entrance: Entrance, desk: AccountDesk) {
    this.#entrance = entrance
    this.#desk = desk
  }

  async show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const account = await this.#account(request)
    const { back } = request.query as Record<string, unknown>
    return this.#ask(request, reply, account, sameSitePath(back), emptyForm(FactorFields), { status: 200 })
  }

  async try(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const account = await this.#account(request)
    const question = this.#entrance.recall(request, 'question')
    const asked = question && { challenge: question.challenge, askedAt: question.at }
    const { form, shown } = shownIn(request, asked)
    const back = sameSitePath(form.values.back)
    if (!shown) return this.#ask(request, reply, account, back, form, { status: 400 })
    const from = await tryFrom(this.#desk, request, account.organisation, account.userName)
    const tried = await tryFactor(this.#desk, account, shown, from)
    if (tried.outcome !== 'right') {
      if (tried.outcome === 'wrong') await this.#entrance.refuseStepUp(request, `second-factor-${shown.kind}`)
      const [wrong, status] = withFactorError(request, form, shown.kind, tried)
      return this.#ask(request, reply, account, back, wrong, status)
    }
    this.#entrance.forget(reply, 'question')
    const through = { subject: account.subjectKey, assurance: tried.assurance }
    if (!(await this.#entrance.letThrough(request, reply, through))) throw new SignInNeeded(true)
    await attemptsPassed(this.#desk.signinPool, account.organisation, from.counter, from.network, 1)
    return reply.redirect(back, 303)
  }

  async #ask(
    request: FastifyRequest,
    reply: FastifyReply,
    account: OwnAccount,
    back: string,
    form: FormState<FactorNames>,
    status: TryStatus,
  ): Promise<FastifyReply> {
    const factors = await openFactors(this.#desk, account.organisation, account.staffId)
    const asked = await passkeyQuestion(this.#desk, factors)
    if (asked)
      this.#entrance.remember(reply, 'question', { challenge: asked.challenge, at: this.#desk.now() })
    return sendFactorPage(request, reply, {
      ...{ use: 'confirm', form, back, app: factors.app !== undefined, passkeyOptions: asked?.options },
      ...status,
    })
  }

  async #account(request: FastifyRequest): Promise<OwnAccount> {
    const account = await openOwnAccount(this.#desk, this.#entrance.signedIn(request).token)
    if (!account) throw new SignInNeeded(true)
    return account
  }
}
