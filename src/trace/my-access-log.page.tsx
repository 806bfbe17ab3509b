import { dayInNetherlands } from '../kernel/index.ts'
import { inWhoseName } from '../representation/index.ts'
import { addPage, clauseHref, dossierIn, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  dayHeading,
  FilterForm,
  type Language,
  Line,
  Link,
  List,
  Page,
  PageHead,
  Select,
  sendPage,
  Tag,
  Text,
  Trace,
  timeOfDay,
  type View,
} from '../web/index.ts'
import { accessLog, type LogLine } from './access-log.ts'
import { type ByPerson, byPerson } from './by-person.ts'
import { LogSentence } from './log-sentence.tsx'
import type { MergedLook } from './merge.ts'
import { isPeriod, PERIODS, type PeriodName, periodOf } from './period.ts'
import { traceWords } from './trace.words.ts'

type Lines = MergedLook<LogLine>[]

/** `/dossiers/:dossier/who-looked` of the portal: the access log, as readable as a bank statement. */
export function myAccessLogPage(site: Site): void {
  addPage(site, 'GET', '/dossiers/:dossier/who-looked', async (request, reply, visitor) => {
    const query = request.query as { period?: string; who?: string }
    const name = isPeriod(query.period) ? query.period : 'month'
    const own = query.who === 'everybody'
    const input = { period: periodOf(name, dayInNetherlands(site.now())), own }
    const dossierId = dossierIn(request)
    const met = meet(site, request, await site.door.enter(visitor, accessLog, dossierId, input))
    const whose = await inWhoseName(site, visitor, met.facts, request.view.language)
    return sendPage(reply, <LogPage {...{ site, met, name, own, dossierId, whose }} view={request.view} />)
  })
}

type Props = {
  site: Site
  view: View
  met: Met<Lines>
  name: PeriodName
  own: boolean
  dossierId: string
  whose: { title: string; under: string } | undefined
}

function LogPage({ site, view, met, name, own, dossierId, whose }: Props) {
  const t = traceWords(view.language)
  const statement = statementOf(site, met.facts)
  const path = `/dossiers/${dossierId}/who-looked`
  return (
    <Page
      view={{
        ...view,
        nav: (view.nav ?? []).map((item) => (item.href === '/who-looked' ? { ...item, href: path } : item)),
      }}
      title={t(whose ? 'titleOfAnother' : 'title')}
      current={path}
      narrow
    >
      <PageHead
        title={t(whose ? 'titleOfAnother' : 'title')}
        under={whose && `${whose.title}. ${whose.under}`}
        lead={t(whose ? 'leadOfAnother' : 'lead')}
      />
      <FilterForm action={path}>
        <Select
          form={chosen('period', name)}
          name="period"
          label={t('period')}
          options={PERIODS.map((value) => ({ value, label: t(value) }))}
          withoutEmpty
        />
        <Select
          form={chosen('who', own ? 'everybody' : 'others')}
          name="who"
          label={t('who')}
          options={(['others', 'everybody'] as const).map((value) => ({ value, label: t(value) }))}
          withoutEmpty
        />
        <Button kind="secondary">{t('show')}</Button>
      </FilterForm>
      <p class="paper">
        {t('printed', { period: t(name), who: t(own ? 'everybody' : 'others'), on: site.now() })}
      </p>
      {met.value.length === 0 && <Text>{t('none')}</Text>}
      {daysOf(met.value).map(([day, lines]) => (
        <section key={day}>
          <h2 class="day">{dayHeading(day, site.now(), view.language)}</h2>
          <List>
            {byPerson(lines).map((person) => (
              <PersonItem
                key={`${person.last.toISOString()} ${person.who.actorId} ${person.who.outcome}`}
                {...{ site, person, statement }}
                language={view.language}
                organisation={met.facts.organisation}
              />
            ))}
          </List>
        </section>
      ))}
      <Trace why={t('unchangeable')}>{t('unchangeableHow')}</Trace>
      <Text small quiet>
        {t('question', { email: statement.facts.organisation.dataProtectionOfficer.email })}
      </Text>
    </Page>
  )
}

