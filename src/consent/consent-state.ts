import type { Consent as Held } from '../access/index.ts'
import { compareDates, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import type { Direction } from './askable.ts'

/** What a consent is about, and when. */
export type Scope = {
  disclosure: string
  purpose: string
  direction: Direction
  partyKind: string
  /** A party of the statement; undefined for one that a worker named. */
  party: string | undefined
  partyName: string
  parts: readonly string[]
  items: readonly string[]
  fromOn: PlainDate
  untilOn: PlainDate
}

/** A request for consent and what became of it. */
export type AskedConsent = {
  scope: Scope
  askedAt: Date
  answerUntil: PlainDate
  answer: { given: boolean; at: Date } | undefined
  /** Withdrawn; or, without an answer, taken back by the worker. */
  endedAt: Date | undefined
  /** False when it was weighed anew, since it was asked, who decides: then it is asked anew too. */
  deciderStands: boolean
}

export type Life = 'asked' | 'given' | 'refused' | 'withdrawn' | 'expired' | 'unanswered' | 'taken-back'

/** Where a consent stands on a day. */
export function lifeOn(one: AskedConsent, today: PlainDate): Life {
  const { scope, answer, answerUntil, endedAt, deciderStands } = one
  if (endedAt) return answer?.given ? 'withdrawn' : 'taken-back'
  if (answer) {
    if (!answer.given) return 'refused'
    return compareDates(today, scope.untilOn) > 0 ? 'expired' : 'given'
  }
  return compareDates(today, answerUntil) > 0 || !deciderStands ? 'unanswered' : 'asked'
}

/** A disclosure that somebody wants: to whom or from whom, for what, of which part, on which day. */
export type Wanted = Pick<Scope, 'purpose' | 'direction' | 'partyKind' | 'party' | 'partyName'> & {
  part: string
  /** The item of that part; a consent that names items covers those and not the rest of the part. */
  item?: string
  day: PlainDate
}

/**
 * Which consent holds for a disclosure, in the words of the access rules. Only an answer that stands covers anything, and only what it
 * was given for; what is nearest is told, so that a refusal can say what is missing.
 */
export function consentFor(wanted: Wanted, asked: readonly AskedConsent[]): Held {
  const about = asked.filter(({ scope }) => scope.direction === wanted.direction && covers(scope, wanted))
  const running = about.filter((one) => runsOn(one, wanted.day))
  const same = (one: AskedConsent) => isRecipient(one, wanted) && one.scope.purpose === wanted.purpose
  if (running.some(same)) return 'valid'
  const newest = about
    .filter((one) => same(one) && wasGivenBy(one, wanted.day))
    .sort((one, two) => Number(two.answer?.at) - Number(one.answer?.at))[0]
  if (newest && wasEndedBy(newest, wanted.day)) return 'withdrawn'
  if (newest && compareDates(wanted.day, newest.scope.untilOn) > 0) return 'expired'
  if (running.some((one) => isRecipient(one, wanted))) return 'other-purpose'
  return running.length > 0 ? 'other-recipient' : 'none'
}

function covers({ parts, items }: Scope, { part, item }: Wanted): boolean {
  return parts.includes(part) && (items.length === 0 || (item !== undefined && items.includes(item)))
}

function runsOn(one: AskedConsent, day: PlainDate): boolean {
  const { fromOn, untilOn } = one.scope
  return (
    wasGivenBy(one, day) &&
    !wasEndedBy(one, day) &&
    compareDates(fromOn, day) <= 0 &&
    compareDates(day, untilOn) <= 0
  )
}

/** Given on that day or before: what was done earlier it does not cover. */
function wasGivenBy({ answer }: AskedConsent, day: PlainDate): boolean {
  return answer?.given === true && compareDates(dayInNetherlands(answer.at), day) <= 0
}

/** From the day of the withdrawal on; what was lawful before stays so. */
function wasEndedBy({ endedAt }: AskedConsent, day: PlainDate): boolean {
  return endedAt !== undefined && compareDates(dayInNetherlands(endedAt), day) <= 0
}

function isRecipient({ scope }: AskedConsent, wanted: Wanted): boolean {
  if (scope.partyKind !== wanted.partyKind || scope.party !== wanted.party) return false
  return scope.party !== undefined || plain(scope.partyName) === plain(wanted.partyName)
}

/** A name that a worker typed, whatever the capitals and spaces. */
function plain(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase()
}
