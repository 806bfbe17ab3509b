import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emptyForm, readForm, sameSitePath, sessionOrganisation, withError } from '../../web/index.ts'
import { Entrance, type EntranceOptions } from '../entrance.ts'
import { identityWords, refusedCodes } from '../identity.words.ts'
import { sendRefusedPage } from '../sign-in.page.tsx'
import type { HalfWayMemory } from '../sign-in-memory.ts'
import { attemptsPassed } from './account.store.ts'
import { accountWords } from './account.words.ts'
import type { AccountDesk } from './desk.ts'
import { shownIn, withFactorError } from './factor-answer.ts'
import { FactorFields } from './factor-form.tsx'
import { type Factors, openFactors } from './factors.ts'
import { PasswordForm, sendFactorPage, sendPasswordPage, type TryStatus } from './own-sign-in.page.tsx'
import { askPasskey } from './passkeys.ts'
import { readUserName } from './password-rules.ts'
import { tryFactor, tryPassword } from './tries.ts'
import { rememberBrowser, tryFrom } from './try-from.ts'

/** Adds signing in with own accounts to the staff site: /signin, /signin/second, /signin/refused and /signout. */
export function addOwnSignIn(
  app: FastifyInstance,
  options: EntranceOptions & { desk: AccountDesk },
): Entrance {
  const entrance = new Entrance(app, { ...options, now: options.desk.now })
  const signIn = new OwnSignIn(entrance, options.desk)
  app.get('/signin', (request, reply) => signIn.show(request, reply))
  app.post('/signin', (request, reply) => signIn.password(request, reply))
  app.get('/signin/second', (request, reply) => signIn.showSecond(request, reply))
  app.post('/signin/second', (request, reply) => signIn.second(request, reply))
  app.get('/signin/refused', (request, reply) => {
    const { why } = request.query as Record<string, unknown>
    return sendRefusedPage(request, reply, refusedCodes.find((code) => code === why) ?? 'not-our-answer')
  })
  return entrance
}

class OwnSignIn {
  readonly #entrance: Entrance
  readonly #desk: AccountDesk

  constructor(entrance: Entrance, desk: AccountDesk) {
    this.#entrance = entrance
    this.#desk = desk
  }

  async show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { back } = request.query as Record<string, unknown>
    return sendPasswordPage(request, reply, {
      organisations: this.#entrance.offered(request),
      back: sameSitePath(back),
      form: emptyForm(PasswordForm, { organisation: sessionOrganisation(request, 'staff') ?? '' }),
      status: 200,
      notice: await this.#entrance.notice(request),
    })
  }

  async password(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { language } = request.view
    const [t, i] = [accountWords(language), identityWords(language)]
    const answer = readForm(PasswordForm, request.body, language, {
      labels: { organisation: i('organisation'), userName: t('userName'), password: t('password'), back: '' },
    })
    const organisations = this.#entrance.offered(request)
    const back = sameSitePath(answer.form.values.back)
    const again = (form: typeof answer.form, status: TryStatus) =>
      sendPasswordPage(request, reply, { organisations, back, form, ...status })
    if (!answer.ok) return again(answer.form, { status: 400 })
    const { organisation, password } = answer.values
    if (!organisations.some(({ id }) => id === organisation))
      return again(withError(answer.form, 'organisation', i('choose')), { status: 400 })
    // A name that cannot be one is tried all the same: it takes as long as any other.
    const userName = readUserName(answer.values.userName) ?? answer.values.userName.toLowerCase()
    const from = await tryFrom(this.#desk, request, organisation, userName)
    const tried = await tryPassword(this.#desk, organisation, { userName, password }, from)
    if (tried.outcome === 'right') {
      const { staffId, subjectKey } = tried
      this.#entrance.remember(reply, 'half-way', {
        ...{ organisation, staffId, userName, back, at: this.#desk.now() },
        subjectKey: subjectKey.toString('base64url'),
      })
      return reply.redirect('/signin/second', 303)
    }
    if (tried.outcome === 'wait')
      return again(withError(answer.form, 'password', t('wait', { seconds: tried.seconds })), {
        status: 429,
        retryAfter: tried.seconds,
      })
    const busy = tried.outcome === 'busy'
    return again(withError(answer.form, 'password', t(busy ? 'busy' : 'wrong')), {
      status: busy ? 503 : 400,
      ...(busy ? { retryAfter: 5 } : {}),
    })
  }

  async showSecond(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const halfWay = this.#entrance.recall(request, 'half-way')
    if (!halfWay) return reply.redirect('/signin', 303)
    return this.#askSecond(request, reply, halfWay, emptyForm(FactorFields), { status: 200 })
  }

  async second(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const halfWay = this.#entrance.recall(request, 'half-way')
    if (!halfWay) return reply.redirect('/signin/refused?why=not-our-answer', 303)
    const { organisation, staffId, userName } = halfWay
    const { form, shown } = shownIn(request, halfWay)
    if (!shown) return this.#askSecond(request, reply, halfWay, form, { status: 400 })
    const from = await tryFrom(this.#desk, request, organisation, userName)
    const tried = await tryFactor(this.#desk, { organisation, staffId }, shown, from)
    const subject = Buffer.from(halfWay.subjectKey, 'base64url')
    if (tried.outcome !== 'right') {
      if (tried.outcome === 'wrong')
        await this.#entrance.refuse(organisation, subject, `second-factor-${shown.kind}`, staffId)
      const [wrong, status] = withFactorError(request, form, shown.kind, tried)
      return this.#askSecond(request, reply, halfWay, wrong, status)
    }
    this.#entrance.forget(reply, 'half-way')
    const { assurance } = tried
    if (!(await this.#entrance.letIn(request, reply, organisation, { subject, assurance })))
      return reply.redirect('/signin/refused?why=no-account', 303)
    await attemptsPassed(this.#desk.signinPool, organisation, from.counter, from.network, 2)
    await rememberBrowser(this.#desk, reply, organisation, userName)
    return reply.redirect(
      shown.kind === 'recovery' ? '/account?recovered=1' : sameSitePath(halfWay.back),
      303,
    )
  }

  async #askSecond(
    request: FastifyRequest,
    reply: FastifyReply,
    halfWay: HalfWayMemory,
    form: Parameters<typeof sendFactorPage>[2]['form'],
    status: TryStatus,
  ): Promise<FastifyReply> {
    const brand = this.#entrance.organisation(halfWay.organisation)
    if (brand) request.view = { ...request.view, brand }
    const factors = await openFactors(this.#desk, halfWay.organisation, halfWay.staffId)
    const asked = await passkeyQuestion(this.#desk, factors)
    if (asked)
      this.#entrance.remember(reply, 'half-way', {
        ...halfWay,
        challenge: asked.challenge,
        askedAt: this.#desk.now(),
      })
    return sendFactorPage(request, reply, {
      ...{ use: 'sign-in', form, back: '', app: factors.app !== undefined },
      passkeyOptions: asked?.options,
      ...status,
    })
  }
}

/** What to ask the browser, when the person has a passkey. */
export async function passkeyQuestion(
  desk: AccountDesk,
  factors: Factors,
): Promise<{ challenge: string; options: string } | undefined> {
  if (factors.passkeys.length === 0) return undefined
  return askPasskey(
    { origin: desk.origin, name: '' },
    factors.passkeys.map(({ kept }) => kept),
  )
}
