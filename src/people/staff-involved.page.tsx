import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Use, Visitor } from '../door/index.ts'
import { dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { addPage, dossierIn, type Met, meet, type Site, statementOf, WhyShown } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  ButtonLink,
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
  readForm,
  Select,
  sendPage,
  Text,
  useView,
  withError,
} from '../web/index.ts'
import { doneIn, idIn } from './address.page.ts'
import { endInvolvement, involve, whoIsInvolved } from './involve.ts'
import { involvedWords } from './involved.words.ts'
import type { Colleague, Involvement } from './involvement.store.ts'
import { type Conflict, conflictOf } from './keep-people.ts'
import { ConflictNotice, dayIn, isUuid, noon } from './page-parts.tsx'
import { employerName } from './person.ts'

const AddSchema = Type.Object({
  colleague: Type.String({ maxLength: 36 }),
  from: Type.String({ maxLength: 10 }),
  until: Type.Optional(Type.String({ maxLength: 10 })),
})
const EndSchema = Type.Object({})
type AddForm = FormState<'colleague' | 'from' | 'until'>

/** `/dossiers/:dossier/involved`: who is involved; adding a colleague, ending one's own. */
export function involvedPage(site: Site): void {
  addPage(site, 'GET', '/dossiers/:dossier/involved', (request, reply, visitor) =>
    showInvolved(site, request, reply, visitor),
  )

  addPage(site, 'POST', '/dossiers/:dossier/involved', async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const answer = readAdd(request)
    if (!answer.ok) return showInvolved(site, request, reply, visitor, { form: answer.form })
    const asked = { dossierId, ...answer.asked }
    const use = await useOf(site, request, visitor)
    const { value } = meet(site, request, await involve(site.door, visitor, use, asked))
    const conflict = conflictOf(value)
    if (conflict) return showInvolved(site, request, reply, visitor, { form: answer.form, conflict })
    return reply.redirect(`/dossiers/${dossierId}/involved?done=added`, 303)
  })

  addPage(site, 'POST', '/dossiers/:dossier/involved/:person/end', async (request, reply, visitor) => {
    readForm(EndSchema, request.body, request.view.language, { labels: {} })
    const dossierId = dossierIn(request)
    const staffId = idIn(request, 'person')
    const use = await useOf(site, request, visitor)
    const { value, facts } = meet(
      site,
      request,
      await endInvolvement(site.door, visitor, use, { dossierId, staffId }),
    )
    const conflict = conflictOf(value)
    if (conflict) return showInvolved(site, request, reply, visitor, { conflict })
    // who ended the own involvement may see nothing of this dossier any more
    const back = facts.actor.id === staffId ? '/' : `/dossiers/${dossierId}/involved?done=ended`
    return reply.redirect(back, 303)
  })
}

/** An involved worker adds colleagues for the support itself, a team manager for managing: the rules say who has which. */
async function useOf(site: Site, request: FastifyRequest, visitor: Visitor): Promise<Use> {
  const { can } = meet(site, request, await site.door.greet(visitor))
  return can('grant', 'existence', { relation: 'involved', use: 'support' }) ? 'support' : 'review'
}

function readAdd(request: FastifyRequest) {
  const { language } = request.view
  const t = involvedWords(language)
  const labels = { colleague: t('colleague'), from: t('from'), until: t('until') }
  const answer = readForm(AddSchema, request.body, language, { labels })
  if (!answer.ok) return answer
  const from = dayIn(answer.values.from)
  const until = dayIn(answer.values.until)
  if (!isUuid(answer.values.colleague)) throw new NotThere()
  if (!from) return { ok: false, form: withError(answer.form, 'from', t('notADate')) } as const
  if (answer.values.until !== undefined && !until)
    return { ok: false, form: withError(answer.form, 'until', t('notADate')) } as const
  return { ok: true, form: answer.form, asked: { staffId: answer.values.colleague, from, until } } as const
}

type Shown = { involved: Involvement[]; colleagues: Colleague[] }

