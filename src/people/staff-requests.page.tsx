import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { demandStepUp } from '../identity/index.ts'
import { addPage, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  dateInFull,
  Form,
  Line,
  List,
  Notice,
  Page,
  PageHead,
  readForm,
  sendPage,
  Text,
  useView,
} from '../web/index.ts'
import { doneIn, idIn } from './address.page.ts'
import { type Conflict, conflictOf, keep, listRequests } from './keep-people.ts'
import { ConflictNotice, PeopleTabs } from './page-parts.tsx'
import { decideRoleRow } from './people.store.ts'
import { peopleWords } from './people.words.ts'
import type { RoleRequest } from './person.ts'

const DecideSchema = Type.Object({
  decision: Type.Union([Type.Literal('confirmed'), Type.Literal('rejected')]),
})

/** `/people/requests`: changes of functions that wait for a second person. */
export function requestsPage(site: Site): void {
  addPage(site, 'GET', '/people/requests', (request, reply, visitor) =>
    showRequests(site, request, reply, visitor),
  )
  addPage(site, 'POST', '/people/requests/:request', async (request, reply, visitor) => {
    const id = idIn(request, 'request')
    const labels = { decision: 'decision' }
    const answer = readForm(DecideSchema, request.body, request.view.language, { labels })
    if (!answer.ok) return showRequests(site, request, reply, visitor)
    const { decision } = answer.values
    if (decision === 'confirmed') {
      // Whoever may not decide hears so first, without being asked for a second factor.
      meet(site, request, await site.door.enter(visitor, listRequests, null, undefined))
      const away = await demandStepUp(site, request, '/people/requests')
      if (away) return reply.redirect(away, 303)
    }
    const { value } = meet(site, request, await keep(site.door, visitor, decideRoleRow(id, decision)))
    const conflict = conflictOf(value)
    if (conflict) return showRequests(site, request, reply, visitor, conflict)
    return reply.redirect(`/people/requests?done=${decision}`, 303)
  })
}

async function showRequests(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  conflict: Conflict | undefined = undefined,
): Promise<FastifyReply> {
  const met = meet(site, request, await site.door.enter(visitor, listRequests, null, undefined))
  const { view } = request
  const t = peopleWords(view.language)
  const statement = statementOf(site, met.facts)
  const done = conflict ? undefined : doneIn(request, ['confirmed', 'rejected'])
  const page = (
    <Page view={view} title={t('requestsTitle')} current="/people" failed={conflict !== undefined}>
      <PageHead title={t('requestsTitle')} lead={t('requestsLead')} />
      <PeopleTabs current="/people/requests" can={met.can} />
      {done && <Notice kind="good">{t(done === 'confirmed' ? 'doneConfirmed' : 'doneRejected')}</Notice>}
      <ConflictNotice conflict={conflict} />
      {met.value.length === 0 && <Text>{t('noRequests')}</Text>}
      <List label={t('requestsTitle')}>
        {met.value.map((one) => (
          <Line
            key={one.id}
            mark={dateInFull(one.askedAt, view.language)}
            action={<Decide one={one} actorId={met.facts.actor.id} />}
          >
            <b>{one.name}</b>
            <br />
            {t(one.change === 'give' ? 'askedGive' : 'askedTake', {
              role: statement.label(view.language, `roles.${one.role}`),
            })}
            <br />
            <span class="quiet small">{t('askedBy', { by: one.askedByName })}</span>
          </Line>
        ))}
      </List>
    </Page>
  )
  return sendPage(reply, page, conflict ? 409 : 200)
}

function Decide({ one, actorId }: { one: RoleRequest; actorId: string }) {
  const t = peopleWords(useView().language)
  if (one.staffId === actorId) return <span class="small">{t('yourOwn')}</span>
  const own = one.askedBy === actorId
  return (
    <Form action={`/people/requests/${one.id}`} class="row">
      {own ? (
        <span class="small">{t('yourRequest')}</span>
      ) : (
        <Button name="decision" value="confirmed">
          {t('confirm')} <span class="unseen">{one.name}</span>
        </Button>
      )}
      <Button kind="secondary" name="decision" value="rejected">
        {t(own ? 'withdraw' : 'reject')} <span class="unseen">{one.name}</span>
      </Button>
    </Form>
  )
}
