import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { addPage, meet, type Site, statementOf } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  Heading,
  Line,
  List,
  Notice,
  NotThere,
  Page,
  PageHead,
  RadioGroup,
  Refusal,
  readForm,
  sendPage,
  Text,
  TextArea,
  useView,
} from '../web/index.ts'
import { JUDGEMENTS } from './signals.store.ts'
import { judgeSignal, listSignals, type Signal, wordsOf } from './signals.ts'
import { signalWords } from './signals.words.ts'

const JudgeSchema = Type.Object({
  judgement: Type.Union(JUDGEMENTS.map((one) => Type.Literal(one))),
  words: Type.String({ minLength: 10, maxLength: 2000 }),
})
type JudgeForm = FormState<'judgement' | 'words'>
type Trouble = { form?: JudgeForm; why?: 'own' | 'gone' }
type Look = { site: Site; request: FastifyRequest; reply: FastifyReply; visitor: Visitor }

/** `/signals`: what the ledger shows about who looks; `/signals/:signal`: one of them, to judge. */
export function signalsPage(site: Site): void {
  addPage(site, 'GET', '/signals', (request, reply, visitor) => showList({ site, request, reply, visitor }))
  addPage(site, 'GET', '/signals/:signal', (request, reply, visitor) =>
    showOne({ site, request, reply, visitor }),
  )
  addPage(site, 'POST', '/signals/:signal', async (request, reply, visitor) => {
    const look = { site, request, reply, visitor }
    const t = signalWords(request.view.language)
    const labels = { judgement: t('judgement'), words: t('words') }
    const answer = readForm(JudgeSchema, request.body, request.view.language, { labels })
    if (!answer.ok) return showOne(look, { form: answer.form })
    const { signal } = await found(look)
    const { value } = meet(site, request, await judgeSignal(site, visitor, { ...signal, ...answer.values }))
    if (value !== undefined) return showOne(look, { why: value === 'own-looking' ? 'own' : 'gone' })
    return reply.redirect('/signals?done=judged', 303)
  })
}

/** What a signal is called in an address: it is computed anew at each look, so it has no id. */
function nameOf({ kind, actorId, dossierId, onDay }: Signal): string {
  return [kind, actorId, dossierId ?? onDay].join('_')
}

async function found({ site, request, visitor }: Look) {
  const met = meet(site, request, await site.door.enter(visitor, listSignals, null, site.now()))
  const { signal: name } = request.params as { signal?: string }
  const signal = met.value.find((one) => !one.judged && nameOf(one) === name)
  if (!signal) throw new NotThere()
  return { met, signal }
}

async function showList({ site, request, reply, visitor }: Look): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, listSignals, null, site.now()))
  const { view } = request
  const t = signalWords(view.language)
  const statement = statementOf(site, met.facts)
  const open = met.value.filter((one) => !one.judged)
  const judged = await Promise.all(
    met.value.flatMap((signal) =>
      signal.judged
        ? [wordsOf(site.vault, met.facts.organisation, signal.judged).then((words) => ({ signal, words }))]
        : [],
    ),
  )
  const { done } = request.query as { done?: string }
  const page = (
    <Page view={view} title={t('title')} current="/signals">
      <PageHead title={t('title')} under={t('count', { count: open.length })} lead={t('lead')} />
      {done && <Notice kind="good">{t('saved')}</Notice>}
      <Heading>{t('open')}</Heading>
      {open.length === 0 && <Text>{t('none')}</Text>}
      <List label={t('open')}>
        {open.map((signal) => (
          <Line
            key={nameOf(signal)}
            action={
              <a
                class="utrecht-button-link utrecht-button utrecht-button--secondary-action"
                href={`/signals/${nameOf(signal)}`}
              >
                {t('judgement')} <span class="unseen">{signal.name}</span>
              </a>
            }
          >
            <About signal={signal} statement={statement} />
          </Line>
        ))}
      </List>
      {judged.length > 0 && <Heading>{t('done')}</Heading>}
      <List label={t('done')}>
        {judged.map(({ signal, words }) => (
          <Line key={`${nameOf(signal)}${signal.judged?.id}`}>
            <About signal={signal} statement={statement} />
            <br />
            <b>
              {signal.judged &&
                t('judged', {
                  judgement: t(signal.judged.judgement),
                  by: signal.judged.by,
                  at: signal.judged.at,
                })}
            </b>
            <br />
            <span class="words">{words}</span>
          </Line>
        ))}
      </List>
    </Page>
  )
  return sendPage(reply, page)
}

async function showOne(look: Look, trouble: Trouble | undefined = undefined): Promise<FastifyReply> {
  const { met, signal } = await found(look)
  const { site, request, reply } = look
  const t = signalWords(request.view.language)
  const form = trouble?.form ?? emptyForm(JudgeSchema)
  const page = (
    <Page view={request.view} title={t('title')} current="/signals" narrow failed={trouble !== undefined}>
      <PageHead title={t(signal.kind)} />
      {trouble?.why && <Refusal why={t(trouble.why)} />}
      <ErrorSummary form={form} />
      <Text>
        <About signal={signal} statement={statementOf(site, met.facts)} />
      </Text>
      <Form action={`/signals/${nameOf(signal)}`} stack>
        <RadioGroup
          form={form}
          name="judgement"
          label={t('judgement')}
          options={JUDGEMENTS.map((one) => ({ value: one, label: t(one) }))}
        />
        <TextArea
          form={form}
          name="words"
          label={t('words')}
          hint={t('wordsHint')}
          rows={5}
          maxlength={2000}
        />
        <div>
          <Button>{t('judge')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, trouble ? 400 : 200)
}

function About({ signal, statement }: { signal: Signal; statement: Statement }) {
  const { language } = useView()
  const t = signalWords(language)
  return (
    <>
      <b>{t(signal.kind)}</b>
      <br />
      {signal.name}, {statement.label(language, `roles.${signal.role}`)}
      {signal.clientNumber
        ? ` · ${t('client', { number: signal.clientNumber })}`
        : ` · ${t('dossiers', { count: signal.dossiers })}`}
      {` · ${t('times', { count: signal.times })}`}
      <br />
      <span class="quiet small">
        {t('between', { from: signal.firstAt, at: signal.firstAt, until: signal.lastAt })}
      </span>
    </>
  )
}
