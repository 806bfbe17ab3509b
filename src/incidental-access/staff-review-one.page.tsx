import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { compareDates, dayInNetherlands, isRefusal, type PlainDate, parsePlainDate } from '../kernel/index.ts'
import { addPage, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  DayField,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  Heading,
  type Language,
  Notice,
  NotThere,
  Page,
  PageHead,
  RadioGroup,
  readForm,
  sendPage,
  Text,
  TextArea,
  type View,
  withError,
} from '../web/index.ts'
import { AccessFacts } from './access-facts.tsx'
import type { AccessWords } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'
import {
  examineAccess,
  JUDGEMENTS,
  judgeAccess,
  letClientHear,
  type ReviewItem,
  reviewList,
} from './incidental-access.ts'

const JudgeSchema = Type.Object({
  judgement: Type.Union(JUDGEMENTS.map((one) => Type.Literal(one))),
  words: Type.String({ minLength: 3, maxLength: 2000 }),
})
const SoonerSchema = Type.Object({ toldFrom: Type.String({ maxLength: 10 }) })
type Forms = { judge?: FormState<'judgement' | 'words'>; sooner?: FormState<'toldFrom'> }
type Look = { site: Site; request: FastifyRequest; reply: FastifyReply; visitor: Visitor }

const PATH = '/incidental-access/reviews/:access'

/** `/incidental-access/reviews/:access`: one access, why it was, the judgement; and letting the client hear of an emergency sooner. */
export function reviewOnePage(site: Site): void {
  addPage(site, 'GET', PATH, (request, reply, visitor) => showOne({ site, request, reply, visitor }, {}))
  addPage(site, 'POST', PATH, async (request, reply, visitor) => {
    const look = { site, request, reply, visitor }
    const t = incidentalWords(request.view.language)
    const answer = readForm(JudgeSchema, request.body, request.view.language, {
      labels: { judgement: t('judgementName'), words: t('wordsName') },
    })
    const { row } = await itemIn(look)
    if (!answer.ok) return showOne(look, { judge: answer.form })
    meet(site, request, await judgeAccess(site.door, site.vault, visitor, { row, ...answer.values }))
    return reply.redirect('/incidental-access/reviews?judged=1', 303)
  })
  addPage(site, 'POST', `${PATH}/sooner`, async (request, reply, visitor) => {
    const look = { site, request, reply, visitor }
    const t = incidentalWords(request.view.language)
    const answer = readForm(SoonerSchema, request.body, request.view.language, {
      labels: { toldFrom: t('sooner') },
    })
    const { row } = await itemIn(look)
    if (!answer.ok) return showOne(look, { sooner: answer.form })
    const wrong = () => showOne(look, { sooner: withError(answer.form, 'toldFrom', t('not-sooner')) })
    const toldFrom = parsePlainDate(answer.values.toldFrom)
    if (isRefusal(toldFrom)) return wrong()
    const access = { accessId: row.access_id, toldFrom }
    const { value } = meet(site, request, await letClientHear(site.door, visitor, access))
    if (value !== undefined) return wrong()
    return reply.redirect(`/incidental-access/reviews/${row.access_id}?sooner=1`, 303)
  })
}

async function itemIn({ site, request, visitor }: Look): Promise<ReviewItem> {
  const { access: id } = request.params as { access?: string }
  const { value } = meet(site, request, await site.door.enter(visitor, reviewList, null, undefined))
  const item = value.find((one) => one.row.access_id === id)
  if (!item) throw new NotThere()
  return item
}

async function showOne(look: Look, forms: Forms): Promise<FastifyReply> {
  const { site, request, reply, visitor } = look
  const item = await itemIn(look)
  const { row } = item
  const question = { accessId: row.access_id, from: row.from_at, until: new Date(row.until_at.getTime() + 1) }
  const met = meet(site, request, await site.door.enter(visitor, examineAccess, row.dossier_id, question))
  const failed = forms.judge !== undefined || forms.sooner !== undefined
  const { sooner } = request.query as { sooner?: string }
  const page = (
    <OnePage
      {...{ site, met, item, forms, failed }}
      view={request.view}
      changed={sooner === '1' && !failed}
    />
  )
  return sendPage(reply, page, failed ? 400 : 200)
}

type Props = {
  site: Site
  view: View
  met: Met<AccessWords | undefined>
  item: ReviewItem
  forms: Forms
  failed: boolean
  changed: boolean
}

function OnePage({ site, view, met, item, forms, failed, changed }: Props) {
  const { language } = view
  const t = incidentalWords(language)
  const toldFrom = met.value?.toldFrom
  const postponed = toldFrom !== undefined && compareDates(toldFrom, dayInNetherlands(site.now())) > 0
  const own = item.row.staff_id === met.facts.actor.id
  const judge = forms.judge ?? emptyForm(JudgeSchema)
  return (
    <Page view={view} title={t('reviewTitle')} current="/incidental-access/reviews" narrow failed={failed}>
      {changed && toldFrom && <Notice kind="good">{t('soonerDone', { told: noon(toldFrom) })}</Notice>}
      <PageHead title={t('reviewTitle')} />
      {forms.sooner ? <ErrorSummary form={forms.sooner} /> : <ErrorSummary form={judge} />}
      <AccessFacts {...{ item, language }} words={met.value} statement={statementOf(site, met.facts)} />
      {own ? <Text>{t('ownLook')}</Text> : <JudgeFields {...{ item, language }} form={judge} />}
      {postponed && (
        <SoonerFields {...{ item, language, toldFrom }} form={forms.sooner ?? emptyForm(SoonerSchema)} />
      )}
    </Page>
  )
}

type FieldsProps<Name extends string> = { item: ReviewItem; language: Language; form: FormState<Name> }

function JudgeFields({ item, language, form }: FieldsProps<'judgement' | 'words'>) {
  const t = incidentalWords(language)
  return (
    <Form action={`/incidental-access/reviews/${item.row.access_id}`} stack>
      <RadioGroup
        form={form}
        name="judgement"
        label={t('judgement')}
        options={JUDGEMENTS.map((one) => ({ value: one, label: t(one) }))}
      />
      <TextArea form={form} name="words" label={t('words')} rows={4} maxlength={2000} />
      <div>
        <Button>{t('judge')}</Button>
      </div>
    </Form>
  )
}

/** The worker chose when the client hears of the emergency; the officer can bring that day forward, never put it off. */
function SoonerFields({ item, language, form, toldFrom }: FieldsProps<'toldFrom'> & { toldFrom: PlainDate }) {
  const t = incidentalWords(language)
  return (
    <section>
      <Heading>{t('soonerTitle')}</Heading>
      <Form action={`/incidental-access/reviews/${item.row.access_id}/sooner`} stack>
        <DayField
          form={form}
          name="toldFrom"
          label={t('sooner')}
          hint={t('soonerHint', { told: noon(toldFrom) })}
        />
        <div>
          <Button kind="secondary">{t('soonerDo')}</Button>
        </div>
      </Form>
    </section>
  )
}

/** The middle of a day: the same day in every zone that is near. */
const noon = (day: PlainDate) => new Date(`${day}T12:00:00Z`)
