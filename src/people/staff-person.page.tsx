import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, meet, type Site, statementOf } from '../shell/index.ts'
import {
  ErrorSummary,
  type FormState,
  Notice,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
  useView,
} from '../web/index.ts'
import { doneIn, idIn } from './address.page.ts'
import { type Conflict, lookAtPerson } from './keep-people.ts'
import { ConflictNotice, noon, PeopleTabs } from './page-parts.tsx'
import { peopleWords } from './people.words.ts'
import { employerName, functionsOf, type Person, runningBlock } from './person.ts'
import { Clearances, Employment, Roles, Teams } from './person-content.tsx'
import { Address, Again, Details, Earlier } from './person-details.tsx'
import { Blocking, SignIn, type SignInWay } from './person-way-in.tsx'
import { personForms } from './staff-person-forms.page.ts'
import { wayInWords } from './way-in.words.ts'

export type Section = 'role' | 'clearance' | 'team' | 'end' | 'block' | 'details' | 'address' | 'again'
/** What went wrong: a conflict, or a form with errors, of which section. */
export type Trouble = { section: Section; conflict?: Conflict; form?: FormState<string> }
export type Look = { site: Site; request: FastifyRequest; reply: FastifyReply; visitor: Visitor }
/** Shows the page of the person whom the address names. */
export type ShowPerson = (look: Look, trouble?: Trouble) => Promise<FastifyReply>

const DONE = [
  'add',
  'role',
  'clearance',
  'team',
  'end',
  'block',
  'lifted',
  'withdrawn',
  'details',
  'address',
  'again',
] as const
type Done = (typeof DONE)[number]

/** `/people/:person`: functions, declarations, teams, signing in and employment of one person. */
export function personPage(site: Site, way: SignInWay): ShowPerson {
  const show: ShowPerson = (look, trouble) => showPerson(look, way, trouble)
  addPage(site, 'GET', '/people/:person', (request, reply, visitor) =>
    show({ site, request, reply, visitor }),
  )
  personForms(site, show)
  return show
}

function doneText(done: Done, language: 'nl' | 'en'): string {
  const [t, w] = [peopleWords(language), wayInWords(language)]
  const texts: Record<Done, string> = {
    add: t('doneAdd'),
    role: t('doneRole'),
    clearance: t('doneClearance'),
    team: t('doneTeam'),
    end: t('doneEnd'),
    block: w('doneBlocked'),
    lifted: w('doneLifted'),
    withdrawn: w('doneWithdrawn'),
    details: w('doneCorrected'),
    address: t('doneAddress'),
    again: w('doneAgain'),
  }
  return texts[done]
}

async function showPerson(
  { site, request, reply, visitor }: Look,
  way: SignInWay,
  trouble: Trouble | undefined,
): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, lookAtPerson, null, idIn(request, 'person')))
  const { person, teams, requests } = met.value
  if (!person) throw new NotThere()
  const { view } = request
  const t = peopleWords(view.language)
  const statement = statementOf(site, met.facts)
  const today = dayInNetherlands(site.now())
  const { actor } = met.facts
  const gone = person.employedUntil !== null && person.employedUntil < today
  const may = actor.id !== person.id && !gone
  const about = { person, statement, today, may }
  const formOf = (section: Section) => (trouble?.section === section ? trouble.form : undefined)
  const done = trouble ? undefined : doneIn(request, DONE)
  const under = [functionsOf(person, statement, view.language), employerName(statement, person.employer)]
  // What runs now is seen first; what could be done stands with the rest.
  const blocked = runningBlock(person) !== undefined
  const blocking = <Blocking {...{ person, may }} actorId={actor.id} form={formOf('block')} />
  const page = (
    <Page view={view} title={t('people')} current="/people" failed={trouble !== undefined}>
      <PageHead title={person.name} under={under.filter(Boolean).join(' · ')} />
      <PeopleTabs current="/people" can={met.can} />
      {done && <Notice kind="good">{doneText(done, view.language)}</Notice>}
      <ConflictNotice conflict={trouble?.conflict} />
      {trouble?.form && <ErrorSummary form={trouble.form} />}
      {actor.id === person.id && <Text>{t('itself')}</Text>}
      <Standing person={person} gone={gone} />
      <div class="stack">
        {blocked && blocking}
        {gone && <Again {...about} form={formOf('again')} />}
        <Roles {...about} form={formOf('role')} requests={requests} />
        <Clearances {...about} form={formOf('clearance')} />
        <Teams {...about} form={formOf('team')} teams={teams} />
        {!gone && <SignIn {...{ person, way, may }} invites={actor.role === 'administrator'} />}
        {!blocked && blocking}
        <Details {...about} form={formOf('details')} />
        <Address {...{ person, may }} form={formOf('address')} />
        <Employment {...about} form={formOf('end')} />
        <Earlier {...{ person, statement }} />
      </div>
    </Page>
  )
  return sendPage(reply, page, trouble ? (trouble.conflict ? 409 : 400) : 200)
}

/** That somebody leaves or left. */
function Standing({ person, gone }: { person: Person; gone: boolean }) {
  const t = peopleWords(useView().language)
  if (person.employedUntil === null) return null
  return (
    <Text>
      <b>{t(gone ? 'leftOn' : 'leavesOn', { on: noon(person.employedUntil) })}</b>
    </Text>
  )
}
