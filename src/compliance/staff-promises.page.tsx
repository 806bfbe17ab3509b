import { addPage, clauseHref, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  dateInFull,
  Figure,
  Link,
  Notice,
  Page,
  PageHead,
  sendPage,
  Table,
  Tabs,
  Tag,
  type View,
} from '../web/index.ts'
import { complianceWords } from './compliance.words.ts'
import { type Evidence, evidenceFor, type Figures } from './evidence.ts'
import { type PromiseProof, type PromiseState, promiseStates } from './promise-state.ts'
import type { Proof } from './proof-file.ts'
import { reviewPromises } from './review-promises.ts'
import { whatItDoes } from './what-it-does.ts'

const FILTERS = ['all', 'kept', 'partly', 'open'] as const
type Filter = (typeof FILTERS)[number]

/** `/promises`: every promise of the statement with what the program does, its evidence and its state. For the data protection officer. */
export function promisesPage(site: Site, proof: () => Proof): void {
  addPage(site, 'GET', '/promises', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.enter(visitor, reviewPromises, null, undefined))
    const { show } = request.query as { show?: string }
    const filter = FILTERS.find((one) => one === show) ?? 'all'
    return sendPage(reply, <PromisesPage {...{ site, met, filter }} view={request.view} proof={proof()} />)
  })
}

type Props = { site: Site; view: View; met: Met<Figures>; filter: Filter; proof: Proof }

function PromisesPage({ site, view, met, filter, proof }: Props) {
  const t = complianceWords(view.language)
  const statement = statementOf(site, met.facts)
  const states = promiseStates(
    statement.facts.clauses.map(({ id }) => id),
    proof.tests,
  )
  const count = (state: PromiseState) => states.filter((one) => one.state === state).length
  const under = [
    t('under', { version: dateInFull(statement.facts.version, view.language) }),
    ...(proof.ranAt && proof.tests ? [t('ranAt', { at: proof.ranAt })] : []),
  ]
  return (
    <Page view={view} title={t('title')} current="/promises">
      <PageHead title={t('title')} under={under.join(' · ')} />
      {proof.tests === undefined && <Notice kind="due">{t('notRan')}</Notice>}
      <div class="facts">
        <Figure value={count('kept')} label={t('kept')} kind="good" />
        <Figure value={count('partly')} label={t('partly')} kind="due" />
        <Figure value={count('open')} label={t('open')} kind="late" />
      </div>
      <Tabs
        label={t('filter')}
        current={hrefOf(filter)}
        items={FILTERS.map((one) => ({ href: hrefOf(one), label: t(one) }))}
      />
      <Table stacks caption={t('table')} head={[t('promise'), t('does'), t('evidence'), t('state')]}>
        {states
          .filter(({ state }) => filter === 'all' || state === filter)
          .map((one) => (
            <PromiseRow
              key={one.id}
              {...{ site, view, one }}
              organisation={met.facts.organisation}
              text={shortOf(statement.clause(one.id, view.language)?.paragraphs[0] ?? '')}
              evidence={evidenceFor(one.id, met.value, site.now())}
            />
          ))}
      </Table>
    </Page>
  )
}

type RowProps = {
  site: Site
  view: View
  one: PromiseProof
  organisation: string
  text: string
  evidence: Evidence | undefined
}

function PromiseRow({ site, view, one, organisation, text, evidence }: RowProps) {
  const t = complianceWords(view.language)
  const does = whatItDoes(one.id, view.language)
  const fallback = one.state === 'open' ? t('notBuilt') : t('ruleOnly')
  const proven = one.tests.length > 0 ? [t('tests', { count: one.tests.length })] : []
  return (
    <tr>
      <th scope="row">
        <Link href={clauseHref(site, organisation, one.id, view.language)}>
          <b>{one.id}</b>
        </Link>{' '}
        <span class="quiet">{text}</span>
      </th>
      <td>{does ?? fallback}</td>
      <td class="small">
        {[...proven, ...(evidence ? [t(evidence.code, evidence.values)] : [])].join(' · ')}
      </td>
      <td>
        <Tag kind={TAGS[one.state]}>{t(one.state)}</Tag>{' '}
        {evidence?.holds === false && <Tag kind="late">{t('attention')}</Tag>}
      </td>
    </tr>
  )
}

const TAGS = { kept: 'good', partly: 'due', open: 'late' } as const

/** The first sentence of a clause: enough to know it by. */
function shortOf(paragraph: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph
}

function hrefOf(filter: Filter): string {
  return filter === 'all' ? '/promises' : `/promises?show=${filter}`
}
