import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TObject, TProperties } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, meet, type Site, statementOf } from '../shell/index.ts'
import {
  ErrorSummary,
  type FormAnswer,
  type FormState,
  Notice,
  NotThere,
  Page,
  PageHead,
  readForm,
  sendPage,
  Text,
  withError,
} from '../web/index.ts'
import { doneIn, idIn } from './address.page.ts'
import { type Conflict, conflictOf, keep, lookAtPerson } from './keep-people.ts'
import { ConflictNotice, dayIn, isUuid, noon, PeopleTabs } from './page-parts.tsx'
import {
  type Ask,
  askRoleRow,
  endEmploymentRow,
  joinTeamRow,
  leaveTeamRow,
  recordClearanceRow,
} from './people.store.ts'
import { peopleWords } from './people.words.ts'
import { employerName, functionsOf } from './person.ts'
import {
  ClearanceSchema,
  Clearances,
  Employment,
  EndSchema,
  LeaveSchema,
  RoleSchema,
  Roles,
  TeamSchema,
  Teams,
} from './person-content.tsx'

type Section = 'role' | 'clearance' | 'team' | 'end'
/** What went wrong: a conflict, or a form with errors, of which section. */
type Trouble = { section: Section; conflict?: Conflict; form?: FormState<string> }
type Look = { site: Site; request: FastifyRequest; reply: FastifyReply; visitor: Visitor }

const DONE = {
  add: 'doneAdd',
  role: 'doneRole',
  clearance: 'doneClearance',
  team: 'doneTeam',
  end: 'doneEnd',
} as const

/** `/people/:person`: functions, declarations, teams and employment of one person. */
export function personPage(site: Site): void {
  addPage(site, 'GET', '/people/:person', (request, reply, visitor) =>
    showPerson({ site, request, reply, visitor }),
  )
  addSection(site, 'roles', 'role', RoleSchema, (staffId, { role, change }) =>
    askRoleRow({ id: randomUUID(), staffId, role, change }),
  )
  addSection(site, 'clearances', 'clearance', ClearanceSchema, (staffId, { kind, validFrom, validUntil }) => {
    const from = dayIn(validFrom)
    const until = dayIn(validUntil)
    if (!from) return 'validFrom'
    return until ? recordClearanceRow(staffId, { kind, from, until }) : 'validUntil'
  })
  addSection(site, 'teams', 'team', TeamSchema, (staffId, { team, from, until }) => {
    const first = dayIn(from)
    const last = dayIn(until)
    if (!isUuid(team)) throw new NotThere()
    if (!first) return 'from'
    return until !== undefined && !last ? 'until' : joinTeamRow(team, staffId, first, last)
  })
  addSection(site, 'teams/leave', 'team', LeaveSchema, (staffId, { team }) => {
    if (!isUuid(team)) throw new NotThere()
    return leaveTeamRow(team, staffId)
  })
  addSection(site, 'end', 'end', EndSchema, (staffId, { endsOn }) => {
    const last = dayIn(endsOn)
    return last ? endEmploymentRow(staffId, last) : 'endsOn'
  })
}

type Values<Fields extends TProperties> = Extract<FormAnswer<Fields>, { ok: true }>['values']

/** A form of this page. `plan` says what to ask the wall, or names the field whose day is none. */
function addSection<Fields extends TProperties>(
  site: Site,
  path: string,
  section: Section,
  schema: TObject<Fields>,
  plan: (staffId: string, values: Values<Fields>) => Ask | (keyof Fields & string),
): void {
  addPage(site, 'POST', `/people/:person/${path}`, async (request, reply, visitor) => {
    const look = { site, request, reply, visitor }
    const staffId = idIn(request, 'person')
    const t = peopleWords(request.view.language)
    const labels = Object.fromEntries(Object.keys(schema.properties).map((name) => [name, labelOf(name, t)]))
    const answer = readForm(schema, request.body, request.view.language, {
      labels: labels as Record<keyof Fields & string, string>,
    })
    if (!answer.ok) return showPerson(look, { section, form: answer.form })
    const planned = plan(staffId, answer.values)
    if (typeof planned === 'string')
      return showPerson(look, { section, form: withError(answer.form, planned, t('notADate')) })
    const { value } = meet(site, request, await keep(site.door, visitor, planned))
    const conflict = conflictOf(value)
    if (conflict) return showPerson(look, { section, conflict })
    return reply.redirect(`/people/${staffId}?done=${section}`, 303)
  })
}

function labelOf(field: string, t: ReturnType<typeof peopleWords>): string {
  const names = {
    role: t('function'),
    kind: t('kind'),
    validFrom: t('firstDay'),
    validUntil: t('lastDay'),
    team: t('team'),
    from: t('from'),
    until: t('until'),
    endsOn: t('lastWorkingDay'),
  } as const
  return field in names ? names[field as keyof typeof names] : field
}

async function showPerson(
  { site, request, reply, visitor }: Look,
  trouble: Trouble | undefined = undefined,
): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, lookAtPerson, null, idIn(request, 'person')))
  const { person, teams, requests } = met.value
  if (!person) throw new NotThere()
  const { view } = request
  const t = peopleWords(view.language)
  const statement = statementOf(site, met.facts)
  const today = dayInNetherlands(site.now())
  const gone = person.employedUntil !== null && person.employedUntil < today
  const may = met.facts.actor.id !== person.id && !gone
  const about = { person, statement, today, may }
  const formOf = (section: Section) => (trouble?.section === section ? trouble.form : undefined)
  const done = trouble ? undefined : doneIn(request, Object.keys(DONE) as (keyof typeof DONE)[])
  const under = [functionsOf(person, statement, view.language), employerName(statement, person.employer)]
  const page = (
    <Page view={view} title={t('people')} current="/people" failed={trouble !== undefined}>
      <PageHead title={person.name} under={under.filter(Boolean).join(' · ')} />
      <PeopleTabs current="/people" can={met.can} />
      {done && <Notice kind="good">{t(DONE[done])}</Notice>}
      <ConflictNotice conflict={trouble?.conflict} />
      {trouble?.form && <ErrorSummary form={trouble.form} />}
      {met.facts.actor.id === person.id && <Text>{t('itself')}</Text>}
      {person.employedUntil !== null && (
        <Text>
          <b>{t(gone ? 'leftOn' : 'leavesOn', { on: noon(person.employedUntil) })}</b>
        </Text>
      )}
      <div class="stack">
        <Roles {...about} form={formOf('role')} requests={requests} />
        <Clearances {...about} form={formOf('clearance')} />
        <Teams {...about} form={formOf('team')} teams={teams} />
        <Employment {...about} form={formOf('end')} />
      </div>
    </Page>
  )
  return sendPage(reply, page, trouble ? (trouble.conflict ? 409 : 400) : 200)
}
