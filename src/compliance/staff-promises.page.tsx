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
import { type Evidence, evidenceFor, type Figures, type Measure, verification } from './evidence.ts'
import { keyFolder } from './key-folder.ts'
import { type PromiseProof, type PromiseState, promiseStates } from './promise-state.ts'
import { type Proof, proofReader } from './proof-file.ts'
import { reviewPromises } from './review-promises.ts'
import { whatItDoes } from './what-it-does.ts'

const FILTERS = ['all', 'kept', 'partly', 'open'] as const
type Filter = (typeof FILTERS)[number]

/** `/promises`: every promise of the statement with what the program does, its evidence and its state. For the data protection officer. */
export function promisesPage(site: Site, places: { root: string; keys: string }): void {
  const proof = proofReader(places.root)
  addPage(site, 'GET', '/promises', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.enter(visitor, reviewPromises, null, undefined))
    const { show } = request.query as { show?: string }
    const filter = FILTERS.find((one) => one === show) ?? 'all'
    const measure = measureOf(site, met, places.keys)
    return sendPage(
      reply,
      <PromisesPage {...{ site, met, filter, measure }} view={request.view} proof={proof()} />,
    )
  })
}

function measureOf(site: Site, { facts }: Met<Figures>, keys: string): Measure {
  const statement = statementOf(site, facts)
  return {
    now: site.now(),
    keys: keyFolder(keys),
    mostAdministrators: statement.facts.administrators?.max,
    edition: { inForce: facts.statementVersion, read: statement.facts.version },
  }
}

type Props = { site: Site; view: View; met: Met<Figures>; filter: Filter; measure: Measure; proof: Proof }

function PromisesPage({ site, view, met, filter, measure, proof }: Props) {
  const t = complianceWords(view.language)
  const statement = statementOf(site, met.facts)
  const states = promiseStates(
    statement.facts.clauses.map(({ id }) => id),
    proof?.tests,
  )
  const count = (state: PromiseState) => states.filter((one) => one.state === state).length
  const under = [
    t('under', { version: dateInFull(statement.facts.version, view.language) }),
    ...(proof ? [t('ranAt', { at: proof.ranAt })] : []),
  ]
  return (
    <Page view={view} title={t('title')} current="/promises">
      <PageHead title={t('title')} under={under.join(' · ')} />
      {proof === undefined && <Notice kind="due">{t('notRan')}</Notice>}
      <div class="facts">
        <Figure value={count('kept')} label={t('kept')} kind="good" />
        <Figure value={count('partly')} label={t('partly')} kind="due" />
        <Figure value={count('open')} label={t('open')} kind="late" />
        <LedgerFigure {...{ view, figures: met.value, measure }} />
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
              evidence={evidenceFor(one.id, met.value, measure)}
            />
          ))}
      </Table>
    </Page>
  )
}

/** What the last recomputation of the ledger found; a dash while there was none. */
function LedgerFigure({ view, figures, measure }: { view: View; figures: Figures; measure: Measure }) {
  const t = complianceWords(view.language)
  const { verified } = figures
  const { holds, code, values } = verification(figures, measure)
  if (verified === undefined) return <Figure value="–" label={t('never-verified')} kind="late" />
  const when = code === 'verified-long-ago' ? t(code, values) : t('verifiedAt', { at: verified.at })
  return (
    <Figure
      value={verified.findings}
      label={`${t('faults', { findings: verified.findings })}, ${when}`}
      kind={holds ? 'good' : 'late'}
    />
  )
}

type RowProps = {
  site: Site
  view: View
  one: PromiseProof
  organisation: string
  text: string
  evidence: readonly Evidence[]
}

function PromiseRow({ site, view, one, organisation, text, evidence }: RowProps) {
  const t = complianceWords(view.language)
  const does = whatItDoes(one.id, view.language)
  const fallback = one.state === 'open' ? t('notBuilt') : t('ruleOnly')
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
        <Tests tests={one.tests} view={view} />
        {evidence.map(({ code, values, holds }) => (
          <div key={code}>
            {t(code, values)} {!holds && <Tag kind="late">{t('attention')}</Tag>}
          </div>
        ))}
      </td>
      <td>
        <Tag kind={TAGS[one.state]}>{t(one.state)}</Tag>
      </td>
    </tr>
  )
}

/** The tests behind a promise; their names are English sentences, in the words of the program. */
function Tests({ tests, view }: { tests: readonly string[]; view: View }) {
  if (tests.length === 0) return null
  const t = complianceWords(view.language)
  return (
    <details>
      <summary>{t('tests', { count: tests.length })}</summary>
      <ul lang="en">
        {tests.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  )
}

const TAGS = { kept: 'good', partly: 'due', open: 'late' } as const

/** The first sentence of a clause, with the question before it if there is one: enough to know it by. */
function shortOf(paragraph: string): string {
  return /^.*?[.!](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph
}

function hrefOf(filter: Filter): string {
  return filter === 'all' ? '/promises' : `/promises?show=${filter}`
}
