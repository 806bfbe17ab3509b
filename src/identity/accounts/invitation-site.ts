import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '../../kernel/index.ts'
import { emptyForm, type FormState, readForm, withError } from '../../web/index.ts'
import type { Entrance } from '../entrance.ts'
import type { InvitedMemory } from '../sign-in-memory.ts'
import { accountWords } from './account.words.ts'
import type { AccountDesk } from './desk.ts'
import type { NewFactor } from './factors.ts'
import { HashingBusy } from './hashing.ts'
import {
  InvitedForm,
  NewFactorForm,
  type NewFactorNames,
  sendInvitedFactorPage,
  sendInvitedPage,
  sendNoInvitation,
  sendRecoveryCodes,
} from './invitation.page.tsx'
import { acceptInvitation, type Invitation, readInvitation, secretIn } from './invitations.ts'
import { appAddress, newSecret, stepOf } from './one-time-code.ts'
import { askNewPasskey, readNewPasskey } from './passkeys.ts'
import { checkPassword, readUserName } from './password-rules.ts'

/** Adds the page behind the link of an invitation. Looking at it uses nothing up; finishing it does. */
export function addInvitations(app: FastifyInstance, entrance: Entrance, desk: AccountDesk): void {
  const site = new InvitationSite(entrance, desk)
  app.get('/invitation/:secret', (request, reply) => site.show(request, reply))
  app.post('/invitation/:secret', (request, reply) => site.choose(request, reply))
  app.get('/invitation/:secret/second', (request, reply) => site.showSecond(request, reply))
  app.post('/invitation/:secret/second', (request, reply) => site.second(request, reply))
}

type Here = { secret: Buffer; path: string; invitation: Invitation; organisationName: string }

class InvitationSite {
  readonly #entrance: Entrance
  readonly #desk: AccountDesk

  constructor(entrance: Entrance, desk: AccountDesk) {
    this.#entrance = entrance
    this.#desk = desk
  }

