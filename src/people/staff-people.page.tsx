import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { addPage, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  ButtonLink,
  DayField,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  Link,
  Page,
  PageHead,
  readForm,
  Select,
  sendPage,
  Table,
  useView,
  type View,
  withError,
} from '../web/index.ts'
import { clearanceStates, firstToClose } from './clearance.ts'
import { conflictWords } from './conflict.words.ts'
import { addStaff, conflictOf, listPeople } from './keep-people.ts'
import { ClearanceTag, dayIn, noon, PeopleTabs } from './page-parts.tsx'
import { peopleWords } from './people.words.ts'
import { employerName, employersOf, functionsOf, type Person, worksOn } from './person.ts'
import { WayInTag } from './person-way-in.tsx'

const NewSchema = Type.Object({
  name: Type.String({ minLength: 2, maxLength: 120 }),
  employer: Type.String({ maxLength: 80 }),
  account: Type.Optional(Type.String({ maxLength: 200 })),
  from: Type.String({ maxLength: 10 }),
  postcode: Type.Optional(Type.String({ maxLength: 10, pattern: '^[1-9][0-9]{3} ?[A-Za-z]{2}$' })),
  houseNumber: Type.Optional(Type.String({ maxLength: 10 })),
})
type NewForm = FormState<'name' | 'employer' | 'account' | 'from' | 'postcode' | 'houseNumber'>

/** `/people`: who works here; `/people/new`: adds somebody. */
export function peoplePage(
  site: Site,
  { staffIssuer, ownAccounts }: { staffIssuer: string; ownAccounts: boolean },
): void {
  addPage(site, 'GET', '/people', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.enter(visitor, listPeople, null, undefined))
    const today = dayInNetherlands(site.now())
    return sendPage(
      reply,
      <PeoplePage view={request.view} {...{ met, today }} statement={statementOf(site, met.facts)} />,
    )
  })

  addPage(site, 'GET', '/people/new', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.enter(visitor, listPeople, null, undefined))
    const form = emptyForm(NewSchema, { from: dayInNetherlands(site.now()) })
    return sendNew(request, reply, { statement: statementOf(site, met.facts), ownAccounts }, form)
  })

  addPage(site, 'POST', '/people/new', async (request, reply, visitor) => {
    const t = peopleWords(request.view.language)
    const labels = {
      name: t('name'),
      employer: t('employer'),
      account: t('account'),
      from: t('from'),
      postcode: t('postcode'),
      houseNumber: t('houseNumber'),
    }
    const answer = readForm(NewSchema, request.body, request.view.language, { labels })
    const from = answer.ok ? dayIn(answer.values.from) : undefined
    if (!answer.ok || !from) {
      const met = meet(site, request, await site.door.enter(visitor, listPeople, null, undefined))
      const form = answer.ok ? withError(answer.form, 'from', t('notADate')) : answer.form
      return sendNew(request, reply, { statement: statementOf(site, met.facts), ownAccounts }, form, 400)
    }
    const { name, employer, account, postcode, houseNumber } = answer.values
    const staff = { name, employer, account, from, postcode, houseNumber }
    const added = await addStaff({ ...site, staffIssuer }, visitor, staff)
    const { value, facts } = meet(site, request, added.answer)
    const conflict = conflictOf(value)
    if (!conflict) return reply.redirect(`/people/${added.id}?done=add`, 303)
    const field = conflict === 'unknown-employer' ? 'employer' : 'account'
    const form = withError(answer.form, field, conflictWords(request.view.language)(conflict))
    return sendNew(request, reply, { statement: statementOf(site, facts), ownAccounts }, form, 409)
  })
}

type PeopleProps = {
  view: View
  met: Met<Person[]>
  today: PlainDate
  statement: Statement
}

function PeoplePage({ view, met, today, statement }: PeopleProps) {
  const t = peopleWords(view.language)
  const people = met.value.toSorted((a, b) => Number(worksOn(b, today)) - Number(worksOn(a, today)))
  return (
    <Page view={view} title={t('people')} current="/people">
      <PageHead
        title={t('people')}
        lead={t('peopleLead')}
        actions={<ButtonLink href="/people/new">{t('add')}</ButtonLink>}
      />
      <PeopleTabs current="/people" can={met.can} />
      <Table
        stacks
        caption={t('people')}
        head={[t('name'), t('function'), t('employer'), t('team'), t('declarations')]}
      >
        {people.map((person) => (
          <PersonRow key={person.id} {...{ person, today, statement }} />
        ))}
      </Table>
    </Page>
  )
}

function PersonRow({ person, today, statement }: { person: Person; today: PlainDate; statement: Statement }) {
  const { language } = useView()
  const t = peopleWords(language)
  const gone = person.employedUntil !== null && person.employedUntil < today
  const soonest = firstToClose(clearanceStates(person.clearances, today))
  return (
    <tr>
      <th scope="row">
        <Link href={`/people/${person.id}`}>{person.name}</Link> <WayInTag person={person} />
      </th>
      <td>{functionsOf(person, statement, language) || t('noFunction')}</td>
      <td>{employerName(statement, person.employer)}</td>
      <td>{person.teams.map((team) => team.name).join(', ') || t('noTeam')}</td>
      <td>
        {gone ? (
          t('leftOn', { on: noon(person.employedUntil ?? today) })
        ) : (
          <>
            {soonest.state !== 'valid' && `${t(`short-${soonest.kind}`)}: `}
            <ClearanceTag state={soonest} />
          </>
        )}
      </td>
    </tr>
  )
}

function sendNew(
  request: FastifyRequest,
  reply: FastifyReply,
  { statement, ownAccounts }: { statement: Statement; ownAccounts: boolean },
  form: NewForm,
  status = 200,
): FastifyReply {
  const { view } = request
  const t = peopleWords(view.language)
  const page = (
    <Page view={view} title={t('addTitle')} current="/people" narrow failed={status !== 200}>
      <PageHead title={t('addTitle')} lead={t('addLead')} />
      <ErrorSummary form={form} />
      <Form action="/people/new" stack>
        <Field form={form} name="name" label={t('name')} maxlength={120} />
        <Select
          form={form}
          name="employer"
          label={t('employer')}
          options={employersOf(statement).map(({ id, name }) => ({ value: id, label: name }))}
        />
        {!ownAccounts && (
          <Field
            form={form}
            name="account"
            label={t('account')}
            hint={t('accountHint')}
            optional
            maxlength={200}
          />
        )}
        <DayField form={form} name="from" label={t('from')} />
        <Field
          form={form}
          name="postcode"
          label={t('postcode')}
          hint={t('addressHint')}
          optional
          short
          maxlength={10}
        />
        <Field form={form} name="houseNumber" label={t('houseNumber')} optional short maxlength={10} />
        <div>
          <Button>{t('add')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, status)
}
