import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AccountDesk, demandStepUp, inviteStaff } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { addPage, meet, type Site } from '../shell/index.ts'
import { Link, Page, PageHead, Refusal, SignInNeeded, sendPage, Text } from '../web/index.ts'
import { idIn } from './address.page.ts'
import { conflictOf, keep } from './keep-people.ts'
import { noon } from './page-parts.tsx'
import { withdrawInvitationRow } from './people.store.ts'
import { peopleWords } from './people.words.ts'
import type { Person } from './person.ts'
import type { ShowPerson } from './staff-person.page.tsx'
import { personBefore } from './staff-person-forms.page.ts'
import { wayInWords } from './way-in.words.ts'

/** How many days an invitation can be used. */
const INVITED_DAYS = 7

/** Where accounts are our own: an administrator invites somebody to make one, sees the link once, and can withdraw it. */
export function invitePages(site: Site, desk: AccountDesk, show: ShowPerson): void {
  addPage(site, 'POST', '/people/:person/invite', async (request, reply, visitor) => {
    const staffId = idIn(request, 'person')
    const person = await personBefore(site, request, visitor, staffId)
    const away = await demandStepUp(site, request, `/people/${staffId}`)
    if (away) return reply.redirect(away, 303)
    const invited = await inviteStaff(desk, visitor, staffId)
    switch (invited.outcome) {
      case 'invited': {
        const until = noon(addDays(dayInNetherlands(site.now()), INVITED_DAYS))
        return sendLink(request, reply, { person, link: invited.link, until })
      }
      case 'no-session':
        throw new SignInNeeded(true)
      case 'step-up':
        return reply.redirect(`/people/${staffId}`, 303)
      default:
        return sendRefused(request, reply, person, invited.outcome)
    }
  })

  addPage(site, 'POST', '/people/:person/invitation/withdraw', async (request, reply, visitor) => {
    const staffId = idIn(request, 'person')
    const { value } = meet(site, request, await keep(site.door, visitor, withdrawInvitationRow(staffId)))
    const conflict = conflictOf(value)
    if (conflict) return show({ site, request, reply, visitor }, { section: 'block', conflict })
    return reply.redirect(`/people/${staffId}?done=withdrawn`, 303)
  })
}

/** The link, the only time that it is shown: the database has its hash alone. */
function sendLink(
  request: FastifyRequest,
  reply: FastifyReply,
  { person, link, until }: { person: Person; link: string; until: Date },
): FastifyReply {
  const { view } = request
  const [t, w] = [peopleWords(view.language), wayInWords(view.language)]
  const page = (
    <Page view={view} title={t('people')} current="/people" narrow>
      <PageHead
        title={w('linkTitle', { name: person.name })}
        lead={w('linkLead', { name: person.name, until })}
      />
      <p class="utrecht-paragraph">
        {w('linkLabel')}: <code>{link}</code>
      </p>
      <Text>
        <b>{w('linkOnce')}</b>
      </Text>
      <Text>{w('linkNext')}</Text>
      <Text>
        <Link href={`/people/${person.id}`}>{w('toPerson', { name: person.name })}</Link>
      </Text>
    </Page>
  )
  return sendPage(reply, page)
}

function sendRefused(
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  why: 'not-allowed' | 'no-staff' | 'has-account',
): FastifyReply {
  const { view } = request
  const [t, w] = [peopleWords(view.language), wayInWords(view.language)]
  const back = <Link href={`/people/${person.id}`}>{w('toPerson', { name: person.name })}</Link>
  const page = (
    <Page view={view} title={t('people')} current="/people" narrow failed>
      <PageHead title={w('linkTitle', { name: person.name })} />
      <Refusal why={w(why)} ways={[back]} />
    </Page>
  )
  return sendPage(reply, page, why === 'not-allowed' ? 403 : 409)
}
