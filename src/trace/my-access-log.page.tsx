import { dayInNetherlands } from '../kernel/index.ts'
import { inWhoseName } from '../representation/index.ts'
import { addPage, clauseHref, dossierIn, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  Button,
  dayHeading,
  FilterForm,
  Page,
  PageHead,
  Select,
  sendPage,
  Text,
  Trace,
  type View,
} from '../web/index.ts'
import { accessLog, type LogLine } from './access-log.ts'
import { LogDays } from './log-days.tsx'
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
      <LogDays
        lines={met.value}
        statement={statement}
        language={view.language}
        headingOf={(day) => dayHeading(day, site.now(), view.language)}
        promiseHref={(clause) => clauseHref(site, met.facts.organisation, clause, view.language)}
      />
      <Trace why={t('unchangeable')}>{t('unchangeableHow')}</Trace>
      <Text small quiet>
        {t('question', { email: statement.facts.organisation.dataProtectionOfficer.email })}
      </Text>
    </Page>
  )
}

function chosen<Name extends string>(name: Name, value: string) {
  return { values: { [name]: value }, errors: {} } as {
    values: Partial<Record<Name, string>>
    errors: Partial<Record<Name, string>>
  }
}
