import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from '../db/index.ts'
import type { Answer } from '../door/index.ts'
import { demandStepUp, keepTyped, takeTyped } from '../identity/index.ts'
import { addPage, demandRight, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Form,
  Link,
  Notice,
  Page,
  PageHead,
  Refusal,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { emergencyPurpose, mayAskInEmergency } from './access-rules.ts'
import { EmergencyFields } from './ask-fields.tsx'
import { type AskForm, readEmergency } from './ask-form.ts'
import { incidentalWords } from './incidental.words.ts'
import { askAccess } from './incidental-access.ts'
import { conflictIn } from './staff-ask-access.page.tsx'

const FORM = '/incidental-access/emergency/form'

/**
 * `/incidental-access/emergency`: what it means, the second factor, and then the form. Whoever took longer than the second factor
 * counts shows it again, and finds what they typed.
 */
export function emergencyPage(site: Site, signinPool: Pool): void {
  const keeper = { signinPool, vault: site.vault }
  addPage(site, 'GET', '/incidental-access/emergency', async (request, reply, visitor) => {
    demandAsker(site, meet(site, request, await site.door.greet(visitor)))
    return sendPage(reply, <NoticePage view={request.view} />)
  })
  addPage(site, 'GET', FORM, async (request, reply, visitor) => {
    const met = demandAsker(site, meet(site, request, await site.door.greet(visitor)))
    const away = await demandStepUp(site, request, FORM)
    if (away) return reply.redirect(away, 303)
    const typed = await takeTyped(keeper, visitor, met.facts, FORM)
    if (!typed) return send(site, request, reply, met, { form: { values: {}, errors: {} } })
    const read = readEmergency(typed, request.view.language, site.now(), statementOf(site, met.facts))
    return send(site, request, reply, met, { form: { ...read.form, errors: {} }, back: true })
  })
  addPage(site, 'POST', FORM, async (request, reply, visitor) => {
    const met = demandAsker(site, meet(site, request, await site.door.greet(visitor)))
    const asked = readEmergency(request.body, request.view.language, site.now(), statementOf(site, met.facts))
    if (!asked.ok) return send(site, request, reply, met, { form: asked.form })
    const answer = await askAccess(site.door, visitor, asked.question)
    const why = standsInTheWay(answer)
    const again = why === 'step-up' ? await demandStepUp(site, request, FORM) : undefined
    if (again) await keepTyped(keeper, visitor, met.facts, { path: FORM, body: request.body })
    if (why) return send(site, request, reply, met, { form: asked.form, why, again })
    const conflict = conflictIn(answer, asked.form, request)
    if (conflict) return send(site, request, reply, met, { form: conflict })
    const { value } = meet(site, request, answer)
    const granted = asked.question.toldFrom === undefined ? '1' : 'later'
    return reply.redirect(`/incidental-access/${value.accessId}?granted=${granted}`, 303)
  })
}

/** What is wrong with no field of the form. */
function standsInTheWay(answer: Answer<unknown>): Shown['why'] {
  if (answer.outcome !== 'refused') return undefined
  const { conflict } = answer.denial
  return conflict === 'step-up' || conflict === 'three-a-day' ? conflict : undefined
}

function demandAsker(site: Site, met: Met<undefined>): Met<undefined> {
  demandRight(met, mayAskInEmergency(statementOf(site, met.facts), met.can))
  return met
}

function NoticePage({ view }: { view: View }) {
  const t = incidentalWords(view.language)
  return (
    <Page view={view} title={t('emergencyTitle')} current="/incidental-access" narrow>
      <PageHead title={t('emergencyTitle')} lead={t('emergencyLead')} />
      <ul class="utrecht-unordered-list">
        <li>{t('emergencyNotice1')}</li>
        <li>{t('emergencyNotice2')}</li>
        <li>{t('emergencyNotice3')}</li>
        <li>{t('emergencyNotice4')}</li>
      </ul>
      <div>
        <ButtonLink href={FORM}>{t('emergencyGo')}</ButtonLink>
      </div>
    </Page>
  )
}

type Shown = {
  form: AskForm
  why?: 'step-up' | 'three-a-day' | undefined
  /** Where the second factor is shown again. */
  again?: string | undefined
  /** What was typed before is back. */
  back?: true
}

function send(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { facts, can }: Met<undefined>,
  { form, why, again, back }: Shown,
): FastifyReply {
  const { view } = request
  const { language } = view
  const t = incidentalWords(language)
  const statement = statementOf(site, facts)
  const failed = why !== undefined || Object.keys(form.errors).length > 0
  const page = (
    <Page view={view} title={t('emergencyTitle')} current="/incidental-access" narrow failed={failed}>
      <PageHead title={t('emergencyTitle')} lead={t('emergencyLead')} />
      {back && <Notice kind="due">{t('typedIsBack')}</Notice>}
      {why === 'step-up' && (
        <Refusal why={t(why)} ways={again ? [<Link href={again}>{t('stepUpAgain')}</Link>] : []}>
          <Text>{t('stepUpHow')}</Text>
        </Refusal>
      )}
      {why === 'three-a-day' && <Refusal why={t(why)} />}
      <ErrorSummary form={form} />
      <Form action={FORM} stack>
        <EmergencyFields
          {...{ form, statement, can, language }}
          purpose={emergencyPurpose(statement) ?? ''}
        />
        <div>
          <Button>{t('giveEmergency')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, failed ? 400 : 200)
}
