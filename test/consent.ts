import { randomUUID } from 'node:crypto'
import type { NewConsent } from '../src/consent/consent.store.ts'
import type { Scope } from '../src/consent/consent-state.ts'
import type { Wording } from '../src/consent/wording.ts'
import type { Answer, Visitor } from '../src/door/index.ts'
import { addDays, dayInNetherlands } from '../src/kernel/index.ts'
import type { TestHouse } from './house.ts'

const today = dayInNetherlands(new Date())

/** To give goals to a physiotherapist, from today and for a month: what Tom's statement lets a coach ask. */
export const SCOPE: Scope = {
  disclosure: 'with-consent',
  purpose: 'support',
  direction: 'give',
  partyKind: 'chain-partner',
  party: undefined,
  partyName: 'Fysio De Linde',
  parts: ['goals'],
  items: [],
  fromOn: today,
  untilOn: addDays(today, 30),
}

/** A request as the page makes it, with short words. */
export function asked(scope: Partial<Scope> = {}, more: Partial<NewConsent> = {}): NewConsent {
  const whole = { ...SCOPE, ...scope }
  const words: Wording = {
    title: 'Mogen wij gegevens over u geven?',
    rows: [['Waarom', 'De fysio wil dit weten.']],
    rights: [],
  }
  return {
    id: randomUUID(),
    scope: whole,
    answerBy: 'client',
    answerUntil: whole.untilOn,
    words: { nl: words, en: words },
    ...more,
  }
}

export function opened<T>(answer: Answer<T>): T {
  if (answer.outcome !== 'opened') throw new Error(JSON.stringify(answer))
  return answer.value
}

/** As after signing in anew, a moment ago. */
export const stepUp = (house: TestHouse, visitor: Visitor) =>
  house.owner.query('update identity.sessions set stepped_up_at = now() where token_hash = sha256($1)', [
    visitor.token,
  ])
