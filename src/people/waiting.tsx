import { dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import type { Asker, Waiting, WaitingGroup, WaitingSource } from '../shell/index.ts'
import type { Language } from '../web/index.ts'
import { bySoonest, type ClearanceState, clearanceStates, isOpen } from './clearance.ts'
import { lookAtWaiting } from './keep-people.ts'
import { clearanceText, noon } from './page-parts.tsx'
import { peopleWords } from './people.words.ts'
import { type Person, type RoleRequest, runningBlock, worksOn } from './person.ts'
import { waitingWords } from './waiting.words.ts'
import { wayInWords } from './way-in.words.ts'

/** What waits for who keeps the people here: changes of function, declarations that end, who does not get in. Never about oneself. */
export const peopleWaiting: WaitingSource = {
  isFor: ({ can }) => can('review', 'existence', { relation: 'none', use: 'review' }),
  async groups(asker) {
    const { site, visitor, facts, language } = asker
    const [t, w] = [peopleWords(language), waitingWords(language)]
    const found = asker.take(await site.door.enter(visitor, lookAtWaiting, null, undefined))
    const today = dayInNetherlands(site.now())
    const others = found.people.filter((person) => person.id !== facts.actor.id && worksOn(person, today))
    const requests = found.requests.filter(
      ({ staffId, askedBy }) => staffId !== facts.actor.id && askedBy !== facts.actor.id,
    )
    const groups: WaitingGroup[] = [
      {
        id: 'requests',
        title: t('requestsTitle'),
        lines: requests.map((one) => requestLine(one, asker)),
        all: '/people/requests',
      },
      {
        id: 'clearances',
        title: w('clearances'),
        lines: clearanceLines(inScope(found.people, others, asker, today), asker, today),
        all: '/people/clearances',
      },
      {
        id: 'ways-in',
        title: w('waysIn'),
        lines: others.flatMap((person) => wayInLine(person, asker)),
        all: '/people',
      },
    ]
    return groups
  },
}

/** A team manager looks after the declarations of the own teams, an administrator after everybody's. */
function inScope(people: readonly Person[], others: readonly Person[], { facts }: Asker, today: PlainDate) {
  if (facts.actor.role !== 'team-manager') return others
  const teamsOf = (person: Person) =>
    person.teams.filter(({ from, until }) => from <= today && (until ?? today) >= today)
  const own = new Set(
    people.filter(({ id }) => id === facts.actor.id).flatMap((person) => teamsOf(person).map(({ id }) => id)),
  )
  return others.filter((person) => teamsOf(person).some(({ id }) => own.has(id)))
}

function requestLine(one: RoleRequest, { statement, language }: Asker): Waiting {
  const [t, w] = [peopleWords(language), waitingWords(language)]
  const role = statement.label(language, `roles.${one.role}`)
  return {
    key: one.id,
    since: one.askedAt,
    what: (
      <>
        <b>{one.name}</b>: {t(one.change === 'give' ? 'askedGive' : 'askedTake', { role })}
      </>
    ),
    under: t('askedBy', { by: one.askedByName }),
    todo: { verb: w('decide'), about: one.name, to: '/people/requests' },
  }
}

/** What is over, missing or ends soon, of who has work to do here: without a function nothing would open anyway. */
function clearanceLines(people: readonly Person[], asker: Asker, today: PlainDate): Waiting[] {
  return people
    .filter(({ roles }) => roles.length > 0)
    .flatMap((person) => clearanceStates(person.clearances, today).map((state) => ({ person, state })))
    .filter(({ state }) => state.state !== 'valid')
    .toSorted((a, b) => bySoonest(a.state, b.state) || a.person.name.localeCompare(b.person.name, 'nl'))
    .map(({ person, state }) => clearanceLine(person, state, asker))
}

function clearanceLine(person: Person, state: ClearanceState, { language }: Asker): Waiting {
  const w = waitingWords(language)
  const days = state.state === 'missing' ? 0 : state.days
  return {
    key: `${person.id} ${state.kind}`,
    tag: isOpen(state)
      ? { kind: 'due', words: days === 0 ? w('lastDay') : w('daysLeft', { days }) }
      : { kind: 'late', words: w('allClosed') },
    what: (
      <>
        <b>{person.name}</b>: {peopleWords(language)(state.kind)}
      </>
    ),
    under: howItEnds(state, language),
    todo: { verb: w('toRecord'), about: person.name, to: `/people/${person.id}` },
  }
}

/** Without the days that the tag says already. */
function howItEnds(state: ClearanceState, language: Language): string {
  if (state.state !== 'ends-soon') return clearanceText(state, language)
  const t = peopleWords(language)
  const next = state.next === undefined ? [] : [t('next', { on: noon(state.next) })]
  return [t('valid', { on: noon(state.until) }), ...next].join('; ')
}

/** Somebody who is blocked, for who may lift that; an invitation that ran out, for who may invite. */
function wayInLine(person: Person, { facts, language }: Asker): Waiting[] {
  const [t, w] = [wayInWords(language), waitingWords(language)]
  const block = runningBlock(person)
  const what = <b>{person.name}</b>
  const to = `/people/${person.id}`
  if (block)
    return block.by.id === facts.actor.id
      ? []
      : [
          {
            key: `${person.id} block`,
            since: block.at,
            tag: { kind: 'due', words: t('tagBlocked') },
            what,
            under: w('blockedBecause', { by: block.by.name, reason: t(block.reason) }),
            todo: { verb: w('look'), about: person.name, to },
          },
        ]
  const { hasAccount, invitation } = person.wayIn
  if (hasAccount || invitation?.state !== 'over' || facts.actor.role !== 'administrator') return []
  return [
    {
      key: `${person.id} invitation`,
      since: invitation.endsAt,
      tag: { kind: 'due', words: t('tagOver') },
      what,
      todo: { verb: t('inviteAgain'), about: person.name, to: `${to}#sign-in` },
    },
  ]
}
