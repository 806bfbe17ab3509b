import type { Can, OpenRecord } from '../door/index.ts'
import { ageOn, dayInNetherlands, isRefusal, parsePlainDate } from '../kernel/index.ts'
import { Notes } from '../notes/index.ts'
import {
  addPage,
  dossierIn,
  type Met,
  meet,
  type Site,
  statementOf,
  valuesOf,
  WhyShown,
} from '../shell/index.ts'
import {
  ButtonLink,
  type Language,
  Notice,
  Page,
  PageHead,
  sendPage,
  Tabs,
  type View,
  WithAside,
} from '../web/index.ts'
import { dossierWords } from './dossier.words.ts'
import { Involved, Items, nameOf } from './dossier-content.tsx'

const NEWEST = 20

/** The tabs: each opens its own parts and no more (need to know). The name stands above all of them. */
const TABS = {
  overview: ['existence', 'identity', 'contact'],
  question: ['existence', 'identity', 'question', 'situation'],
  notes: ['existence', 'identity', 'notes'],
  people: ['existence', 'identity', 'household', 'network'],
} as const satisfies Record<string, readonly string[]>
type Tab = keyof typeof TABS

/** `/dossiers/:dossier`: a dossier, part by part. */
export function staffDossierPage(site: Site): void {
  for (const tab of Object.keys(TABS) as Tab[]) {
    addPage(
      site,
      'GET',
      tab === 'overview' ? '/dossiers/:dossier' : `/dossiers/:dossier/${tab}`,
      async (request, reply, visitor) => {
        const dossierId = dossierIn(request)
        const look = { event: 'dossier.read', parts: TABS[tab], use: 'support', newest: NEWEST } as const
        const met = meet(site, request, await site.door.read(visitor, look, dossierId))
        const { saved, registered } = request.query as { saved?: string; registered?: string }
        const notice = saved ? 'noteSaved' : registered ? 'registered' : undefined
        return sendPage(reply, <DossierPage {...{ site, met, tab, dossierId, notice }} view={request.view} />)
      },
    )
  }
}

type Props = {
  site: Site
  view: View
  met: Met<OpenRecord[]>
  tab: Tab
  dossierId: string
  notice: 'noteSaved' | 'registered' | undefined
}

function DossierPage({ site, view, met, tab, dossierId, notice }: Props) {
  const t = dossierWords(view.language)
  const { facts, can, value: records } = met
  const statement = statementOf(site, facts)
  const about = {
    records: records.filter((one) => partOf(one, statement) !== 'identity' || tab === 'overview'),
    statement,
    language: view.language,
  }
  const href = (one: Tab) => (one === 'overview' ? `/dossiers/${dossierId}` : `/dossiers/${dossierId}/${one}`)
  const actions = can('write', 'notes') && (
    <ButtonLink href={`/dossiers/${dossierId}/notes/new`}>{t('writeNote')}</ButtonLink>
  )
  return (
    <Page view={view} title={t('title')} current="/clients">
      <PageHead
        title={nameOf(records, facts)}
        under={underOf(met, view.language, site.now())}
        actions={actions}
      />
      <Tabs
        label={t('parts')}
        current={href(tab)}
        items={tabsFor(can).map((one) => ({ href: href(one), label: t(one) }))}
      />
      {notice && <Notice kind="good">{t(notice)}</Notice>}
      <WhyShown site={site} facts={facts} />
      <WithAside
        aside={
          <>
            <Involved {...about} title={t('involved')} />
            {can('grant', 'existence') && (
              <ButtonLink href={`/dossiers/${dossierId}/involved`} kind="secondary">
                {t('changeInvolved')}
              </ButtonLink>
            )}
            {can('read', 'consents') && (
              <ButtonLink href={`/dossiers/${dossierId}/consents`} kind="secondary">
                {t('consents')}
              </ButtonLink>
            )}
            {tab === 'people' && (
              <ButtonLink href={`/dossiers/${dossierId}/representatives`} kind="secondary">
                {t('representatives')}
              </ButtonLink>
            )}
          </>
        }
      >
        <h2 class="unseen">{t(tab)}</h2>
        {tab === 'notes' ? (
          <Notes
            {...about}
            empty={t('noNotes')}
            full={
              records.filter((one) => one.kind === 'note').length >= NEWEST
                ? t('newest', { count: NEWEST })
                : undefined
            }
          />
        ) : (
          <Items {...about} />
        )}
      </WithAside>
    </Page>
  )
}

/** Only the tabs whose every part the rules allow. */
function tabsFor(can: Can): Tab[] {
  return (Object.keys(TABS) as Tab[]).filter((tab) => TABS[tab].every((part) => can('read', part)))
}

function partOf(record: OpenRecord, statement: ReturnType<typeof statementOf>): string | undefined {
  return statement.facts.items.find((item) => item.id === record.word)?.part
}

function underOf({ facts, value }: Met<OpenRecord[]>, language: Language, now: Date): string {
  const t = dossierWords(language)
  const birth = parsePlainDate(valuesOf(value).get('birth-date') ?? '')
  const age = isRefusal(birth) ? [] : [t('age', { age: ageOn(birth, dayInNetherlands(now)) })]
  return [t('head', { number: facts.clientNumber ?? '' }), ...age].join(' · ')
}