type ItemProps = {
  site: Site
  person: ByPerson
  statement: Statement
  language: Language
  organisation: string
}

/** What one person did on a day: who it was, what it was, and under what belongs together why it was allowed. */
function PersonItem({ site, person, statement, language, organisation }: ItemProps) {
  const t = traceWords(language)
  const when = between(person, language)
  const { who } = person
  return (
    <Line mark={when}>
      <p>
        <Who line={who} statement={statement} language={language} />
      </p>
      {person.blocks.map((lines, at) => (
        <div class="deed" key={at}>
          {lines.map((line) => (
            <p key={`${line.event} ${line.action}`}>
              <LogSentence line={line} language={language} />
              {line.times > 1 && <span class="quiet nowrap"> ({t('times', { count: line.times })})</span>}
              {when !== between(line, language) && (
                <span class="quiet small num"> {between(line, language)}</span>
              )}
            </p>
          ))}
          {at === 0 && who.accessReason && (
            <p class="words">{t('accessReason', { reason: who.accessReason })}</p>
          )}
          {lines[0]?.clauses.map((clause) => (
            <p class="small quiet" key={clause}>
              {who.outcome === 'allowed' && whyAllowed(lines[0], clause, statement, language)}{' '}
              <Link href={clauseHref(site, organisation, clause, language)}>{t('readPromise')}</Link>
            </p>
          ))}
        </div>
      ))}
    </Line>
  )
}

/** One moment, or the first and the last. */
function between({ first, last }: { first: Date; last: Date }, language: Language): string {
  const [from, until] = [timeOfDay(first, language), timeOfDay(last, language)]
  return from === until ? until : `${from} – ${until}`
}

/** Of who looks for the client: that they may. The clause itself speaks to the client, of the own data. */
function whyAllowed(
  line: MergedLook<LogLine> | undefined,
  clause: string,
  statement: Statement,
  language: Language,
): string | undefined {
  if (line?.relation === 'represents') return traceWords(language)('whyRepresents')
  return statement.hasLabel(language, `why.${clause}`)
    ? statement.label(language, `why.${clause}`)
    : undefined
}

/** Name, function and employer (TOM-1.1); "your" only of somebody who is involved. */
function Who({
  line,
  statement,
  language,
}: {
  line: MergedLook<LogLine>
  statement: Statement
  language: Language
}) {
  const t = traceWords(language)
  if (line.own) return <b>{t('you')}</b>
  const { members = [], id, name } = statement.facts.organisation
  const role = line.acts ? t(line.acts) : statement.label(language, `roles.${line.role}`)
  // tried to act for the client, and is nobody that we know
  if (line.role === 'representative' && !line.name && line.outcome === 'refused')
    return (
      <>
        <b>{t('somebody')}</b> <Tag kind="due">{t('wasRefused')}</Tag>
      </>
    )
  const employer = line.employer === id ? name : members.find((member) => member.id === line.employer)?.name
  return (
    <>
      <b>{line.name ?? role}</b>
      {line.name && `, ${line.relation === 'involved' || line.acts ? t('yourRole', { role }) : role}`}
      {employer && <span class="quiet"> ({employer})</span>}{' '}
      {line.outcome === 'refused' && <Tag kind="due">{t('wasRefused')}</Tag>}
      {line.relation === 'incidental' && !line.emergency && <Tag kind="due">{t('incidental')}</Tag>}
      {line.emergency && <Tag kind="late">{t('emergency')}</Tag>}
    </>
  )
}

function daysOf(lines: Lines): [string, Lines][] {
  const days = new Map<string, Lines>()
  for (const line of lines) days.set(line.day, [...(days.get(line.day) ?? []), line])
  return [...days]
}

function chosen<Name extends string>(name: Name, value: string) {
  return { values: { [name]: value }, errors: {} } as {
    values: Partial<Record<Name, string>>
    errors: Partial<Record<Name, string>>
  }
}
