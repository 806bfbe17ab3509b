import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, addYears, type PlainDate } from '../kernel/index.ts'
import { loadStatements, type Statement } from '../statement/index.ts'
import { readAsk } from './ask-form.ts'
import { type Askable, askableIn, recipientValue } from './askable.ts'

const today = '2026-11-22' as PlainDate
let tom: Statement
let mee: Statement
let give: Askable

beforeAll(async () => {
  const statements = await loadStatements('statements')
  const of = (id: string) => statements.find(({ facts }) => facts.organisation.id === id) ?? expect.fail(id)
  tom = of('tom-in-de-buurt')
  mee = of('mee-zuid-limburg')
  give = askableIn(tom.facts, 'neighbourhood-coach')[0] ?? expect.fail('nothing to ask')
})

describe('what may be asked', () => {
  test('TOM-10.1 partly: only a disclosure that needs consent, by who may do it, and none that needs more than a yes', () => {
    expect(askableIn(tom.facts, 'neighbourhood-coach').map(({ disclosure }) => disclosure)).toEqual([
      'with-consent',
    ])
    expect(askableIn(tom.facts, 'host')).toEqual([])
    expect(askableIn(tom.facts, 'consultant')).toEqual([])
    expect(give.choices.map(({ id }) => id)).not.toContain('provisions')
    expect(give.choices.map(({ id }) => id)).not.toContain('bsn')
  })

  test('MEE-4.1 partly, MEE-5.1 partly: at MEE giving and asking are two requests, each with its own data and the listed kinds of partners', () => {
    const [ask, giving, ...more] = askableIn(mee.facts, 'consultant')
    expect(more).toEqual([])
    expect([ask?.direction, ask?.choices]).toEqual([
      'ask',
      [{ id: 'information-from-others', label: 'items', part: 'situation' }],
    ])
    expect([giving?.direction, giving?.choices.length]).toEqual(['give', 13])
    expect(giving?.recipients.map(recipientValue)).toContain('general-practitioner')
    expect(giving?.recipients.map(recipientValue)).not.toContain('referral-index')
  })

  test('members and parties of the statement go by name, others by a name that the worker gives', () => {
    const values = give.recipients.map(recipientValue)
    expect(values).toContain('member/kwadraad')
    expect(values).toContain('chain-partner/meldpunt-zorg-overlast')
    expect(values).toContain('chain-partner')
    expect(values).not.toContain('member')
  })
})

describe('the form', () => {
  const filled = {
    recipient: 'chain-partner',
    partyName: 'Fysio De Linde',
    reason: 'De fysiotherapeut wil weten wat wij afspraken.',
    choices: ['goals', 'notes'],
    precisely: 'Alleen de afspraken over lopen.',
    fromOn: '22-11-2026',
    untilOn: '22-2-2027',
  }
  const read = (more: Record<string, unknown> = {}) => readAsk({ ...filled, ...more }, 'nl', give, today)

  test('says exactly what was filled in', () => {
    expect(read()).toMatchObject({
      ok: true,
      values: {
        scope: {
          ...{
            disclosure: 'with-consent',
            purpose: 'support',
            direction: 'give',
            partyKind: 'chain-partner',
          },
          ...{ party: undefined, partyName: 'Fysio De Linde', parts: ['goals', 'notes'], items: [] },
          ...{ fromOn: '2026-11-22', untilOn: '2027-02-22' },
        },
        reason: filled.reason,
      },
    })
  })

  test('a party of the statement keeps its own name, whatever was typed beside it', () => {
    expect(read({ recipient: 'member/kwadraad', partyName: 'Iemand anders' })).toMatchObject({
      values: { scope: { party: 'kwadraad', partyName: 'Kwadraad', partyKind: 'member' } },
    })
  })

  test.each<[string, string, Record<string, unknown>]>([
    ['no recipient', 'recipient', { recipient: '' }],
    ['a recipient that the statement does not list', 'recipient', { recipient: 'authority/cak' }],
    ['a kind without a name', 'partyName', { partyName: '' }],
    ['no reason', 'reason', { reason: '' }],
    ['a reason of a word', 'reason', { reason: 'Nodig.' }],
    ['no data', 'choices', { choices: [] }],
    ['data that nobody may share', 'choices', { choices: ['goals', 'provisions'] }],
    ['a day that is none', 'fromOn', { fromOn: '31-2-2027' }],
    ['yesterday', 'fromOn', { fromOn: '21-11-2026' }],
    ['no end', 'untilOn', { untilOn: '' }],
    ['an end before the beginning', 'untilOn', { untilOn: '21-11-2026' }],
    ['a year and a day', 'untilOn', { untilOn: addDays(addYears(today, 1), 1) }],
  ])('TOM-10.1 partly: refuses %s, at the field', (_what, field, more) => {
    const answer = read(more)
    expect(answer.ok).toBe(false)
    expect(Object.keys(answer.form.errors)).toEqual([field])
  })

  test('MEE-4.1 partly: what is asked of another is said precisely', () => {
    const [ask] = askableIn(mee.facts, 'consultant')
    if (!ask) expect.fail('nothing to ask')
    const form = { ...filled, recipient: 'general-practitioner', choices: ['information-from-others'] }
    expect(Object.keys(readAsk({ ...form, precisely: '' }, 'nl', ask, today).form.errors)).toEqual([
      'precisely',
    ])
    expect(readAsk(form, 'nl', ask, today)).toMatchObject({
      values: { scope: { direction: 'ask', parts: ['situation'], items: ['information-from-others'] } },
    })
  })

  test('a year to the day is possible, and one day', () => {
    expect(read({ untilOn: addYears(today, 1) }).ok).toBe(true)
    expect(read({ untilOn: today }).ok).toBe(true)
  })
})
