import { waitingConsents } from '../consent/index.ts'
import { view as look, type Visitor } from '../door/index.ts'
import { Notes } from '../notes/index.ts'
import { inWhoseName, partsInScope } from '../representation/index.ts'
import { addPage, dossierIn, meet, type Site, statementOf, WhyShown } from '../shell/index.ts'
import {
  ButtonLink,
  Heading,
  Line,
  Link,
  List,
  Notice,
  Page,
  PageHead,
  sendPage,
  Text,
  type View,
  WithAside,
} from '../web/index.ts'
import { dossierWords } from './dossier.words.ts'
import { Involved, OwnWords } from './dossier-content.tsx'
import { listIdentities } from './items.store.ts'

const NEWEST = 50

const mine = look({
  event: 'portal.opened',
  action: 'read',
  parts: ['existence', 'identity'],
  use: 'support',
  run: async (opened) => listIdentities(opened),
})

/** `/` of the portal: the client's own question, reports and workers. */
export function myDossierPage(site: Site): void {
  addPage(site, 'GET', '/', async (request, reply, visitor) => {
    const { value: dossiers } = meet(site, request, await site.door.own(visitor, mine, undefined))
    const [only] = dossiers
    if (only && dossiers.length === 1) return reply.redirect(`/dossiers/${only.dossierId}`, 303)
    return sendPage(reply, <ChoosePage view={request.view} dossiers={dossiers} />)
  })
  addPage(site, 'GET', '/dossiers/:dossier', async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const parts = await partsInScope(site, visitor, ['existence', 'question', 'notes'] as const)
    const met = meet(
      site,
      request,
      await site.door.read(
        visitor,
        { event: 'dossier.read', parts, use: 'support', newest: NEWEST },
        dossierId,
      ),
    )
    const waiting = await waitingFor(site, visitor, dossierId)
    const t = dossierWords(request.view.language)
    const statement = statementOf(site, met.facts)
    const whose = await inWhoseName(site, visitor, met.facts, request.view.language)
    const title = whose?.title ?? t('myDossier')
    const about = { records: met.value, statement, language: request.view.language }
    return sendPage(
      reply,
      // The name of whose dossier it is stands on the page, never in the title: that stays behind in the browser.
      <Page view={request.view} title={t(whose ? 'title' : 'myDossier')} current="/">
        <PageHead title={title} under={whose?.under} lead={t(whose ? 'theirLead' : 'myLead')} />
        {waiting > 0 && (
          <Notice kind="due">
            {t('consentWaits', { count: waiting })}{' '}
            <Link href={`/dossiers/${dossierId}/consents`}>{t('consentRead')}</Link>
          </Notice>
        )}
        <WithAside
          aside={
            <>
              <Involved {...about} title={t(whose ? 'theirWorkers' : 'myWorkers')} />
              <ButtonLink href={`/dossiers/${dossierId}/who-looked`} kind="secondary">
                {t(whose ? 'whoLookedThere' : 'whoLooked')}
              </ButtonLink>
              <Link href={`/dossiers/${dossierId}/copy`}>{t(whose ? 'copyThere' : 'copy')}</Link>
              {met.facts.actor.role === 'client' && (
                <>
                  <Link href={`/dossiers/${dossierId}/representatives`}>{t('whoArranges')}</Link>
                  <Link href="/acting-for">{t('lookForAnother')}</Link>
                </>
              )}
            </>
          }
        >
          <div class="stack">
            {parts.includes('question') && (
              <section>
                <Heading>{t(whose ? 'theirQuestion' : 'myQuestion')}</Heading>
                <OwnWords {...about} />
              </section>
            )}
            {parts.includes('notes') && (
              <section>
                <Heading>{t('myNotes')}</Heading>
                <Notes {...about} empty={t('noNotes')} full={undefined} quietly />
              </section>
            )}
          </div>
        </WithAside>
        <WhyShown site={site} facts={met.facts} />
      </Page>,
    )
  })
}

/** How many requests for consent wait for this visitor; none for who may not see consents. */
async function waitingFor(site: Site, visitor: Visitor, dossierId: string): Promise<number> {
  const scope = await partsInScope(site, visitor, ['consents'] as const)
  if (scope.length === 0) return 0
  const answer = await site.door.enter(visitor, waitingConsents, dossierId, undefined)
  return answer.outcome === 'opened' ? answer.value : 0
}

function ChoosePage({
  view,
  dossiers,
}: {
  view: View
  dossiers: readonly { dossierId: string; openedOn: string }[]
}) {
  const t = dossierWords(view.language)
  return (
    <Page view={view} title={t('myDossier')} current="/" narrow>
      <PageHead title={t('myDossier')} />
      {dossiers.length === 0 ? (
        <div>
          <Text>{t('myNone')}</Text>
          <Text>{t('myNoneHelp')}</Text>
          <ButtonLink href="/acting-for" kind="secondary">
            {t('lookForAnother')}
          </ButtonLink>
        </div>
      ) : (
        <>
          <Text>{t('choose')}</Text>
          <List>
            {dossiers.map((one) => (
              <Line key={one.dossierId}>
                <Link href={`/dossiers/${one.dossierId}`}>
                  {t('openDossier', { on: new Date(`${one.openedOn}T12:00:00Z`) })}
                </Link>
              </Line>
            ))}
          </List>
        </>
      )}
    </Page>
  )
}
