import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from '../db/index.ts'
import type { Visitor } from '../door/index.ts'
import { addSensitivePage } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { dossierIn, type Met, meet, type Site, statementOf, WhyShown } from '../shell/index.ts'
import {
  Button,
  DayField,
  ErrorSummary,
  Form,
  Heading,
  Notice,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { GivenFields } from './given-fields.tsx'
import { keepsBsn } from './keeps-bsn.ts'
import type { Representative } from './representation.store.ts'
import { giveMandate, myRepresentatives, takeBackMandate } from './representation.ts'
import { representationWords } from './representation.words.ts'
import { representationIn } from './representation-address.ts'
import { type GivenForm, mandateAsTyped, readMandate } from './representation-form.ts'
import { RepresentativeList } from './representative-list.tsx'

const PATH = '/dossiers/:dossier/representatives'

/** `/dossiers/:dossier/representatives` of the portal: who acts for me; giving a mandate and taking it back, each in one action. */
export function myRepresentativesPage(site: Site, signinPool: Pool): void {
  const sensitive = { signinPool, inPerson: true, formAt } as const
  addSensitivePage(site, 'GET', PATH, { ...sensitive }, async (request, reply, visitor, kept) => {
    // What may be seen is ticked by the client: nothing is given by leaving it as it was.
    const untilOn = addDays(dayInNetherlands(site.now()), 180)
    const form: GivenForm = kept
      ? mandateAsTyped(kept, request.view.language)
      : { values: { acts: 'look', untilOn }, errors: {} }
    return show(site, request, reply, visitor, form)
  })
  addSensitivePage(site, 'POST', PATH, sensitive, async (request, reply, visitor) => {
    if (!keepsBsn(statementAt(site, visitor))) throw new NotThere()
    const read = readMandate(request.body, request.view.language, dayInNetherlands(site.now()))
    if (!read.ok) return show(site, request, reply, visitor, read.form)
    const dossierId = dossierIn(request)
    meet(site, request, await giveMandate(site.door, site.vault, visitor, dossierId, read.values))
    return reply.redirect(`${formAt(request)}?given=1`, 303)
  })
  addSensitivePage(
    site,
    'POST',
    `${PATH}/:representation/stop`,
    sensitive,
    async (request, reply, visitor) => {
      const id = representationIn(request.params)
      const taken = await site.door.enter(visitor, takeBackMandate, dossierIn(request), id)
      if (!meet(site, request, taken).value) throw new NotThere()
      return reply.redirect(`${formAt(request)}?stopped=1`, 303)
    },
  )
}

function statementAt(site: Site, { organisation }: Visitor) {
  const statement = site.statements.get(organisation)
  if (!statement) throw new NotThere()
  return statement
}

function formAt(request: FastifyRequest): string {
  return `/dossiers/${dossierIn(request)}/representatives`
}

async function show(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  form: GivenForm,
): Promise<FastifyReply> {
  const dossierId = dossierIn(request)
  const met = meet(site, request, await site.door.enter(visitor, myRepresentatives, dossierId, undefined))
  const { given, stopped } = request.query as { given?: string; stopped?: string }
  const notice = given === '1' ? 'given' : stopped === '1' ? 'stopped' : undefined
  const page = <MinePage {...{ site, met, form, dossierId, notice }} view={request.view} />
  return sendPage(reply, page, Object.keys(form.errors).length > 0 ? 400 : 200)
}

type Props = {
  site: Site
  view: View
  met: Met<Representative[]>
  form: GivenForm
  dossierId: string
  notice: 'given' | 'stopped' | undefined
}

function MinePage({ site, view, met, form, dossierId, notice }: Props) {
  const { language } = view
  const t = representationWords(language)
  const statement = statementOf(site, met.facts)
  const path = `/dossiers/${dossierId}/representatives`
  return (
    <Page view={view} title={t('myTitle')} current={path} narrow failed={Object.keys(form.errors).length > 0}>
      {notice && <Notice kind="good">{t(notice)}</Notice>}
      <PageHead title={t('myTitle')} lead={t('myLead')} />
      <ErrorSummary form={form} />
      {met.value.length === 0 && <Text>{t('myNone')}</Text>}
      <RepresentativeList
        {...{ statement, language }}
        own
        people={met.value}
        action={({ id, kind }) =>
          kind === 'voluntary' && (
            <Form action={`${path}/${id}/stop`}>
              <Button kind="secondary">{t('stop')}</Button>
            </Form>
          )
        }
      />
      <Heading>{t('give')}</Heading>
      {keepsBsn(statement) ? (
        <Form action={path} stack>
          <GivenFields {...{ form, statement, language }} />
          <DayField form={form} name="untilOn" label={t('untilOn')} hint={t('untilHint')} />
          <div>
            <Button>{t('giveButton')}</Button>
          </div>
        </Form>
      ) : (
        <Text>{t('giveByWorker')}</Text>
      )}
      <WhyShown site={site} facts={met.facts} />
    </Page>
  )
}
