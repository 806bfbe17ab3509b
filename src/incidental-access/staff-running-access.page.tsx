import type { FastifyRequest } from 'fastify'
import type { OpenRecord, Visitor } from '../door/index.ts'
import { Involved, Items } from '../dossier/index.ts'
import { Notes } from '../notes/index.ts'
import {
  addPage,
  fullName,
  type Met,
  meet,
  type Site,
  statementOf,
  valuesOf,
  WhyShown,
} from '../shell/index.ts'
import {
  Button,
  Form,
  Heading,
  Notice,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
  type View,
  WithAside,
} from '../web/index.ts'
import { endIncidental, type OwnAccess, ownAccesses } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'

const NEWEST = 50
/** What is said just after it was given: the client sees it at once, or later. */
const GRANTED: Readonly<Record<string, 'granted' | 'grantedLater'>> = { 1: 'granted', later: 'grantedLater' }

/** `/incidental-access/:access`: the parts of one dossier that the access is for, to read; and giving it up. */
export function runningAccessPage(site: Site): void {
  addPage(site, 'GET', '/incidental-access/:access', async (request, reply, visitor) => {
    const access = await runningIn(site, request, visitor)
    const { parts, purpose, dossier_id } = access
    const look = { event: 'dossier.read', parts, use: { purpose }, newest: NEWEST }
    const met = meet(site, request, await site.door.read(visitor, look, dossier_id))
    const { granted } = request.query as { granted?: string }
    return sendPage(
      reply,
      <LookPage {...{ site, met, access }} view={request.view} granted={GRANTED[granted ?? '']} />,
    )
  })
  addPage(site, 'POST', '/incidental-access/:access/end', async (request, reply, visitor) => {
    const { access_id } = await runningIn(site, request, visitor)
    await site.door.askOwn(visitor, 'review', (tx, knock) => endIncidental(tx, knock, access_id))
    return reply.redirect('/incidental-access?ended=1', 303)
  })
}

/** The asker's own running access of the address; of another person, or over, it is not there. */
async function runningIn(site: Site, request: FastifyRequest, visitor: Visitor): Promise<OwnAccess> {
  meet(site, request, await site.door.greet(visitor))
  const { access: id } = request.params as { access?: string }
  const own = await site.door.askOwn(visitor, 'review', ownAccesses)
  const access = own.find((one) => one.access_id === id)
  if (!access) throw new NotThere()
  return access
}

type Props = {
  site: Site
  view: View
  met: Met<OpenRecord[]>
  access: OwnAccess
  granted: 'granted' | 'grantedLater' | undefined
}

function LookPage({ site, view, met, access, granted }: Props) {
  const { language } = view
  const t = incidentalWords(language)
  const statement = statementOf(site, met.facts)
  const about = { records: met.value, statement, language }
  const items = met.value.filter((one) => one.kind === 'item')
  return (
    <Page view={view} title={t('lookTitle', { number: access.client_number })} current="/incidental-access">
      <PageHead
        title={fullName(valuesOf(met.value)) || t('lookTitle', { number: access.client_number })}
        under={t('lookUnder', { at: access.until_at })}
      />
      {granted && <Notice kind="good">{t(granted)}</Notice>}
      <WhyShown site={site} facts={met.facts} />
      <WithAside
        aside={
          <>
            {access.parts.includes('existence') && (
              <Involved {...about} title={statement.label(language, 'parts.existence')} />
            )}
            <Form action={`/incidental-access/${access.access_id}/end`}>
              <Button kind="secondary">{t('end')}</Button>
            </Form>
          </>
        }
      >
        <Text quiet>{t('readOnly')}</Text>
        {items.length > 0 && <Items {...about} records={items} />}
        {access.parts.includes('notes') && (
          <section>
            <Heading>{statement.label(language, 'parts.notes')}</Heading>
            <Notes {...about} empty={t('nothing')} full={undefined} />
          </section>
        )}
      </WithAside>
    </Page>
  )
}
