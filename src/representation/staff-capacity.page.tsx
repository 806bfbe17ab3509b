import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../door/index.ts'
import { type BirthDate, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { addPage, dossierIn, type Met, meet, type Site, WhyShown, whoseDossier } from '../shell/index.ts'
import {
  Button,
  DayField,
  ErrorSummary,
  Form,
  Heading,
  Line,
  Link,
  List,
  Notice,
  NotThere,
  Page,
  PageHead,
  RadioGroup,
  sendPage,
  Tag,
  Text,
  TextArea,
  type View,
} from '../web/index.ts'
import { bandOn, parentsLookAlong } from './capacity.ts'
import { capacityWords } from './capacity.words.ts'
import { type JudgementForm, readJudgement } from './capacity-form.ts'
import type { Judgement } from './capacity-judgement.store.ts'
import { capacityJudgements, judgeCapacity, takeBackJudgement } from './capacity-judgement.ts'
import { birthOf } from './client-facts.ts'
import { judgementIn } from './representation-address.ts'
import { WhoDecides } from './who-decides.tsx'

const PATH = '/dossiers/:dossier/capacity'

/** `/dossiers/:dossier/capacity`: who decides by law at this age, and what a worker weighed about it. */
export function capacityPage(site: Site): void {
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const weighedOn = dayInNetherlands(site.now())
    return show(site, request, reply, visitor, { values: { weighedOn, parents: 'yes' }, errors: {} })
  })
  addPage(site, 'POST', PATH, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const today = dayInNetherlands(site.now())
    const asksParents = parentsAreAsked(await birthOf(site, visitor, dossierId), today)
    const read = readJudgement(request.body, request.view.language, { today, asksParents })
    if (!read.ok) return show(site, request, reply, visitor, read.form)
    meet(site, request, await site.door.enter(visitor, judgeCapacity, dossierId, read.values))
    return reply.redirect(`/dossiers/${dossierId}/capacity?recorded=1`, 303)
  })
  addPage(site, 'POST', `${PATH}/:judgement/end`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const id = judgementIn(request.params)
    const { value } = meet(site, request, await site.door.enter(visitor, takeBackJudgement, dossierId, id))
    if (!value) throw new NotThere()
    return reply.redirect(`/dossiers/${dossierId}/capacity?ended=1`, 303)
  })
}

/** From 16 years on nobody looks along as a parent; of whom no birthday is known it is asked. */
function parentsAreAsked(birth: BirthDate | undefined, today: PlainDate): boolean {
  return birth === undefined || parentsLookAlong(bandOn(birth, today))
}

async function show(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  form: JudgementForm,
): Promise<FastifyReply> {
  const dossierId = dossierIn(request)
  const met = meet(site, request, await site.door.enter(visitor, capacityJudgements, dossierId, undefined))
  const whose = await whoseDossier(site, request, visitor, dossierId)
  const birth = await birthOf(site, visitor, dossierId)
  const { recorded, ended } = request.query as { recorded?: string; ended?: string }
  const notice = recorded === '1' ? 'recorded' : ended === '1' ? 'ended' : undefined
  const today = dayInNetherlands(site.now())
  const page = (
    <CapacityPage {...{ site, met, form, dossierId, whose, birth, today, notice }} view={request.view} />
  )
  return sendPage(reply, page, Object.keys(form.errors).length > 0 ? 400 : 200)
}

type Props = {
  site: Site
  view: View
  met: Met<Judgement[]>
  form: JudgementForm
  dossierId: string
  whose: string
  birth: BirthDate | undefined
  today: PlainDate
  notice: 'recorded' | 'ended' | undefined
}

function CapacityPage({ site, view, met, form, dossierId, whose, birth, today, notice }: Props) {
  const { language } = view
  const t = capacityWords(language)
  const path = `/dossiers/${dossierId}/capacity`
  const failed = Object.keys(form.errors).length > 0
  const holds = met.value.find(({ revokedAt }) => revokedAt === undefined)
  const may = met.can('write', 'network')
  return (
    <Page view={view} title={t('title')} current="/clients" narrow failed={failed}>
      {notice && <Notice kind="good">{t(notice)}</Notice>}
      <PageHead title={t('title')} under={whose} lead={t('lead')} />
      <ErrorSummary form={form} />
      <WhyShown site={site} facts={met.facts} />
      <Heading>{t('nowTitle')}</Heading>
      <WhoDecides {...{ birth, today, language }} able={holds?.able} parentsMay={holds?.parentsMay ?? true} />
      <Heading>{t('judgements')}</Heading>
      {met.value.length === 0 && <Text>{t('none')}</Text>}
      <Judgements judgements={met.value} {...{ language, path, may }} />
      {may && <JudgementFields {...{ form, path, language }} asksParents={parentsAreAsked(birth, today)} />}
      <Text>
        <Link href={`/dossiers/${dossierId}/representatives`}>{t('back')}</Link>
      </Text>
    </Page>
  )
}

function Judgements({
  judgements,
  language,
  path,
  may,
}: {
  judgements: readonly Judgement[]
  language: View['language']
  path: string
  may: boolean
}) {
  const t = capacityWords(language)
  const takeBack = (id: string) => (
    <Form action={`${path}/${id}/end`}>
      <Button kind="secondary">{t('takeBack')}</Button>
    </Form>
  )
  return (
    <List>
      {judgements.map((one) => (
        <Line
          key={one.id}
          mark={t(one.able ? 'yesMark' : 'noMark')}
          action={may && !one.revokedAt ? takeBack(one.id) : undefined}
        >
          <b>{t(one.able ? 'able' : 'notAble')}</b> {!one.parentsMay && <b>{t('parentsOut')}</b>}{' '}
          {one.revokedAt && <Tag kind="due">{t('takenBack', { at: one.revokedAt })}</Tag>}
          <br />
          {one.grounds}
          <br />
          <span class="small quiet">
            {t('weighed', { on: new Date(`${one.weighedOn}T12:00:00Z`), name: one.by })}
          </span>
        </Line>
      ))}
    </List>
  )
}

function JudgementFields({
  form,
  path,
  asksParents,
  language,
}: {
  form: JudgementForm
  path: string
  asksParents: boolean
  language: View['language']
}) {
  const t = capacityWords(language)
  const able = [
    { value: 'yes', label: t('yes'), hint: t('yesHint') },
    { value: 'no', label: t('no') },
  ]
  const parents = [
    { value: 'yes', label: t('parentsYes') },
    { value: 'no', label: t('parentsNo'), hint: t('parentsNoHint') },
  ]
  return (
    <section>
      <Heading>{t('add')}</Heading>
      <Form action={path} stack>
        <RadioGroup form={form} name="able" label={t('finding')} options={able} />
        {asksParents && <RadioGroup form={form} name="parents" label={t('looking')} options={parents} />}
        <DayField form={form} name="weighedOn" label={t('weighedOn')} />
        <TextArea form={form} name="grounds" label={t('grounds')} hint={t('groundsHint')} maxlength={2000} />
        <div>
          <Button>{t('record')}</Button>
        </div>
      </Form>
    </section>
  )
}
