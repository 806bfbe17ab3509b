import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { staffIdOf, stepUp } from '../../test/people.ts'
import { canTell, compareTimes } from '../../test/wall/compare-times.ts'
import type { Answer, Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { listSignals } from '../signals/signals.ts'
import { type AccessQuestion, askAccess } from './incidental-access.ts'

let house: TestHouse
let existing: string
let closed: string
/** Well-formed, and of nobody. */
const ABSENT = '2222-222-2'

beforeAll(async () => {
  house = await testHouse()
  existing = await numberOf(await house.dossierOf(CAST.aydin))
  const other = await house.dossierOf(CAST.deWit)
  closed = await numberOf(other)
  // storage only: nobody may be given an access to it
  await house.owner.query(
    'insert into dossier.restrictions (organisation_id, dossier_id, restricted_at) values ($1, $2, now())',
    [TOM, other],
  )
})
afterAll(() => house?.close())

async function numberOf(dossierId: string): Promise<string> {
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossierId],
  )
  return rows[0]?.client_number ?? ''
}

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const usual: Omit<AccessQuestion, 'clientNumber'> = {
  purpose: 'management',
  parts: ['existence', 'notes'],
  until: soon(60),
  emergency: false,
  toldFrom: undefined,
  words: { reason: 'Steekproef van verslagen na een klacht.' },
}
const danger: Omit<AccessQuestion, 'clientNumber'> = {
  ...usual,
  ...{ purpose: 'support', parts: ['existence', 'contact'], emergency: true, until: soon(50) },
}

/** All that the asker is told, without the moment. */
function told(answer: Answer<unknown>) {
  const facts = 'facts' in answer ? { ...answer.facts, at: 0 } : undefined
  return JSON.parse(JSON.stringify({ ...answer, facts }))
}

/** Everything that the entries of two asks say differently, beside when, where in the ledger, and of which dossier. */
async function lastEntry(): Promise<Record<string, unknown>> {
  const { rows } = await house.owner.query(
    `select event, action, outcome, reason, purpose, activity, clauses, policies, actor_id, actor_role, relation, parts, emergency,
            dossier_id is null as of_nothing from ledger.entries order by tx desc, seq desc limit 1`,
  )
  return rows[0]
}

type Refusal = {
  why: string
  who: string
  expected: string
  question: Omit<AccessQuestion, 'clientNumber'>
  prepare?: (visitor: Visitor) => Promise<unknown>
}
const refusals: Refusal[] = [
  { why: 'a function that may not ask', who: 'fenna', expected: 'no-rule', question: usual },
  {
    why: 'a part that is not for this function',
    who: 'saskia',
    expected: 'no-rule',
    question: { ...usual, parts: ['bsn'] },
  },
  {
    why: 'an emergency for a purpose without danger',
    who: 'saskia',
    expected: 'no-rule',
    question: { ...usual, emergency: true },
  },
  { why: 'no second factor just now', who: 'fenna', expected: 'step-up', question: danger },
  {
    why: 'an end in the past',
    who: 'saskia',
    expected: 'wrong-period',
    question: { ...usual, until: soon(-1) },
  },
  {
    why: 'an end too far away',
    who: 'saskia',
    expected: 'too-long',
    question: { ...usual, until: soon(600) },
  },
  {
    why: 'an emergency longer than an hour',
    who: 'fenna',
    expected: 'too-long',
    question: { ...danger, until: soon(90) },
    prepare: (visitor) => stepUp(house, visitor),
  },
  {
    why: 'a client who hears of it too late',
    who: 'fenna',
    expected: 'told-too-late',
    question: { ...danger, toldFrom: addDays(dayInNetherlands(new Date()), 15) },
    prepare: (visitor) => stepUp(house, visitor),
  },
  {
    why: 'a fourth emergency in a day',
    who: 'fenna',
    expected: 'three-a-day',
    question: danger,
    async prepare(visitor) {
      await stepUp(house, visitor)
      for (const _time of [1, 2, 3])
        await askAccess(house.door, visitor, { ...danger, clientNumber: existing })
    },
  },
]

