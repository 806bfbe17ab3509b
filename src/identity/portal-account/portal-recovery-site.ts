import { Buffer } from 'node:buffer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emptyForm, type FormState, readForm, withError } from '../../web/index.ts'
import { appAddress, newSecret, stepOf } from '../accounts/one-time-code.ts'
import { readUserName } from '../accounts/password-rules.ts'
import { PORTAL_ASSURANCE, setAnotherApp, tryRecovery } from './portal-account.ts'
import { portalAccountWords } from './portal-account.words.ts'
import { networkHere, organisationHere, type PortalHere, refusedForm } from './portal-here.ts'
import {
  LostForm,
  NewAppForm,
  sendLostPage,
  sendNewAppPage,
  sendRecoveryPage,
} from './portal-recovery.page.tsx'

const LOST = '/signin/own/lost'
const NEW_APP = '/signin/own/new-app'

/** Coming back in with a recovery code: name, password and code; then another app, and the next recovery code. */
export function addPortalRecovery(app: FastifyInstance, here: PortalHere): void {
  app.get(LOST, (request, reply) => {
    const { organisation } = request.query as Record<string, unknown>
    const facts = {
      organisation: organisationHere(here, organisation),
      form: emptyForm(LostForm),
      status: 200,
    }
    return sendLostPage(request, reply, facts)
  })
  app.post(LOST, (request, reply) => tryLost(here, request, reply))
  app.get(NEW_APP, (request, reply) => showNewApp(here, request, reply, emptyForm(NewAppForm), 200))
  app.post(NEW_APP, (request, reply) => setNewApp(here, request, reply))
}

async function tryLost(
  here: PortalHere,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const t = portalAccountWords(request.view.language)
  const answer = readForm(LostForm, request.body, request.view.language, {
    labels: { organisation: '', userName: t('userName'), password: t('password'), recovery: t('recovery') },
  })
  const organisation = organisationHere(here, answer.form.values.organisation)
  // what cannot be a name is tried too: it takes as long as one that nobody has
  const userName = readUserName(answer.ok ? answer.values.userName : '') ?? '-'
  const network = await networkHere(here, request, organisation.id)
  const tried = answer.ok
    ? await tryRecovery(here.desk, organisation.id, { ...answer.values, userName }, network)
    : undefined
  if (!answer.ok || tried?.outcome !== 'right') {
    const typed = { form: answer.form, field: 'recovery', wrong: t('recoveryWrong') } as const
    return sendLostPage(request, reply, { organisation, ...refusedForm(request, reply, typed, tried) })
  }
  here.entrance.remember(reply, 'recovering', {
    organisation: organisation.id,
    subject: tried.subject.toString('base64url'),
    accountId: tried.accountId,
    userName,
    recovery: answer.values.recovery,
    appSecret: newSecret(),
    at: here.desk.now(),
  })
  return reply.redirect(NEW_APP, 303)
}

async function showNewApp(
  here: PortalHere,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState<'code'>,
  status: number,
): Promise<FastifyReply> {
  const recovering = here.entrance.recall(request, 'recovering')
  if (!recovering) return reply.redirect('/signin', 303)
  const organisation = organisationHere(here, recovering.organisation)
  const { appSecret: secret, userName } = recovering
  const app = { secret, address: appAddress(secret, organisation.name, userName) }
  return sendNewAppPage(request, reply, { organisation, app, form, status })
}

async function setNewApp(
  here: PortalHere,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const recovering = here.entrance.recall(request, 'recovering')
  if (!recovering) return reply.redirect('/signin', 303)
  const t = portalAccountWords(request.view.language)
  const answer = readForm(NewAppForm, request.body, request.view.language, { labels: { code: t('code') } })
  if (!answer.ok) return showNewApp(here, request, reply, answer.form, 400)
  const { appSecret: secret, accountId, recovery } = recovering
  const step = stepOf(secret, answer.values.code, here.desk.now())
  if (step === undefined)
    return showNewApp(here, request, reply, withError(answer.form, 'code', t('codeWrong')), 400)
  const organisation = organisationHere(here, recovering.organisation)
  const subject = Buffer.from(recovering.subject, 'base64url')
  const whose = { accountId, subject, recovery }
  const next = await setAnotherApp(here.desk, organisation.id, whose, { secret, step })
  here.entrance.forget(reply, 'recovering')
  // used meanwhile, or the account was taken back
  if (next === undefined) return reply.redirect('/signin', 303)
  await here.entrance.letIn(request, reply, organisation.id, { subject, assurance: PORTAL_ASSURANCE })
  return sendRecoveryPage(request, reply, { organisation, recovery: next })
}
