import type { FastifyInstance } from 'fastify'
import type { Activity, Facts, LabelName, Statement } from '../statement/index.ts'
import { measuresOf } from '../statement/index.ts'
import {
  DefinitionList,
  dateInFull,
  Heading,
  type Language,
  Link,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
} from '../web/index.ts'
import { type Place, placeOf, versionInWords } from './place.ts'
import type { Shelf } from './shelf.ts'

/** `/<organisation>/register`: the register of processing activities (GDPR art. 30), from the statement in force. */
export function addRegisterPage(site: FastifyInstance, shelf: Shelf): void {
  site.get<{ Params: { organisation: string } }>('/:organisation/register', async (request, reply) => {
    const place = await placeOf(shelf, request.view, request.params.organisation)
    const current = await shelf.inForce(place.organisation.id)
    if (!current) throw new NotThere('no version is in force')
    const version = place.t('version', { on: versionInWords(current.version, place) })
    const since = place.t('inForceFrom', { on: dateInFull(current.inForceFrom, place.language) })
    return sendPage(reply, registerPage(place, current.statement, `${version}, ${since}`))
  })
}

function registerPage(place: Place, statement: Statement, version: string) {
  const { t, language, to, organisation, view } = place
  const { facts } = statement
  return (
    <Page view={view} title={t('register')} current={to(`/${organisation.id}/register`)} narrow>
      <PageHead
        title={t('register')}
        above={organisation.name}
        under={version}
        lead={t('registerLead', { name: organisation.name })}
      />
      <DefinitionList items={controllerLines(place, facts)} />
      <Text>
        <Link href={to(`/${organisation.id}/register.json`)}>{t('asData')}</Link>
      </Text>
      <nav class="screen" aria-labelledby="activities">
        <Heading id="activities">{t('activities')}</Heading>
        <ul class="utrecht-unordered-list">
          {facts.activities.map(({ id }) => (
            <li key={id}>
              <Link href={`#${id}`}>{nameOf(statement, id, language)}</Link>
            </li>
          ))}
        </ul>
      </nav>
      {facts.activities.map((activity) => (
        <section key={activity.id} aria-labelledby={activity.id}>
          <Heading id={activity.id}>{nameOf(statement, activity.id, language)}</Heading>
          <DefinitionList items={activityLines(place, statement, activity)} />
        </section>
      ))}
      <section aria-labelledby="measures">
        <Heading id="measures">{t('measures')}</Heading>
        <ul class="utrecht-unordered-list">
          {measuresOf(language).map(({ measure }) => (
            <li key={measure}>{measure}</li>
          ))}
        </ul>
      </section>
    </Page>
  )
}

/** Labels are parts of sentences; here they stand on a line of their own. */
function nameOf(statement: Statement, activity: string, language: Language): string {
  const label = statement.label(language, `activities.${activity}`)
  return label.charAt(0).toUpperCase() + label.slice(1)
}

type DefinedLine = readonly [term: string, value: string]

function controllerLines({ t }: Place, { organisation, region }: Facts): DefinedLine[] {
  const { dataProtectionOfficer: officer, members = [] } = organisation
  const address = [organisation.address, organisation.postcode, organisation.city].filter(Boolean).join(', ')
  return [
    [t('controller'), organisation.legalName],
    ...given(t('tradeRegister'), organisation.register),
    ...given(t('address'), address),
    [t('officer'), [officer.email, officer.phone].filter(Boolean).join(', ')],
    ...given(t('members'), members.map(({ name }) => name).join(', ')),
    [t('region'), t(region)],
  ]
}

function activityLines({ t, language, to, organisation }: Place, statement: Statement, activity: Activity) {
  const words = (group: string, ids: string[]) =>
    ids.map((id) => statement.label(language, `${group}.${id}` as LabelName)).join(', ')
  return [
    [t('purpose'), words('purposes', [activity.purpose])],
    [t('ground'), words('grounds', [activity.ground])],
    [t('articles'), activity.articles.join(', ')],
    ...given(t('special'), activity.special),
    [t('dataSubjects'), words('dataSubjects', activity.dataSubjects)],
    [t('categories'), words('parts', activity.parts)],
    [t('recipients'), words('partyKinds', activity.recipients) || t('nobody')],
    [t('term'), termInWords(t, statement.facts, activity.term)],
    [
      t('privacy'),
      <Link href={to(`/${organisation.id}/privacy#${activity.clause}`)}>
        {t('clause', { id: activity.clause })}
      </Link>,
    ],
  ] as const
}

function given(term: string, value: string | undefined): DefinedLine[] {
  return value ? [[term, value]] : []
}

const termWords = { receipt: 'termReceipt', 'last-change': 'termLastChange', report: 'termReport' } as const

function termInWords(t: Place['t'], facts: Facts, id: string): string {
  const term = facts.terms.find((known) => known.id === id)
  if (!term) return ''
  const years = t(term.ceiling ? 'termCeiling' : termWords[term.from], { years: term.years })
  return term.longer ? t('termLonger', { term: years, years: term.longer.years }) : years
}
