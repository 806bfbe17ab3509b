import { describe, expect, test } from 'vitest'
import type { PlainDate } from '../kernel/index.ts'
import { type AskedConsent, consentFor, lifeOn, type Scope, type Wanted } from './consent-state.ts'

const day = (text: string) => text as PlainDate
const physio: Scope = {
  disclosure: 'with-consent',
  purpose: 'support',
  direction: 'give',
  partyKind: 'chain-partner',
  party: undefined,
  partyName: 'Fysio De Linde',
  parts: ['question', 'goals'],
  items: [],
  fromOn: day('2026-11-10'),
  untilOn: day('2026-12-10'),
}
const noon = (text: string) => new Date(`${text}T12:00:00Z`)
const one = (scope: Partial<Scope> = {}, more: Partial<AskedConsent> = {}): AskedConsent => ({
  scope: { ...physio, ...scope },
  askedAt: noon('2026-11-01'),
  answerUntil: day('2026-12-10'),
  answer: { given: true, at: noon('2026-11-05') },
  endedAt: undefined,
  deciderStands: true,
  ...more,
})
const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  purpose: 'support',
  direction: 'give',
  partyKind: 'chain-partner',
  party: undefined,
  partyName: 'Fysio De Linde',
  part: 'goals',
  day: day('2026-11-22'),
  ...more,
})

describe('which consent holds for a disclosure', () => {
  test.each<[string, string, Partial<Wanted>, AskedConsent[]]>([
    ['nothing was asked', 'none', {}, []],
    ['it was given for just this', 'valid', {}, [one()]],
    ['the name is written a little otherwise', 'valid', { partyName: ' fysio  de linde' }, [one()]],
    ['on the first day', 'valid', { day: day('2026-11-10') }, [one()]],
    ['on the last day', 'valid', { day: day('2026-12-10') }, [one()]],
    ['a day too early', 'none', { day: day('2026-11-09') }, [one()]],
    ['a day too late', 'expired', { day: day('2026-12-11') }, [one()]],
    [
      'before the day of the yes',
      'none',
      { day: day('2026-11-20') },
      [one({}, { answer: { given: true, at: noon('2026-11-21') } })],
    ],
    ['it was asked and not answered', 'none', {}, [one({}, { answer: undefined })]],
    ['it was refused', 'none', {}, [one({}, { answer: { given: false, at: noon('2026-11-05') } })]],
    ['it was withdrawn today', 'withdrawn', {}, [one({}, { endedAt: noon('2026-11-22') })]],
    [
      'it was withdrawn after that day: what was lawful stays so',
      'valid',
      {},
      [one({}, { endedAt: noon('2026-11-23') })],
    ],
    [
      'it was withdrawn and then given anew',
      'valid',
      {},
      [
        one({}, { endedAt: noon('2026-11-15') }),
        one({}, { answer: { given: true, at: noon('2026-11-16') } }),
      ],
    ],
    ['it is about other data', 'none', { part: 'notes' }, [one()]],
    ['it is for another party', 'other-recipient', { partyName: 'Huisarts Berg' }, [one()]],
    [
      'it is for a party of that name and another kind',
      'other-recipient',
      { partyKind: 'subcontractor' },
      [one()],
    ],
    [
      'it is for a party of the statement, not for who calls itself so',
      'other-recipient',
      { partyName: 'ActiVite' },
      [one({ party: 'activite', partyName: 'ActiVite' })],
    ],
    ['it is for another purpose', 'other-purpose', { purpose: 'aids' }, [one()]],
    ['it names an item, and the whole part is wanted', 'none', {}, [one({ items: ['first-goal'] })]],
    ['it names just that item', 'valid', { item: 'first-goal' }, [one({ items: ['first-goal'] })]],
    ['it names another item', 'none', { item: 'x' }, [one({ items: ['first-goal'] })]],
    ['it is to ask and not to give', 'none', { direction: 'ask' }, [one()]],
    [
      'the own one was withdrawn while another party has one',
      'withdrawn',
      {},
      [one({ partyName: 'Huisarts Berg' }), one({}, { endedAt: noon('2026-11-20') })],
    ],
  ])('TOM-10.1 partly: when %s: %s', (_when, state, want, asked) => {
    expect(consentFor(wanted(want), asked)).toBe(state)
  })

  test('the day of a withdrawal is the day in the Netherlands, whatever the clock of the machine', () => {
    // half past midnight in Amsterdam on the 22nd, still the 21st in UTC
    const late = one({}, { endedAt: new Date('2026-11-21T23:30:00Z') })
    expect(consentFor(wanted({ day: day('2026-11-21') }), [late])).toBe('valid')
    expect(consentFor(wanted({ day: day('2026-11-22') }), [late])).toBe('withdrawn')
  })
})

describe('where a consent stands', () => {
  test.each<[string, AskedConsent, string]>([
    ['asked', one({}, { answer: undefined }), '2026-12-10'],
    ['unanswered', one({}, { answer: undefined }), '2026-12-11'],
    ['unanswered', one({}, { answer: undefined, answerUntil: day('2026-11-12') }), '2026-11-13'],
    ['unanswered', one({}, { answer: undefined, deciderStands: false }), '2026-11-12'],
    ['given', one({}, { deciderStands: false }), '2026-12-10'],
    ['expired', one(), '2026-12-11'],
    ['refused', one({}, { answer: { given: false, at: noon('2026-11-05') } }), '2026-12-31'],
    ['withdrawn', one({}, { endedAt: noon('2026-11-20') }), '2026-12-31'],
    ['taken-back', one({}, { answer: undefined, endedAt: noon('2026-11-20') }), '2026-11-22'],
  ])('%s', (life, one, today) => {
    expect(lifeOn(one, day(today))).toBe(life)
  })
})
