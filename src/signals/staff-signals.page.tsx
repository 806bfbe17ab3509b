import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { addPage, meet, type Site, statementOf } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  ButtonLink,
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
  plainDay,
  RadioGroup,
  Refusal,
  readForm,
  sendPage,
  Tag,
  Text,
  TextArea,
  timeOfDay,
  useView,
} from '../web/index.ts'
import { JUDGEMENTS } from './signals.store.ts'
import { isOverdue, judgeSignal, listSignals, type Signal, wordsOf } from './signals.ts'
import { signalWords } from './signals.words.ts'

const JudgeSchema = Type.Object({
  version: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
  judgement: Type.Union(JUDGEMENTS.map((one) => Type.Literal(one))),
  words: Type.String({ minLength: 10, maxLength: 2000 }),
})
type JudgeForm = FormState<'version' | 'judgement' | 'words'>
const CONFLICTS = ['own-looking', 'changed', 'judged-already'] as const
type Conflict = (typeof CONFLICTS)[number] | 'gone'
type Trouble = { form: JudgeForm; why?: Conflict }
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
    const labels = { version: t('judgement'), judgement: t('judgement'), words: t('wordsName') }
    const answer = readForm(JudgeSchema, request.body, request.view.language, { labels })
    if (!answer.ok) return showOne(look, { form: answer.form })
    const { signal } = await found(look)
    const { version, judgement, words } = answer.values
    const judging = { signalId: signal.id, version: Number(version), judgement, words }
    const { value } = meet(site, request, await judgeSignal(site, visitor, judging))
    if (value !== undefined)
      return showOne(look, { form: answer.form, why: CONFLICTS.find((one) => one === value) ?? 'gone' })
    return reply.redirect('/signals?done=judged', 303)
  })
}

async function found({ site, request, visitor }: Look) {
  const met = meet(site, request, await site.door.enter(visitor, listSignals, null, undefined))
  const { signal: id } = request.params as { signal?: string }
  const signal = met.value.find((one) => one.waits && one.id === id)
  if (!signal) throw new NotThere()
  return { met, signal }
}

async function showList({ site, request, reply, visitor }: Look): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, listSignals, null, undefined))
  const { view } = request
  const t = signalWords(view.language)
  const about = { statement: statementOf(site, met.facts), now: site.now(), own: met.facts.actor.id }
  const shown = await Promise.all(
    met.value.map(async (signal) => ({
      signal,
      words: signal.judged && (await wordsOf(site.vault, met.facts.organisation, signal.judged)),
    })),
  )
  const open = shown.filter(({ signal }) => signal.waits)
  const judged = shown.filter(({ signal }) => !signal.waits)
  const { done } = request.query as { done?: string }
  const page = (
    <Page view={view} title={t('title')} current="/signals">
      {done === 'judged' && <Notice kind="good">{t('saved')}</Notice>}
      <PageHead title={t('title')} under={t('count', { count: open.length })} lead={t('lead')} />
      <Heading>{t('open')}</Heading>
      {open.length === 0 ? (
        <Text>{t('none')}</Text>
      ) : (
        <List label={t('open')}>
          {open.map(({ signal, words }) => (
            <Line
              key={signal.id}
              mark={timeOfDay(signal.firstAt, view.language)}
              action={signal.actorId !== about.own && <ToJudge signal={signal} />}
            >
              <About {...about} signal={signal} />
              <Judged signal={signal} words={words} />
            </Line>
          ))}
        </List>
      )}
      {judged.length > 0 && (
        <>
          <Heading>{t('done')}</Heading>
          <List label={t('done')}>
            {judged.map(({ signal, words }) => (
              <Line key={signal.id} mark={timeOfDay(signal.firstAt, view.language)}>
                <About {...about} signal={signal} />
                <Judged signal={signal} words={words} />
              </Line>
            ))}
          </List>
        </>
      )}
    </Page>
  )
  return sendPage(reply, page)
}

function ToJudge({ signal }: { signal: Signal }) {
  const t = signalWords(useView().language)
  return (
    <ButtonLink kind="secondary" href={`/signals/${signal.id}`}>
      {t('toJudge')} <span class="unseen">{`${signal.name}: ${t(signal.kind)}`}</span>
    </ButtonLink>
  )
}

async function showOne(look: Look, trouble: Trouble | undefined = undefined): Promise<FastifyReply> {
  const { met, signal } = await found(look)
  const { site, request, reply } = look
  const t = signalWords(request.view.language)
  const form = trouble?.form ?? emptyForm(JudgeSchema)
  const about = { statement: statementOf(site, met.facts), now: site.now(), own: met.facts.actor.id, signal }
  const words = signal.judged && (await wordsOf(site.vault, met.facts.organisation, signal.judged))
  const page = (
    <Page view={request.view} title={t('title')} current="/signals" narrow failed={trouble !== undefined}>
      <PageHead title={t('judgeTitle')} />
      {trouble?.why && <Refusal why={t(trouble.why)} />}
      <ErrorSummary form={form} />
      <Text>
        <About {...about} />
        <Judged signal={signal} words={words} />
      </Text>
      {signal.actorId === about.own ? <Text>{t('own-looking')}</Text> : <JudgeFields {...{ form, signal }} />}
    </Page>
  )
  return sendPage(reply, page, trouble ? 400 : 200)
}

function JudgeFields({ form, signal }: { form: JudgeForm; signal: Signal }) {
  const t = signalWords(useView().language)
  return (
    <Form action={`/signals/${signal.id}`} stack>
      <input type="hidden" name="version" value={signal.version} />
      <RadioGroup
        form={form}
        name="judgement"
        label={t('judgement')}
        options={JUDGEMENTS.map((one) => ({ value: one, label: t(one) }))}
      />
      <TextArea form={form} name="words" label={t('words')} hint={t('wordsHint')} rows={5} maxlength={2000} />
      <div>
        <Button>{t('judge')}</Button>
      </div>
    </Form>
  )
}

type AboutProps = { signal: Signal; statement: Statement; now: Date; own: string }

/** Who did what, and when; of the client at most the number. */
function About({ signal, statement, now, own }: AboutProps) {
  const { language } = useView()
  const t = signalWords(language)
  return (
    <>
      <b>{t(signal.kind)}</b> {isOverdue(signal, now) && <Tag kind="late">{t('late')}</Tag>}{' '}
      {signal.actorId === own && <Tag kind="due">{t('ownTag')}</Tag>}
      <br />
      {signal.name}, {statement.label(language, `roles.${signal.role}`)}
      {signal.clientNumber
        ? ` · ${t('client', { number: signal.clientNumber })}`
        : ` · ${t('dossiers', { count: signal.dossiers })}`}
      {` · ${t('times', { count: signal.times })}`}
      <br />
      <span class="quiet small">{t(whenOf(signal), { from: signal.firstAt, until: signal.lastAt })}</span>
    </>
  )
}

function whenOf({ times, firstAt, lastAt }: Signal): 'once' | 'sameDay' | 'between' {
  if (times <= 1) return 'once'
  return plainDay(firstAt) === plainDay(lastAt) ? 'sameDay' : 'between'
}

/** The last judgement with its words; nothing before the first. */
function Judged({ signal: { judged, waits }, words }: { signal: Signal; words: string | undefined }) {
  const t = signalWords(useView().language)
  if (!judged) return null
  const { judgement, by, at } = judged
  return (
    <>
      <br />
      <b>
        {t(waits && judgement !== 'follow-up' ? 'judgedBefore' : 'judged', {
          judgement: t(judgement),
          by,
          at,
        })}
      </b>
      <br />
      <span class="words">{words}</span>
    </>
  )
}
