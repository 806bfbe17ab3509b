import { describe, expect, test } from 'vitest'
import { mustBe, parsePlainDate } from '../kernel/index.ts'
import type { Item } from '../statement/index.ts'
import { checkRegistration, type Typed } from './registration.ts'

const item = (id: string, kind: string, required: Item['required'], more: Partial<Item> = {}): Item => ({
  id,
  part: 'identity',
  class: 'general',
  kind,
  source: 'client',
  required,
  clause: 'TOM-4.1',
  ...more,
})

const catalogue = [
  item('surname', 'text', 'always', { maxLength: 10 }),
  item('birth-date', 'date', 'always'),
  item('bsn', 'bsn', 'if-needed', { part: 'bsn' }),
  item('email', 'email', 'optional', { part: 'contact' }),
  item('choice', 'choice', 'optional', { options: ['a'] }),
]
const day = (text: string) => mustBe(parsePlainDate(text))
const rule = { minimumAge: 18, today: day('2026-11-22') }
const typed = (values: Record<string, string>, reasons: Record<string, string> = {}): Typed => ({
  values,
  reasons,
})
const good = { surname: 'Aydin', 'birth-date': '1965-03-14' }
const problemsOf = (input: Typed) => {
  const checked = checkRegistration(input, catalogue, rule)
  return checked.outcome === 'problems'
    ? checked.problems.map(({ item, problem }) => `${item} ${problem}`)
    : checked.outcome
}

describe('a registration', () => {
  test('TOM-1.3 partly: the day before the 18th birthday is too young, the day itself is not', () => {
    expect(problemsOf(typed({ ...good, 'birth-date': '2008-11-23' }))).toBe('too-young')
    expect(problemsOf(typed({ ...good, 'birth-date': '2008-11-22' }))).toBe('complete')
  })
  test('TOM-1.3 partly: without a minimum age in the statement everybody is old enough', () => {
    const checked = checkRegistration(typed({ ...good, 'birth-date': '2026-11-21' }), catalogue, {
      ...rule,
      minimumAge: null,
    })
    expect(checked.outcome).toBe('complete')
  })
  test('TOM-4.1 partly: an item that is not in the catalogue is a problem', () => {
    expect(problemsOf(typed({ ...good, religion: 'x' }))).toEqual(['religion unknown-item'])
  })
  test('TOM-4.1 partly: an item for if-needed wants its reason', () => {
    expect(problemsOf(typed({ ...good, bsn: '999990019' }))).toEqual(['bsn reason-required'])
    expect(problemsOf(typed({ ...good, bsn: '999990019' }, { bsn: 'Wmo' }))).toBe('complete')
  })
  test.each([
    [{}, ['surname required', 'birth-date required']],
    [{ ...good, 'birth-date': 'gisteren' }, ['birth-date not-a-date']],
    [{ ...good, 'birth-date': '2026-11-23' }, ['birth-date in-the-future']],
    [{ ...good, email: 'x' }, ['email not-an-email']],
    [{ ...good, choice: 'b' }, ['choice not-an-option']],
    [{ ...good, surname: 'x'.repeat(11) }, ['surname too-long']],
  ])('%j', (values, problems) => expect(problemsOf(typed(values))).toEqual(problems))
  test('keeps what was typed with the person that it can be found by', () => {
    const checked = checkRegistration(typed({ ...good, bsn: '999990019' }, { bsn: 'Wmo' }), catalogue, rule)
    expect(checked).toMatchObject({
      outcome: 'complete',
      registration: {
        person: { bsn: '999990019', birthDate: '1965-03-14', surname: 'Aydin' },
        items: [{}, {}, { reason: 'Wmo' }],
      },
    })
  })
})
