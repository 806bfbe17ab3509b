import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from '../db/index.ts'
import type { Facts, Visitor } from '../door/index.ts'
import { demandStepUp, keepTyped, takeTyped } from '../identity/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import {
  addPage,
  dossierIn,
  type Met,
  meet,
  type Site,
  statementOf,
  WhyShown,
  whoseDossier,
} from '../shell/index.ts'
import {
  Button,
  ButtonLink,
  DayField,
  ErrorSummary,
  Field,
  Form,
  Heading,
  Link,
  Notice,
  NotThere,
  Page,
  PageHead,
  RadioGroup,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { birthOf } from './client-facts.ts'
import { GivenFields } from './given-fields.tsx'
import { keepsBsn } from './keeps-bsn.ts'
import type { Representative } from './representation.store.ts'
import { endRepresentation, recordRepresentative, representatives } from './representation.ts'
import { representationWords } from './representation.words.ts'
import { representationIn } from './representation-address.ts'
import { type Client, type GivenForm, legalAsTyped, readLegal } from './representation-form.ts'
import { RepresentativeList } from './representative-list.tsx'
import { LEGAL_KINDS } from './scope.ts'

const PATH = '/dossiers/:dossier/representatives'

/**
 * `/dossiers/:dossier/representatives`: who acts for this client by law, recorded by who is involved. Recording opens the dossier to
 * somebody else, so the second factor is shown again; what was typed is there when they come back. Ending is one press.
 */
export function representativesPage(site: Site, signinPool: Pool): void {
  const keeper = { signinPool, vault: site.vault }
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const { facts } = meet(site, request, await site.door.greet(visitor))
    const typed = await takeTyped(keeper, visitor, facts, pathOf(request))
    const fromOn = dayInNetherlands(site.now())
    const form: GivenForm = typed
      ? legalAsTyped(typed, request.view.language)
      : { values: { acts: 'look', fromOn }, errors: {} }
    return show(site, request, reply, visitor, form, typed && 'typedIsBack')
  })
  addPage(site, 'POST', PATH, async (request, reply, visitor) => {
    const { facts, ...client } = await clientOf(site, request, visitor, dossierIn(request))
    const read = readLegal(request.body, request.view.language, client)
    if (!read.ok) return show(site, request, reply, visitor, read.form)
    const path = pathOf(request)
    const away = await demandStepUp(site, request, path)
    if (away) {
      await keepTyped(keeper, visitor, facts, { path, body: request.body })
      return reply.redirect(away, 303)
    }
    const { door, vault } = site
    meet(site, request, await recordRepresentative(door, vault, visitor, dossierIn(request), read.values))
    return reply.redirect(`${path}?recorded=1`, 303)
  })
  addPage(site, 'POST', `${PATH}/:representation/end`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const { value } = meet(
      site,
      request,
      await site.door.enter(visitor, endRepresentation, dossierId, representationIn(request.params)),
    )
    if (!value) throw new NotThere()
    return reply.redirect(`${pathOf(request)}?ended=1`, 303)
  })
}

function pathOf(request: FastifyRequest): string {
  return `/dossiers/${dossierIn(request)}/representatives`
}

async function clientOf(
  site: Site,
  request: FastifyRequest,
  visitor: Visitor,
  dossierId: string,
): Promise<Client & { facts: Facts }> {
  const today = dayInNetherlands(site.now())
  const known = meet(site, request, await site.door.enter(visitor, representatives, dossierId, undefined))
  const parents = known.value.filter(
    ({ kind, revokedAt, untilOn }) => kind === 'parent' && !revokedAt && (untilOn ?? today) >= today,
  )
  const statement = statementOf(site, known.facts)
  const birth = await birthOf(site, visitor, dossierId)
  return { birth, today, parents: parents.length, keepsBsn: keepsBsn(statement), facts: known.facts }
}

async function show(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  form: GivenForm,
  back?: 'typedIsBack' | undefined,
): Promise<FastifyReply> {
  const dossierId = dossierIn(request)
  const met = meet(site, request, await site.door.enter(visitor, representatives, dossierId, undefined))
  const whose = await whoseDossier(site, request, visitor, dossierId)
  const { recorded, ended } = request.query as { recorded?: string; ended?: string }
  const notice = back ?? (recorded === '1' ? 'recorded' : ended === '1' ? 'ended' : undefined)
  const page = <ListPage {...{ site, met, form, dossierId, whose, notice }} view={request.view} />
  return sendPage(reply, page, Object.keys(form.errors).length > 0 ? 400 : 200)
}

type Props = {
  site: Site
  view: View
  met: Met<Representative[]>
  form: GivenForm
  dossierId: string
  whose: string
  notice: 'recorded' | 'ended' | 'typedIsBack' | undefined
}

function ListPage({ site, view, met, form, dossierId, whose, notice }: Props) {
  const { language } = view
  const t = representationWords(language)
  const statement = statementOf(site, met.facts)
  const path = `/dossiers/${dossierId}/representatives`
  return (
    <Page
      view={view}
      title={t('title')}
      current="/clients"
      narrow
      failed={Object.keys(form.errors).length > 0}
    >
      {notice && (
        <Notice kind={notice === 'typedIsBack' ? 'due' : 'good'}>
          {t(notice === 'recorded' && !keepsBsn(statement) ? 'recordedNeedsCode' : notice)}
        </Notice>
      )}
      <PageHead title={t('title')} under={whose} lead={t('lead')} />
      <ErrorSummary form={form} />
      <WhyShown site={site} facts={met.facts} />
      <div class="row">
        <Link href={`/dossiers/${dossierId}/capacity`}>{t('capacityLink')}</Link>
        {!keepsBsn(statement) && <Link href={`/dossiers/${dossierId}/portal-code`}>{t('portalCode')}</Link>}
      </div>
      {met.value.length === 0 && <Text>{t('none')}</Text>}
      <RepresentativeList
        {...{ statement, language }}
        people={met.value}
        action={({ id }) =>
          met.can('write', 'network') && (
            <Form action={`${path}/${id}/end`}>
              <Button kind="secondary">{t('end')}</Button>
            </Form>
          )
        }
      />
      {met.can('write', 'network') && (
        <section>
          <Heading>{t('add')}</Heading>
          <Form action={path} stack>
            <RadioGroup
              form={form}
              name="kind"
              label={t('kind')}
              options={LEGAL_KINDS.map((kind) => ({ value: kind, label: t(kind) }))}
            />
            <GivenFields {...{ form, statement, language }} />
            <Field form={form} name="proof" label={t('proof')} hint={t('proofHint')} maxlength={300} />
            <DayField
              form={form}
              name="authorityOn"
              label={t('authorityOn')}
              hint={t('authorityHint')}
              optional
            />
            <DayField form={form} name="fromOn" label={t('fromOn')} />
            <DayField form={form} name="untilOn" label={t('untilOn')} optional />
            <Text small quiet>
              {t('stepUpAhead')}
            </Text>
            <div class="row">
              <Button>{t('record')}</Button>
              <ButtonLink href={`/dossiers/${dossierId}`} kind="secondary">
                {t('back')}
              </ButtonLink>
            </div>
          </Form>
        </section>
      )}
    </Page>
  )
}
