import type { Visitor } from '../door/index.ts'
import { dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import {
  addPage,
  dossierIn,
  type Met,
  meet,
  type Site,
  statementOf,
  WhyShown,
  whoseDossier,
} from '../shell/index.ts'
import {
  Button,
  ButtonLink,
  Form,
  Heading,
  type Language,
  Link,
  Notice,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { askableIn } from './askable.ts'
import type { Consent } from './consent.store.ts'
import { consent, consents, takeBackRequest } from './consent.ts'
import { consentWords } from './consent.words.ts'
import { consentIn } from './consent-address.ts'
import { ConsentList } from './consent-list.tsx'
import { ConsentPaper } from './consent-paper.tsx'
import { lifeOn } from './consent-state.ts'
import { StateTag } from './state-tag.tsx'
import { TodayTable } from './today-table.tsx'

const PATH = '/dossiers/:dossier/consents'

/** `/dossiers/:dossier/consents`: what was asked and what became of it; and each consent as a form of its own. */
export function consentsPage(site: Site): void {
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const met = meet(site, request, await site.door.enter(visitor, consents, dossierId, undefined))
    const whose = await whoseDossier(site, request, visitor, dossierId)
    const today = dayInNetherlands(site.now())
    return sendPage(reply, <ListPage {...{ site, met, dossierId, whose, today }} view={request.view} />)
  })
  addPage(site, 'GET', `${PATH}/:consent`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const { met, one } = await oneOf(site, request, visitor)
    const { asked } = request.query as { asked?: string }
    const today = dayInNetherlands(site.now())
    const page = (
      <OnePage {...{ site, met, one, dossierId, today }} asked={asked === '1'} view={request.view} />
    )
    return sendPage(reply, page)
  })
  addPage(site, 'POST', `${PATH}/:consent/take-back`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const id = consentIn(request.params)
    const { value } = meet(site, request, await site.door.enter(visitor, takeBackRequest, dossierId, id))
    if (!value) throw new NotThere()
    return reply.redirect(`/dossiers/${dossierId}/consents/${id}`, 303)
  })
}

async function oneOf(
  site: Site,
  request: Parameters<typeof dossierIn>[0],
  visitor: Visitor,
): Promise<{ met: Met<Consent | undefined>; one: Consent }> {
  const id = consentIn(request.params)
  const met = meet(site, request, await site.door.enter(visitor, consent, dossierIn(request), id))
  if (met.value === undefined) throw new NotThere()
  return { met, one: met.value }
}

type ListProps = {
  site: Site
  view: View
  met: Met<Consent[]>
  dossierId: string
  whose: string
  today: PlainDate
}

function ListPage({ site, view, met, dossierId, whose, today }: ListProps) {
  const { language } = view
  const t = consentWords(language)
  const statement = statementOf(site, met.facts)
  const path = `/dossiers/${dossierId}/consents`
  const may = met.can('write', 'consents') && askableIn(statement.facts, met.facts.actor.role).length > 0
  return (
    <Page view={view} title={t('title')} current="/clients" narrow>
      <PageHead
        title={t('title')}
        under={whose}
        lead={t('lead')}
        actions={may && <ButtonLink href={`${path}/new`}>{t('askOne')}</ButtonLink>}
      />
      <WhyShown site={site} facts={met.facts} />
      {met.value.length === 0 && <Text>{t('none')}</Text>}
      <ConsentList
        consents={met.value}
        {...{ today, language, path }}
        action={t('open')}
        called={({ scope }) => t(scope.direction, { party: scope.partyName })}
      />
      <TodayTable consents={met.value} {...{ statement, today, language }} />
      <Text quiet>{t('notYet')}</Text>
      <BackTo dossierId={dossierId} language={language} />
    </Page>
  )
}

function BackTo({ dossierId, language }: { dossierId: string; language: Language }) {
  return (
    <Text>
      <Link href={`/dossiers/${dossierId}`}>{consentWords(language)('back')}</Link>
    </Text>
  )
}

type OneProps = {
  site: Site
  view: View
  met: Met<Consent | undefined>
  one: Consent
  dossierId: string
  today: PlainDate
  asked: boolean
}

function OnePage({ site, view, met, one, dossierId, today, asked }: OneProps) {
  const { language } = view
  const t = consentWords(language)
  const path = `/dossiers/${dossierId}/consents`
  const life = lifeOn(one, today)
  return (
    <Page view={view} title={t('title')} current="/clients" narrow>
      {asked && life === 'asked' && (
        <Notice kind="good">{t(one.answerBy === 'client' ? 'askDone' : 'askDoneRepresentative')}</Notice>
      )}
      {life === 'taken-back' && <Notice>{t('takeBackDone')}</Notice>}
      <PageHead
        above={<StateTag {...{ life, language }} />}
        title={t(one.scope.direction, { party: one.scope.partyName })}
        lead={t('oneLead')}
      />
      <WhyShown site={site} facts={met.facts} />
      <Heading>{one.words[language].title}</Heading>
      <ConsentPaper consent={one} {...{ life, language }} />
      {life === 'asked' && met.can('write', 'consents') && (
        <section>
          <Heading>{t('takeBack')}</Heading>
          <Text>{t('takeBackHint')}</Text>
          <Form action={`${path}/${one.id}/take-back`}>
            <Button kind="secondary">{t('takeBack')}</Button>
          </Form>
        </section>
      )}
      <p class="screen">
        <Link href={path}>{t('backToList')}</Link>
      </p>
    </Page>
  )
}