async function showInvolved(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  trouble: { form?: AddForm; conflict?: Conflict } | undefined = undefined,
): Promise<FastifyReply> {
  const dossierId = dossierIn(request)
  const act = whoIsInvolved(await useOf(site, request, visitor))
  const met = meet(site, request, await site.door.enter(visitor, act, dossierId, undefined))
  const { view } = request
  const t = involvedWords(view.language)
  const today = dayInNetherlands(site.now())
  const statement = statementOf(site, met.facts)
  const form = trouble?.form ?? emptyForm(AddSchema, { from: today })
  const done = trouble ? undefined : doneIn(request, ['added', 'ended'])
  const current = (one: Involvement) => one.from <= today && (one.until === null || one.until >= today)
  const now = met.value.involved.filter(current)
  const others = met.value.involved.filter((one) => !current(one))
  const about = { met, statement, dossierId, today }
  const page = (
    <Page view={view} title={t('title')} current="/clients" failed={trouble !== undefined}>
      <PageHead
        title={t('title')}
        above={met.facts.clientNumber}
        lead={t('lead')}
        actions={
          met.facts.relation === 'involved' && (
            <ButtonLink href={`/dossiers/${dossierId}`} kind="secondary">
              {t('toDossier')}
            </ButtonLink>
          )
        }
      />
      {done && <Notice kind="good">{t(done === 'added' ? 'doneAdded' : 'doneEnded')}</Notice>}
      <ConflictNotice conflict={trouble?.conflict} />
      <ErrorSummary form={form} />
      <WhyShown site={site} facts={met.facts} />
      <Involvements {...about} title={t('now')} people={now} mayEnd />
      {others.length > 0 && <Involvements {...about} title={t('before')} people={others} />}
      <AddForm {...{ form, statement, dossierId, colleagues: met.value.colleagues, now }} />
    </Page>
  )
  return sendPage(reply, page, trouble ? (trouble.conflict ? 409 : 400) : 200)
}

type ListProps = {
  met: Met<Shown>
  statement: Statement
  dossierId: string
  today: PlainDate
  title: string
  people: readonly Involvement[]
  mayEnd?: true
}

function Involvements({ met, statement, dossierId, today, title, people, mayEnd }: ListProps) {
  const { language } = useView()
  const t = involvedWords(language)
  const { actor, relation } = met.facts
  return (
    <section>
      <Heading>{title}</Heading>
      <List label={title}>
        {people.map((one) => (
          <Line
            key={`${one.staffId}${one.from}`}
            mark={daysOf(one, today, t)}
            action={
              mayEnd &&
              (one.staffId === actor.id || relation === 'same-team') && (
                <Form action={`/dossiers/${dossierId}/involved/${one.staffId}/end`}>
                  <Button kind="secondary">
                    {t(one.staffId === actor.id ? 'stopOwn' : 'stop')} <span class="unseen">{one.name}</span>
                  </Button>
                </Form>
              )
            }
          >
            <b>{one.name}</b>, {statement.label(language, `roles.${one.role}`)},{' '}
            {employerName(statement, one.employer)}
          </Line>
        ))}
      </List>
    </section>
  )
}

function daysOf({ from, until }: Involvement, today: PlainDate, t: ReturnType<typeof involvedWords>): string {
  if (until !== null && until < from) return t('untilOn', { until: noon(until) })
  if (until !== null) return t('fromUntil', { from: noon(from), until: noon(until) })
  return t(from > today ? 'startsOn' : 'since', { on: noon(from) })
}

type AddProps = {
  form: AddForm
  statement: Statement
  dossierId: string
  colleagues: readonly Colleague[]
  now: readonly Involvement[]
}

function AddForm({ form, statement, dossierId, colleagues, now }: AddProps) {
  const { language } = useView()
  const t = involvedWords(language)
  const already = new Set(now.map((one) => one.staffId))
  const options = colleagues
    .filter(({ id }) => !already.has(id))
    .map(({ id, name, role, employer }) => ({
      value: id,
      label: `${name}, ${statement.label(language, `roles.${role}`)}, ${employerName(statement, employer)}`,
    }))
  return (
    <section>
      <Heading>{t('addTitle')}</Heading>
      <Text>{t('addLead')}</Text>
      <Form action={`/dossiers/${dossierId}/involved`} stack>
        <Select
          form={form}
          name="colleague"
          label={t('colleague')}
          hint={t('onlyWhoComesIn')}
          options={options}
        />
        <DayField form={form} name="from" label={t('from')} />
        <DayField form={form} name="until" label={t('until')} optional />
        <div>
          <Button>{t('add')}</Button>
        </div>
      </Form>
    </section>
  )
}