  async show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const here = await this.#find(request)
    if (!here) return sendNoInvitation(request, reply)
    return sendInvitedPage(request, reply, {
      ...here,
      action: here.path,
      form: emptyForm(InvitedForm),
      status: 200,
    })
  }

  async choose(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const here = await this.#find(request)
    if (!here) return sendNoInvitation(request, reply)
    const t = accountWords(request.view.language)
    const answer = readForm(InvitedForm, request.body, request.view.language, {
      labels: { userName: t('userName'), password: t('newPassword') },
    })
    const again = (form: typeof answer.form, status: number) =>
      sendInvitedPage(request, reply, { ...here, action: here.path, form, status })
    if (!answer.ok) return again(answer.form, 400)
    const userName = readUserName(answer.values.userName)
    if (!userName) return again(withError(answer.form, 'userName', t('userNameWrong')), 400)
    const refusal = checkPassword(answer.values.password, { userName, organisation: here.organisationName })
    if (isRefusal(refusal)) return again(withError(answer.form, 'password', t(refusal.refused)), 400)
    try {
      const passwordHash = await this.#desk.hasher.hash(answer.values.password)
      this.#entrance.remember(reply, 'invited', {
        ...{ secret: here.secret.toString('base64url'), userName, passwordHash },
        ...{ appSecret: newSecret(), at: this.#desk.now() },
      })
    } catch (error) {
      if (!(error instanceof HashingBusy)) throw error
      return again(withError(answer.form, 'password', t('busy')), 503)
    }
    return reply.redirect(`${here.path}/second`, 303)
  }

  async showSecond(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const here = await this.#find(request)
    if (!here) return sendNoInvitation(request, reply)
    const chosen = this.#chosen(request, here)
    if (!chosen) return reply.redirect(here.path, 303)
    return this.#askFactor(request, reply, here, chosen, emptyForm(NewFactorForm), 200)
  }

  async second(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const here = await this.#find(request)
    if (!here) return sendNoInvitation(request, reply)
    const chosen = this.#chosen(request, here)
    if (!chosen) return reply.redirect(here.path, 303)
    const t = accountWords(request.view.language)
    const answer = readForm(NewFactorForm, request.body, request.view.language, {
      labels: { code: t('appCode'), passkey: '' },
    })
    const factor = answer.ok ? await this.#shown(chosen, answer.values) : undefined
    if (!factor) {
      const passkey = answer.ok && answer.values.passkey !== undefined
      const wrong = withError(
        answer.form,
        passkey ? 'passkey' : 'code',
        t(passkey ? 'passkeyFailed' : 'codeWrong'),
      )
      return this.#askFactor(request, reply, here, chosen, wrong, 400)
    }
    return this.#make(request, reply, here, { ...chosen, factor })
  }

  async #make(
    request: FastifyRequest,
    reply: FastifyReply,
    here: Here,
    chosen: InvitedMemory & { factor: NewFactor },
  ): Promise<FastifyReply> {
    const made = await acceptInvitation(this.#desk, here.secret, here.invitation, chosen)
    if (made.outcome !== 'made') {
      if (made.outcome === 'no-invitation') return sendNoInvitation(request, reply)
      const t = accountWords(request.view.language)
      const before = emptyForm(InvitedForm, { userName: chosen.userName })
      const form = withError(before, 'userName', t('userNameTaken'))
      return sendInvitedPage(request, reply, { ...here, action: here.path, form, status: 400 })
    }
    this.#entrance.forget(reply, 'invited')
    // Password and second factor were both shown just now.
    const shown = { subject: made.subjectKey, assurance: `own account: password and ${chosen.factor.kind}` }
    await this.#entrance.letIn(request, reply, here.invitation.organisation, shown)
    return sendRecoveryCodes(request, reply, made.codes, '/')
  }

  async #shown(
    chosen: InvitedMemory,
    values: { code?: string; passkey?: string },
  ): Promise<NewFactor | undefined> {
    if (values.passkey !== undefined) {
      if (!chosen.challenge) return undefined
      const site = { origin: this.#desk.origin, name: '' }
      const kept = await readNewPasskey(site, chosen.challenge, values.passkey)
      return kept && { kind: 'passkey', kept }
    }
    const step = stepOf(chosen.appSecret, values.code ?? '', this.#desk.now())
    return step === undefined ? undefined : { kind: 'app', secret: chosen.appSecret, step }
  }

  async #askFactor(
    request: FastifyRequest,
    reply: FastifyReply,
    here: Here,
    chosen: InvitedMemory,
    form: FormState<NewFactorNames>,
    status: number,
  ): Promise<FastifyReply> {
    const name = here.organisationName
    const site = { origin: this.#desk.origin, name }
    const { staffId: id } = here.invitation
    const asked = await askNewPasskey(site, { id, userName: chosen.userName, has: [] })
    this.#entrance.remember(reply, 'invited', { ...chosen, challenge: asked.challenge })
    return sendInvitedFactorPage(request, reply, {
      ...{ action: `${here.path}/second`, form, status, passkeyOptions: asked.options },
      app: { secret: chosen.appSecret, address: appAddress(chosen.appSecret, name, chosen.userName) },
    })
  }

  /** What was chosen in this browser, for this invitation. */
  #chosen(request: FastifyRequest, here: Here): InvitedMemory | undefined {
    const chosen = this.#entrance.recall(request, 'invited')
    return chosen?.secret === here.secret.toString('base64url') ? chosen : undefined
  }

  async #find(request: FastifyRequest): Promise<Here | undefined> {
    const { secret: typed = '' } = request.params as { secret?: string }
    const secret = secretIn(typed)
    const invitation = secret && (await readInvitation(this.#desk, secret))
    const brand = invitation && this.#entrance.organisation(invitation.organisation)
    if (!secret || !invitation || !brand) return undefined
    request.view = { ...request.view, brand }
    return { secret, path: `/invitation/${typed}`, invitation, organisationName: brand.name }
  }
}
