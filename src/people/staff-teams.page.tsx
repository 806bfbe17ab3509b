import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { addPage, meet, type Site } from '../shell/index.ts'
import {
  Button,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  Line,
  List,
  Notice,
  Page,
  PageHead,
  readForm,
  sendPage,
  Text,
  withError,
} from '../web/index.ts'
import { doneIn } from './address.page.ts'
import { conflictWords } from './conflict.words.ts'
import { conflictOf, keep, listTeams } from './keep-people.ts'
import { PeopleTabs } from './page-parts.tsx'
import { makeTeamRow } from './people.store.ts'
import { peopleWords } from './people.words.ts'

const TeamNameSchema = Type.Object({ name: Type.String({ maxLength: 60 }) })

/** `/people/teams`: the teams, and making one. Who is in them stands with each person. */
export function teamsPage(site: Site): void {
  addPage(site, 'GET', '/people/teams', (request, reply, visitor) => showTeams(site, request, reply, visitor))
  addPage(site, 'POST', '/people/teams', async (request, reply, visitor) => {
    const { language } = request.view
    const labels = { name: peopleWords(language)('teamName') }
    const answer = readForm(TeamNameSchema, request.body, language, { labels })
    if (!answer.ok) return showTeams(site, request, reply, visitor, answer.form)
    const { value } = meet(
      site,
      request,
      await keep(site.door, visitor, makeTeamRow(randomUUID(), answer.values.name)),
    )
    const conflict = conflictOf(value)
    if (!conflict) return reply.redirect('/people/teams?done=made', 303)
    const form = withError(answer.form, 'name', conflictWords(language)(conflict))
    return showTeams(site, request, reply, visitor, form)
  })
}

async function showTeams(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  wrong: ReturnType<typeof emptyForm<(typeof TeamNameSchema)['properties']>> | undefined = undefined,
): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, listTeams, null, undefined))
  const t = peopleWords(request.view.language)
  const form = wrong ?? emptyForm(TeamNameSchema)
  const page = (
    <Page view={request.view} title={t('teams')} current="/people" failed={wrong !== undefined}>
      <PageHead title={t('teams')} />
      <PeopleTabs current="/people/teams" can={met.can} />
      {!wrong && doneIn(request, ['made']) && <Notice kind="good">{t('doneMade')}</Notice>}
      <ErrorSummary form={form} />
      {met.value.length === 0 && <Text>{t('noTeams')}</Text>}
      <List label={t('teams')}>
        {met.value.map((team) => (
          <Line key={team.id} mark={t('members', { count: team.members })}>
            <b>{team.name}</b>
          </Line>
        ))}
      </List>
      <Form action="/people/teams" stack>
        <Field form={form} name="name" label={t('teamName')} maxlength={60} />
        <div>
          <Button>{t('makeTeam')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, wrong ? 400 : 200)
}
