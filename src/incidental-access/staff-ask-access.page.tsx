import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answer, Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, demandRight, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  ErrorSummary,
  Form,
  Heading,
  Line,
  Link,
  List,
  Notice,
  Page,
  PageHead,
  sendPage,
  Text,
  type View,
  withError,
} from '../web/index.ts'
import { askablePurposes, mayAsk, mayAskInEmergency, needsMandate } from './access-rules.ts'
import { AskFields } from './ask-fields.tsx'
import { type AskForm, type AskName, readAsk, readMandate } from './ask-form.ts'
import { Emergencies, type Emergency, heardEmergencies } from './emergencies.tsx'
import { type OwnAccess, ownAccesses } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'
import { askAccess } from './incidental-access.ts'

/** `/incidental-access`: what runs, and asking more (TOM-9.8, 9.10, 9.12). */
export function askAccessPage(site: Site): void {
  addPage(site, 'GET', '/incidental-access', async (request, reply, visitor) => {
    const met = demandAsker(site, meet(site, request, await site.door.greet(visitor)))
    const { ended } = request.query as { ended?: string }
    return send(site, request, reply, visitor, met, { form: emptyAsk, ended: ended === '1' })
  })
  addPage(site, 'POST', '/incidental-access', async (request, reply, visitor) => {
    const met = demandAsker(site, meet(site, request, await site.door.greet(visitor)))
    const statement = statementOf(site, met.facts)
    const { language } = request.view
    const asked = needsMandate(statement, met.facts.actor.role)
      ? readMandate(request.body, language, dayInNetherlands(site.now()))
      : readAsk(request.body, language, site.now())
    if (!asked.ok) return send(site, request, reply, visitor, met, { form: asked.form })
    const { question, form } = asked
    if (!askablePurposes(statement, met.can).includes(question.purpose))
      return send(site, request, reply, visitor, met, {
        form: withError(form, 'purpose', incidentalWords(language)('refused')),
      })
    const answer = await askAccess(site.door, visitor, question)
    const conflict = conflictIn(answer, form, request)
    if (conflict) return send(site, request, reply, visitor, met, { form: conflict })
    const { value } = meet(site, request, answer)
    return reply.redirect(`/incidental-access/${value.accessId}?granted=1`, 303)
  })
}

const emptyAsk: AskForm = { values: {}, errors: {} }

/** The form again, with what stood in the way although the rules allow it, at its field; undefined when nothing did. */
export function conflictIn(
  answer: Answer<unknown>,
  form: AskForm,
  request: FastifyRequest,
): AskForm | undefined {
  if (answer.outcome !== 'refused' || answer.denial.conflict === undefined) return undefined
  const t = incidentalWords(request.view.language)
  const { conflict } = answer.denial
  const field: AskName =
    conflict === 'wrong-period' || conflict === 'too-long'
      ? 'until'
      : conflict === 'told-too-late'
        ? 'toldFrom'
        : 'number'
  switch (conflict) {
    case 'not-there':
    case 'involved-already':
    case 'wrong-period':
    case 'too-long':
    case 'told-too-late':
      return withError(form, field, t(conflict))
    default:
      return withError(form, field, t('refused'))
  }
}

/** Who may ask neither an access nor one in an emergency, and hears of no emergencies, does not find this page. */
function demandAsker(site: Site, met: Met<undefined>): Met<undefined> {
  const statement = statementOf(site, met.facts)
  demandRight(met, mayAsk(statement, met.can) || mayAskInEmergency(statement, met.can))
  return met
}

type Shown = { form: AskForm; ended?: boolean }

async function send(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  met: Met<undefined>,
  shown: Shown,
): Promise<FastifyReply> {
  const running = await site.door.askOwn(visitor, 'review', ownAccesses)
  const emergencies = await heardEmergencies(site, visitor, met.facts)
  const page = <AskPage {...{ site, met, running, emergencies }} {...shown} view={request.view} />
  return sendPage(reply, page, Object.keys(shown.form.errors).length > 0 ? 400 : 200)
}

type Props = Shown & {
  site: Site
  view: View
  met: Met<undefined>
  running: readonly OwnAccess[]
  emergencies: readonly Emergency[]
}

function AskPage({ site, view, met, running, emergencies, form, ended }: Props) {
  const { language } = view
  const t = incidentalWords(language)
  const { facts, can } = met
  const statement = statementOf(site, facts)
  const mandated = needsMandate(statement, facts.actor.role)
  return (
    <Page
      view={view}
      title={t('title')}
      current="/incidental-access"
      narrow
      failed={Object.keys(form.errors).length > 0}
    >
      {ended && <Notice kind="good">{t('ended')}</Notice>}
      <PageHead title={t('title')} lead={mayAsk(statement, can) ? t('lead') : t('emergencyLead')} />
      <ErrorSummary form={form} />
      <Emergencies {...{ emergencies, statement, language }} />
      <Heading>{t('running')}</Heading>
      {running.length === 0 ? <Text>{t('noneRunning')}</Text> : <Running {...{ running, language }} />}
      {mayAskInEmergency(statement, can) && (
        <Text>
          <Link href="/incidental-access/emergency">{t('emergencyTitle')}</Link>
        </Text>
      )}
      {mayAsk(statement, can) && (
        <section>
          <Heading>{t('ask')}</Heading>
          <Form action="/incidental-access" stack>
            <AskFields {...{ form, statement, can, language, mandated }} />
            <div>
              <Button>{t('give')}</Button>
            </div>
          </Form>
        </section>
      )}
    </Page>
  )
}

function Running({ running, language }: { running: readonly OwnAccess[]; language: View['language'] }) {
  const t = incidentalWords(language)
  return (
    <List label={t('running')}>
      {running.map((access) => (
        <Line
          key={access.access_id}
          action={<Link href={`/incidental-access/${access.access_id}`}>{t('look')}</Link>}
        >
          <span class="num">{access.client_number}</span>, {t('untilAt', { at: access.until_at })}
        </Line>
      ))}
    </List>
  )
}
