import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Pool } from '../db/index.ts'
import type { Visitor } from '../door/index.ts'
import { addPage, demandEntry, meet, type Site } from '../shell/index.ts'
import {
  Button,
  dayHeading,
  Form,
  Line,
  Link,
  List,
  Notice,
  Page,
  PageHead,
  readForm,
  SignInNeeded,
  sendPage,
  Text,
} from '../web/index.ts'
import { endOwnSessions, type OwnSession, ownSessions } from './session.store.ts'
import { sessionWords } from './session-list.words.ts'

const EndForm = Type.Object(
  { session: Type.Optional(Type.String({ format: 'uuid' })) },
  { additionalProperties: false },
)

/** `/account/sessions`: where somebody is signed in, and ending one of those or all others. */
export function sessionPages(site: Site, signinPool: Pool): void {
  addPage(site, 'GET', '/account/sessions', async (request, reply, visitor) =>
    show(site, signinPool, request, reply, visitor),
  )
  addPage(site, 'POST', '/account/sessions', async (request, reply, visitor) => {
    const answer = readForm(EndForm, request.body, request.view.language, { labels: { session: '' } })
    const chosen = answer.ok ? answer.values.session : undefined
    const accessPoint = site.kind === 'staff' ? 'staff-site' : 'portal'
    const ended = answer.ok
      ? await endOwnSessions(signinPool, visitor.token, chosen, randomUUID(), accessPoint)
      : 0
    return show(site, signinPool, request, reply, visitor, ended)
  })
}

async function show(
  site: Site,
  signinPool: Pool,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  ended?: number,
): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.greet(visitor))
  const sessions = await ownSessions(signinPool, visitor.token)
  if (sessions.length === 0) {
    // With one factor nothing is shown, and there is no use in being sent to the entrance: the page says what is missing.
    demandEntry(met)
    throw new SignInNeeded(true)
  }
  const { view } = request
  const t = sessionWords(view.language)
  const others = sessions.some(({ own }) => !own)
  const page = (
    <Page view={view} title={t('title')} narrow>
      {ended !== undefined && <Notice kind="good">{t('ended', { count: ended })}</Notice>}
      <PageHead title={t('title')} lead={t('lead')} />
      <List label={t('list')}>
        {sessions.map((session) => (
          <SessionLine key={session.session_id} site={site} session={session} language={view.language} />
        ))}
      </List>
      {others ? (
        <Form action="/account/sessions">
          <Button kind="secondary">{t('endOthers')}</Button>
        </Form>
      ) : (
        <Text>{t('onlyHere')}</Text>
      )}
      {site.app.hasRoute({ method: 'GET', url: '/account' }) && (
        <Text>
          <Link href="/account">{t('account')}</Link>
        </Text>
      )}
    </Page>
  )
  return sendPage(reply, page)
}

function SessionLine({
  site,
  session,
  language,
}: {
  site: Site
  session: OwnSession
  language: 'nl' | 'en'
}) {
  const t = sessionWords(language)
  const day = dayHeading(session.started_at, site.now(), language).toLowerCase()
  const action = session.own ? undefined : (
    <Form action="/account/sessions">
      <input type="hidden" name="session" value={session.session_id} />
      <button type="submit" class="as-link">
        {t('end')}
      </button>
    </Form>
  )
  return (
    <Line mark={t('since', { day, at: session.started_at })} action={action}>
      <b>{session.browser || t('unknown')}</b>
      <p class="quiet">
        {t(site.kind === 'staff' ? 'staff-site' : 'portal')} · {t('lastSeen', { at: session.last_seen_at })}
      </p>
      {session.own && <p>{t('here')}</p>}
    </Line>
  )
}
