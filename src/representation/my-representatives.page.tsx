import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../door/index.ts'
import { demandStepUp } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { addPage, dossierIn, type Met, meet, type Site, statementOf, WhyShown } from '../shell/index.ts'
import {
  Button,
  ErrorSummary,
  Field,
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
import { hasShownLately, type Representative } from './representation.store.ts'
import { giveMandate, myRepresentatives, SCOPE, takeBackMandate } from './representation.ts'
import { representationWords } from './representation.words.ts'
import { representationIn } from './representation-address.ts'
import { type GivenForm, readMandate } from './representation-form.ts'
import { RepresentativeList } from './representative-list.tsx'

const PATH = '/dossiers/:dossier/representatives'

/** `/dossiers/:dossier/representatives` of the portal: who acts for me; giving a mandate and taking it back, each in one action. */
export function myRepresentativesPage(site: Site): void {
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const today = dayInNetherlands(site.now())
    const values = { parts: [...SCOPE], untilOn: addDays(today, 180) }
    return show(site, request, reply, visitor, { values, errors: {} })
  })
  addPage(site, 'POST', PATH, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const away = await demandMyself(site, request, visitor)
    if (away) return reply.redirect(away, 303)
    const read = readMandate(request.body, request.view.language, dayInNetherlands(site.now()))
    if (!read.ok) return show(site, request, reply, visitor, read.form)
    meet(site, request, await giveMandate(site.door, site.vault, visitor, dossierId, read.values))
    return reply.redirect(`/dossiers/${dossierId}/representatives?given=1`, 303)
  })
  addPage(site, 'POST', `${PATH}/:representation/stop`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const away = await demandMyself(site, request, visitor)
    if (away) return reply.redirect(away, 303)
    const taken = await site.door.enter(visitor, takeBackMandate, dossierId, representationIn(request.params))
    if (!meet(site, request, taken).value) throw new NotThere()
    return reply.redirect(`/dossiers/${dossierId}/representatives?stopped=1`, 303)
  })
}

/** Only the client in person. Undefined when they showed a moment ago who they are; else where to go to show it. */
async function demandMyself(
  site: Site,
  request: FastifyRequest,
  visitor: Visitor,
): Promise<string | undefined> {
  const { facts } = meet(site, request, await site.door.greet(visitor))
  if (facts.actor.role !== 'client') throw new NotThere()
  // A form takes longer to fill in than a button to press: what was shown when the page was opened still counts.
  if (await site.door.askOwn(visitor, 'support', hasShownLately)) return undefined
  return demandStepUp(site, request, `/dossiers/${dossierIn(request)}/representatives`)
}

async function show(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  form: GivenForm,
): Promise<FastifyReply> {
  const dossierId = dossierIn(request)
  const away = await demandMyself(site, request, visitor)
  if (away) return reply.redirect(away, 303)
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
        people={met.value}
        action={({ id, kind }) =>
          kind === 'voluntary' ? (
            <Form action={`${path}/${id}/stop`}>
              <Button kind="secondary">{t('stop')}</Button>
            </Form>
          ) : (
            <span class="small quiet">{t('byLaw')}</span>
          )
        }
      />
      <Heading>{t('give')}</Heading>
      <Form action={path} stack>
        <GivenFields {...{ form, statement, language }} />
        <Field form={form} name="untilOn" label={t('untilOn')} hint={t('untilHint')} type="date" short />
        <div>
          <Button>{t('giveButton')}</Button>
        </div>
      </Form>
      <WhyShown site={site} facts={met.facts} />
    </Page>
  )
}
