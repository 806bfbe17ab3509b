import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  DayField,
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
  readForm,
  Select,
  sendPage,
  Text,
  withError,
} from '../web/index.ts'
import { doneIn } from './address.page.ts'
import { handOver, lookAtCaseloads } from './involve.ts'
import { involvedWords } from './involved.words.ts'
import { type Conflict, conflictOf } from './keep-people.ts'
import { ConflictNotice, dayIn, isUuid, PeopleTabs } from './page-parts.tsx'

const HandoverSchema = Type.Object({
  leaver: Type.String({ maxLength: 36 }),
  taker: Type.String({ maxLength: 36 }),
  how: Type.Union([Type.Literal('for-a-while'), Type.Literal('for-good')]),
  from: Type.String({ maxLength: 10 }),
  until: Type.Optional(Type.String({ maxLength: 10 })),
})
type HandoverForm = FormState<'leaver' | 'taker' | 'how' | 'from' | 'until'>

/** `/people/handover`: the manager of a team gives the clients of a colleague to another, without reading any of them. */
export function handoverPage(site: Site): void {
  addPage(site, 'GET', '/people/handover', (request, reply, visitor) =>
    showHandover(site, request, reply, visitor),
  )
  addPage(site, 'POST', '/people/handover', async (request, reply, visitor) => {
    const answer = readHandover(request)
    if (!answer.ok) return showHandover(site, request, reply, visitor, { form: answer.form })
    const { value } = meet(site, request, await handOver(site.door, visitor, answer.handover))
    const conflict = conflictOf(value)
    if (conflict) return showHandover(site, request, reply, visitor, { form: answer.form, conflict })
    return reply.redirect('/people/handover?done=over', 303)
  })
}

function readHandover(request: FastifyRequest) {
  const { language } = request.view
  const t = involvedWords(language)
  const labels = { leaver: t('leaver'), taker: t('taker'), how: t('how'), from: t('from'), until: t('until') }
  const answer = readForm(HandoverSchema, request.body, language, { labels })
  if (!answer.ok) return answer
  const { leaver, taker, how } = answer.values
  if (!isUuid(leaver) || !isUuid(taker)) throw new NotThere()
  const wrong = (name: 'from' | 'until', text: 'notADate' | 'needsUntil' | 'noUntil') =>
    ({ ok: false, form: withError(answer.form, name, t(text)) }) as const
  const from = dayIn(answer.values.from)
  const until = dayIn(answer.values.until)
  if (!from) return wrong('from', 'notADate')
  if (answer.values.until !== undefined && !until) return wrong('until', 'notADate')
  if (how === 'for-a-while' && !until) return wrong('until', 'needsUntil')
  if (how === 'for-good' && until) return wrong('until', 'noUntil')
  return { ok: true, form: answer.form, handover: { leaver, taker, from, until } } as const
}

async function showHandover(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  trouble: { form: HandoverForm; conflict?: Conflict } | undefined = undefined,
): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, lookAtCaseloads, null, undefined))
  if (!met.can('grant', 'existence', { relation: 'same-team', use: 'review' })) throw new NotThere()
  const { language } = request.view
  const t = involvedWords(language)
  const statement = statementOf(site, met.facts)
  const { caseloads, colleagues } = met.value
  const form = trouble?.form ?? emptyForm(HandoverSchema, { from: dayInNetherlands(site.now()) })
  const page = (
    <Page view={request.view} title={t('handoverTitle')} current="/people" failed={trouble !== undefined}>
      <PageHead title={t('handoverTitle')} lead={t('handoverLead')} />
      <PeopleTabs current="/people/handover" can={met.can} />
      {!trouble && doneIn(request, ['over']) && <Notice kind="good">{t('doneHandedOver')}</Notice>}
      <ConflictNotice conflict={trouble?.conflict} />
      <ErrorSummary form={form} />
      <section>
        <Heading>{t('loads')}</Heading>
        {caseloads.length === 0 && <Text>{t('noLoads')}</Text>}
        <List label={t('loads')}>
          {caseloads.map((one) => (
            <Line key={one.id} mark={t('load', { count: one.dossiers })}>
              <b>{one.name}</b>
            </Line>
          ))}
        </List>
      </section>
      <Form action="/people/handover" stack>
        <Select
          form={form}
          name="leaver"
          label={t('leaver')}
          options={caseloads.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          form={form}
          name="taker"
          label={t('taker')}
          hint={t('onlyWhoComesIn')}
          options={colleagues.map(({ id, name, role }) => ({
            value: id,
            label: `${name}, ${statement.label(language, `roles.${role}`)}`,
          }))}
        />
        <RadioGroup
          form={form}
          name="how"
          label={t('how')}
          options={[
            { value: 'for-a-while', label: t('forAWhile') },
            { value: 'for-good', label: t('forGood') },
          ]}
        />
        <DayField form={form} name="from" label={t('from')} />
        <DayField form={form} name="until" label={t('until')} hint={t('untilHint')} optional />
        <div>
          <Button>{t('handOver')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, trouble ? (trouble.conflict ? 409 : 400) : 200)
}