describe('asking tells nothing of a number', () => {
  test.each(refusals)(
    '$why: the same answer and entry for a number that exists, one that is closed to all, and one that does not',
    async ({ who, expected, question, prepare }) => {
      const visitor = await house.staff(who)
      await prepare?.(visitor)
      const answers: unknown[] = []
      const entries: unknown[] = []
      for (const clientNumber of [existing, closed, ABSENT]) {
        answers.push(told(await askAccess(house.door, visitor, { ...question, clientNumber })))
        entries.push(await lastEntry())
      }
      expect(answers[0]).toMatchObject({ outcome: 'refused' })
      expect(entries[0]).toMatchObject({
        event: 'access.asked',
        reason: expected,
        relation: 'none',
        of_nothing: false,
      })
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
      expect(entries[1]).toEqual(entries[0])
      expect(entries[2]).toEqual(entries[0])
    },
  )

  test('a dossier that is closed to all is as absent as one that is not there, and the client of it reads who tried', async () => {
    const saskia = await house.staff('saskia')
    const hidden = told(await askAccess(house.door, saskia, { ...usual, clientNumber: closed }))
    const { rows } = await house.owner.query(
      `select dossier_id, relation from ledger.entries order by tx desc, seq desc limit 1`,
    )
    expect(rows[0]).toEqual({ dossier_id: await house.dossierOf(CAST.deWit), relation: 'none' })
    const absent = told(await askAccess(house.door, saskia, { ...usual, clientNumber: ABSENT }))
    expect(hidden).toEqual(absent)
    expect(hidden).toMatchObject({ denial: { conflict: 'not-there' }, facts: { relation: 'none' } })
  })

  test('it takes as long for a number that is closed to all as for one that is not there', async () => {
    const saskia = await house.staff('saskia')
    const ask = (clientNumber: string) => () => askAccess(house.door, saskia, { ...usual, clientNumber })
    const compared = await compareTimes(ask(closed), ask(ABSENT), 300)
    expect(canTell(compared), JSON.stringify(compared)).toBe(false)
  }, 60_000)

  test('who tries numbers is raised as a signal', async () => {
    const yara = await house.staff('yara')
    for (const clientNumber of [ABSENT, '3333-333-3', '4444-444-4', closed])
      expect((await askAccess(house.door, yara, { ...usual, clientNumber })).outcome).toBe('refused')
    const iris = await house.staff('iris')
    const answer = await house.door.enter(iris, listSignals, null, undefined)
    const signals = answer.outcome === 'opened' ? answer.value : []
    const actorId = await staffIdOf(house, 'yara')
    expect(signals.find((one) => one.actorId === actorId)).toMatchObject({
      kind: 'tried',
      times: 4,
      dossiers: 4,
    })
  })

  test('without the order of the questions the answer would tell: looked up first, a fourth emergency differs', async () => {
    const fenna = await stepUp(house, await house.staff('fenna'))
    const { rows } = await house.owner.query<{ text: string }>(
      `select pg_get_functiondef(p.oid) as text from pg_proc p where p.proname = 'ask_incidental'`,
    )
    const text = rows[0]?.text ?? ''
    const turned = text
      .replace('conflict := coalesce(conflict, case', 'conflict := coalesce(case')
      .replace(`then 'not-there' end);`, `then 'not-there' end, conflict);`)
    expect(turned).not.toBe(text)
    const both = async () =>
      Promise.all(
        [existing, ABSENT].map(async (clientNumber) =>
          told(await askAccess(house.door, fenna, { ...danger, clientNumber })),
        ),
      )
    await house.owner.query(turned)
    const [one, other] = await both()
    expect(one).not.toEqual(other)
    await house.owner.query(text)
    const [again, same] = await both()
    expect(again).toEqual(same)
  })
})
