import { dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { addPage, type Met, meet, type Site } from '../shell/index.ts'
import { Heading, Link, Page, PageHead, sendPage, Table, Text, useView, type View } from '../web/index.ts'
import {
  bySoonest,
  CLEARANCE_KINDS,
  type ClearanceState,
  clearanceStates,
  firstToClose,
  isCleared,
} from './clearance.ts'
import { listClearances, reviewClearances } from './keep-people.ts'
import { ClearanceTag, PeopleTabs } from './page-parts.tsx'
import { peopleWords } from './people.words.ts'
import { type Person, worksOn } from './person.ts'

/** `/people/clearances`: what is missing or expires, soonest first; for who keeps the people and for the data protection officer. */
export function clearancesPage(site: Site): void {
  addPage(site, 'GET', '/people/clearances', async (request, reply, visitor) => {
    const greeted = meet(site, request, await site.door.greet(visitor))
    const keeps = greeted.can('review', 'existence', { relation: 'none', use: 'review' })
    const act = keeps ? listClearances : reviewClearances
    const met = meet(site, request, await site.door.enter(visitor, act, null, undefined))
    const today = dayInNetherlands(site.now())
    return sendPage(reply, <ClearancesPage view={request.view} {...{ met, today, keeps }} />)
  })
}

type Props = {
  view: View
  met: Met<Person[]>
  today: PlainDate
  keeps: boolean
}

function ClearancesPage({ view, met, today, keeps }: Props) {
  const t = peopleWords(view.language)
  const people = met.value.filter((person) => worksOn(person, today))
  const rows = people
    .map((person) => ({ person, states: clearanceStates(person.clearances, today) }))
    .sort(
      (a, b) =>
        bySoonest(firstToClose(a.states), firstToClose(b.states)) ||
        a.person.name.localeCompare(b.person.name, 'nl'),
    )
  const missing = people.filter((person) => !isCleared(person.clearances, today)).length
  const soon = rows.flatMap(({ states }) => states).filter(({ state }) => state === 'ends-soon').length
  return (
    <Page view={view} title={t('clearances')} current={keeps ? '/people' : '/people/clearances'}>
      <PageHead title={t('clearances')} lead={t('clearancesLead')} />
      <PeopleTabs current="/people/clearances" can={met.can} />
      <Text>
        <b>{t('summary', { missing, soon })}</b>
      </Text>
      <Group id="attention" title={t('attention')} rows={rows.filter((row) => !inOrder(row))} keeps={keeps} />
      <Group id="in-order" title={t('inOrder')} rows={rows.filter(inOrder)} keeps={keeps} />
    </Page>
  )
}

type Row = { person: Person; states: readonly ClearanceState[] }

function inOrder({ states }: Row): boolean {
  return states.every(({ state }) => state === 'valid')
}

function Group({
  id,
  title,
  rows,
  keeps,
}: {
  id: string
  title: string
  rows: readonly Row[]
  keeps: boolean
}) {
  const t = peopleWords(useView().language)
  if (rows.length === 0) return null
  return (
    <section class="stack">
      <Heading id={id}>{title}</Heading>
      <Table stacks even caption={title} head={[t('who'), ...CLEARANCE_KINDS.map((kind) => t(kind))]}>
        {rows.map(({ person, states }) => (
          <tr key={person.id}>
            <th scope="row">
              {keeps ? <Link href={`/people/${person.id}`}>{person.name}</Link> : person.name}
            </th>
            {states.map((state) => (
              <td key={state.kind}>
                <span class="when-stacked">{t(`short-${state.kind}`)} </span>
                <ClearanceTag state={state} />
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  )
}
