import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { addPage, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  dateInFull,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  Heading,
  Line,
  Link,
  List,
  Notice,
  NotThere,
  Page,
  PageHead,
  RadioGroup,
  readForm,
  sendPage,
  Tag,
  Text,
  TextArea,
  timeOfDay,
  type View,
} from '../web/index.ts'
import { AccessFacts } from './access-facts.tsx'
import { inOrderOfReview, isLate, waits } from './access-rules.ts'
import type { AccessWords } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'
import { examineAccess, JUDGEMENTS, judgeAccess, type ReviewItem, reviewList } from './incidental-access.ts'

const JudgeSchema = Type.Object({
  judgement: Type.Union(JUDGEMENTS.map((one) => Type.Literal(one))),
  words: Type.String({ minLength: 3, maxLength: 2000 }),
})
type JudgeForm = FormState<'judgement' | 'words'>

/** `/incidental-access/reviews`: the data protection officer judges every incidental access (TOM-9.8). */
export function reviewPages(site: Site): void {
  addPage(site, 'GET', '/incidental-access/reviews', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.enter(visitor, reviewList, null, undefined))
    const { judged } = request.query as { judged?: string }
    return sendPage(reply, <ListPage {...{ site, met }} view={request.view} saved={judged === '1'} />)
  })
  addPage(site, 'GET', '/incidental-access/reviews/:access', async (request, reply, visitor) =>
    showOne(site, request, reply, visitor, emptyForm(JudgeSchema)),
  )
  addPage(site, 'POST', '/incidental-access/reviews/:access', async (request, reply, visitor) => {
    const t = incidentalWords(request.view.language)
    const answer = readForm(JudgeSchema, request.body, request.view.language, {
      labels: { judgement: t('judgement'), words: t('words') },
    })
    if (!answer.ok) return showOne(site, request, reply, visitor, answer.form)
    const { row } = await itemIn(site, request, visitor)
    meet(site, request, await judgeAccess(site.door, site.vault, visitor, { row, ...answer.values }))
    return reply.redirect('/incidental-access/reviews?judged=1', 303)
  })
}

async function itemIn(site: Site, request: FastifyRequest, visitor: Visitor): Promise<ReviewItem> {
  const { access: id } = request.params as { access?: string }
  const { value } = meet(site, request, await site.door.enter(visitor, reviewList, null, undefined))
  const item = value.find((one) => one.row.access_id === id)
  if (!item) throw new NotThere()
  return item
}

async function showOne(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  form: JudgeForm,
): Promise<FastifyReply> {
  const item = await itemIn(site, request, visitor)
  const { row } = item
  const question = { accessId: row.access_id, from: row.from_at, until: new Date(row.until_at.getTime() + 1) }
  const met = meet(site, request, await site.door.enter(visitor, examineAccess, row.dossier_id, question))
  const failed = Object.keys(form.errors).length > 0
  return sendPage(reply, <OnePage {...{ site, met, item, form }} view={request.view} />, failed ? 400 : 200)
}

function ListPage({
  site,
  view,
  met,
  saved,
}: {
  site: Site
  view: View
  met: Met<ReviewItem[]>
  saved: boolean
}) {
  const { language } = view
  const t = incidentalWords(language)
  const waiting = inOrderOfReview(met.value, site.now())
  const judged = met.value.filter((item) => !waits(item)).toReversed()
  return (
    <Page view={view} title={t('reviewsTitle')} current="/incidental-access/reviews">
      {saved && <Notice kind="good">{t('saved')}</Notice>}
      <PageHead title={t('reviewsTitle')} lead={t('reviewsLead')} />
      <Heading>{t('toReview')}</Heading>
      {waiting.length === 0 ? (
        <Text>{t('noneToReview')}</Text>
      ) : (
        <List label={t('toReview')}>
          {waiting.map((item) => (
            <ReviewLine key={item.row.access_id} {...{ site, item, language, met }} />
          ))}
        </List>
      )}
      {judged.length > 0 && (
        <>
          <Heading>{t('judged')}</Heading>
          <List label={t('judged')}>
            {judged.map((item) => (
              <ReviewLine key={item.row.access_id} {...{ site, item, language, met }} />
            ))}
          </List>
        </>
      )}
    </Page>
  )
}

type LineProps = { site: Site; item: ReviewItem; language: View['language']; met: Met<unknown> }

function ReviewLine({ site, item, language, met }: LineProps) {
  const t = incidentalWords(language)
  const statement = statementOf(site, met.facts)
  const { row, name, judge, judgement } = item
  return (
    <Line
      mark={timeOfDay(row.from_at, language)}
      action={waits(item) && <Link href={`/incidental-access/reviews/${row.access_id}`}>{t('review')}</Link>}
    >
      {dateInFull(row.from_at, language)}: <b>{name}</b>, {statement.label(language, `roles.${row.role}`)}{' '}
      {row.emergency && <Tag kind="late">{t('emergency')}</Tag>}{' '}
      {isLate(item, site.now()) && <Tag kind="late">{t('late')}</Tag>}
      <br />
      <span class="small quiet">{statement.label(language, `purposes.${row.purpose}`)}</span>
      {isJudgement(judgement) && row.judged_at && (
        <>
          <br />
          <span class="small">
            {t('judgedBy', { judgement: t(judgement), name: judge ?? '', at: row.judged_at })}
          </span>
        </>
      )}
    </Line>
  )
}

function isJudgement(word: string | undefined): word is (typeof JUDGEMENTS)[number] {
  return JUDGEMENTS.some((one) => one === word)
}

type OneProps = {
  site: Site
  view: View
  met: Met<AccessWords | undefined>
  item: ReviewItem
  form: JudgeForm
}

function OnePage({ site, view, met, item, form }: OneProps) {
  const { language } = view
  const t = incidentalWords(language)
  return (
    <Page
      view={view}
      title={t('reviewTitle')}
      current="/incidental-access/reviews"
      narrow
      failed={Object.keys(form.errors).length > 0}
    >
      <PageHead title={t('reviewTitle')} />
      <ErrorSummary form={form} />
      <AccessFacts {...{ item, language }} words={met.value} statement={statementOf(site, met.facts)} />
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
    </Page>
  )
}
