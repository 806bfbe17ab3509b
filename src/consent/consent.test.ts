import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, opened, SCOPE, stepUp } from '../../test/consent.ts'
import { CAST, MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { during, policyOf } from '../../test/wall/take-away.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, addYears, dayInNetherlands } from '../kernel/index.ts'
import {
  askConsent,
  consent,
  consents,
  giveConsent,
  refuseConsent,
  takeBackRequest,
  withdrawConsent,
} from './consent.ts'
import { lifeOn } from './consent-state.ts'

const today = dayInNetherlands(new Date())
let house: TestHouse
let dossier: string
let noor: Visitor
let aydin: Visitor

beforeAll(async () => {
  house = await testHouse()
  dossier = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
  aydin = await house.client(CAST.aydin)
})
afterAll(() => house?.close())

const ask = async (...given: Parameters<typeof asked>) =>
  opened(await house.door.enter(noor, askConsent, dossier, asked(...given)))
const read = async (id: string, visitor = aydin) =>
  opened(await house.door.enter(visitor, consent, dossier, id)) ?? expect.fail('not there')
/** The answer of the client to the words as they stand. */
const give = async (id: string, visitor = aydin) => {
  const { fingerprint } = await read(id, visitor)
  return opened(await house.door.enter(visitor, giveConsent, dossier, { id, fingerprint }))
}
const lifeOf = async (id: string) => lifeOn(await read(id, noor), today)

describe('asking', () => {
  test('TOM-10.1 partly: what a worker asks the client reads word for word; nobody who is not involved asks or reads it', async () => {
    const request = asked()
    const id = opened(await house.door.enter(noor, askConsent, dossier, request))
    expect((await read(id)).words).toEqual(request.words)
    expect((await read(id)).scope).toEqual(request.scope)
    expect(await lifeOf(id)).toBe('asked')
    for (const other of [
      await house.staff('fenna'),
      await house.staff('joris'),
      await house.client(CAST.nobody),
    ]) {
      expect((await house.door.enter(other, askConsent, dossier, asked())).outcome).toBe('refused')
      expect((await house.door.enter(other, consents, dossier, undefined)).outcome).toBe('refused')
    }
  })

  test.each([
    ['data that the statement lets nobody share', { parts: ['provisions'] }],
    ['one part too many', { parts: ['goals', 'messages'] }],
    ['a kind of party that is no recipient', { partyKind: 'supplier' }],
    ['a party of another kind', { partyKind: 'chain-partner', party: 'cak' }],
    ['a party that the statement does not have', { party: 'acme' }],
    ['another purpose than that of the disclosure', { purpose: 'management' }],
    ['the other direction', { direction: 'ask' as const }],
    ['a disclosure that needs no consent', { disclosure: 'that-confirmation', parts: ['existence'] }],
    [
      'a disclosure for which everybody in a plan must consent',
      { disclosure: 'household-plan', parts: ['plan'] },
    ],
    ['a disclosure that is not there', { disclosure: 'x' }],
    ['a first day that is over', { fromOn: addDays(today, -1) }],
  ])('the database refuses to ask for %s', async (_what, scope) => {
    await expect(house.door.enter(noor, askConsent, dossier, asked(scope))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('the database refuses a consent without an end, of more than a year, or of no data', async () => {
    const until = (untilOn: unknown) => ask({ untilOn } as object, { answerUntil: today })
    await expect(until(undefined)).rejects.toThrow(/null value/)
    await expect(until(addDays(addYears(today, 1), 1))).rejects.toThrow(/check constraint/)
    expect(await until(addYears(today, 1))).toMatch(/^[0-9a-f-]{36}$/)
    await expect(ask({ parts: [] })).rejects.toThrow(/check constraint|row-level security/)
    await expect(ask({ parts: ['bsn'] })).rejects.toThrow(/check constraint|row-level security/)
  })

  test('without the look at the statement anything could be asked: that wall bites', async () => {
    const policy = await policyOf(house.owner, 'dossier.consents', 'asked')
    const holed = policy.replace(/wall\.may_be_asked\([^)]*\)/, 'true')
    expect(holed).not.toBe(policy)
    await during(house.owner, holed, policy, async () => {
      expect(await ask({ parts: ['provisions'] })).toMatch(/^[0-9a-f-]{36}$/)
    })
    await house.owner.query(`delete from dossier.consents where 'provisions' = any (parts)`)
  })
})

describe('answering', () => {
  test('TOM-10.2 partly: a yes asks to have signed in a moment ago, and keeps what was read, by whom, when and how signed in', async () => {
    const id = await ask()
    await expect(give(id)).rejects.toThrow(/row-level security/)
    expect(await lifeOf(id)).toBe('asked')
    await stepUp(house, aydin)
    expect(await give(id)).toBe(true)
    const kept = await read(id, noor)
    expect(kept.answer).toEqual({ given: true, at: expect.any(Date) })
    expect(kept.answeredBy).toEqual({
      assurance: 'http://eidas.europa.eu/LoA/substantial',
      representative: undefined,
    })
    expect(await lifeOf(id)).toBe('given')
    expect(await give(id)).toBe(false)
  })

  test('without the wall that asks it, an old sign-in would do for a yes', async () => {
    const id = await ask()
    const client = await house.client(CAST.aydin)
    const policy = await policyOf(house.owner, 'dossier.consent_answers', 'answered')
    const holed = policy.replace(/wall\.shown_lately\(\)/, 'true')
    expect(holed).not.toBe(policy)
    await expect(give(id, client)).rejects.toThrow(/row-level security/)
    await during(house.owner, holed, policy, async () => expect(await give(id, client)).toBe(true))
  })

  test('TOM-10.1 partly: the answer is to the words that were read: to others it is none', async () => {
    const id = await ask()
    const other = await ask({ parts: ['notes'] })
    await stepUp(house, aydin)
    const { fingerprint } = await read(other)
    for (const command of [giveConsent, refuseConsent])
      expect(opened(await house.door.enter(aydin, command, dossier, { id, fingerprint }))).toBe(false)
    expect(await lifeOf(id)).toBe('asked')
  })

  test('a no is one action, and no yes can follow; a worker answers for nobody', async () => {
    const id = await ask()
    const { fingerprint } = await read(id)
    const client = await house.client(CAST.aydin)
    await stepUp(house, noor)
    expect(opened(await house.door.enter(noor, giveConsent, dossier, { id, fingerprint }))).toBe(false)
    expect(opened(await house.door.enter(client, refuseConsent, dossier, { id, fingerprint }))).toBe(true)
    expect(await lifeOf(id)).toBe('refused')
    await stepUp(house, client)
    expect(await give(id, client)).toBe(false)
    expect(opened(await house.door.enter(client, withdrawConsent, dossier, id))).toBe(false)
  })

  test('on the last day for an answer it can be given, the day after not', async () => {
    await stepUp(house, aydin)
    for (const [last, outcome] of [
      [today, true],
      [addDays(today, -1), false],
    ] as const) {
      const id = await ask()
      await house.owner.query('update dossier.consents set answer_until = $2 where consent_id = $1', [
        id,
        last,
      ])
      expect(await give(id), last).toBe(outcome)
    }
  })
})

describe('ending', () => {
  test('TOM-10.4 partly: the client withdraws in one action, without signing in anew; from then on it is withdrawn, and that it was given stays', async () => {
    const id = await ask()
    await stepUp(house, aydin)
    await give(id)
    const later = await house.client(CAST.aydin)
    expect(opened(await house.door.enter(noor, takeBackRequest, dossier, id))).toBe(false)
    await expect(house.door.enter(noor, withdrawConsent, dossier, id)).rejects.toThrow(/row-level security/)
    expect(opened(await house.door.enter(later, withdrawConsent, dossier, id))).toBe(true)
    expect(opened(await house.door.enter(later, withdrawConsent, dossier, id))).toBe(false)
    const kept = await read(id, noor)
    expect(kept.answer?.given).toBe(true)
    expect(await lifeOf(id)).toBe('withdrawn')
  })

  test('a worker takes back what has no answer; then nobody answers it', async () => {
    const id = await ask()
    expect(opened(await house.door.enter(noor, takeBackRequest, dossier, id))).toBe(true)
    await stepUp(house, aydin)
    expect(await give(id)).toBe(false)
    expect(await lifeOf(id)).toBe('taken-back')
    expect(opened(await house.door.enter(noor, takeBackRequest, dossier, randomUUID()))).toBe(false)
  })

  test('what was asked, answered or ended cannot be changed or removed by the program', async () => {
    for (const table of ['consents', 'consent_answers', 'consent_endings'])
      for (const change of [
        `update dossier.${table} set dossier_id = dossier_id`,
        `delete from dossier.${table}`,
      ])
        await expect(house.pools.app.query(change), change).rejects.toThrow(/permission denied/)
    expect((await house.pools.app.query('select from dossier.consents')).rowCount).toBe(0)
  })

  test.each([
    ['party_kind', `'subcontractor'`],
    ['parts', `'{goals,notes}'`],
    ['until_on', `until_on + 30`],
  ])(
    'TOM-10.1 partly: a scope that the keeper of the database widened (%s) is found, and nothing is shown',
    async (column, value) => {
      const id = await ask()
      await house.owner.query(`update dossier.consents set ${column} = ${value} where consent_id = $1`, [id])
      await expect(read(id)).rejects.toThrow('somebody changed it')
      await house.owner.query('delete from dossier.consents where consent_id = $1', [id])
    },
  )
})

test('MEE-4.1 partly, MEE-5.1 partly: at MEE something is asked by item and given by part, to its own partners', async () => {
  const daan = await house.staff('daan', MEE)
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select dossier_id from dossier.involvements where organisation_id = $1 limit 1',
    [MEE],
  )
  const theirs = rows[0]?.dossier_id ?? expect.fail('no client')
  const toAsk = { disclosure: 'collecting', direction: 'ask', partyKind: 'general-practitioner' } as const
  const information = { parts: ['situation'], items: ['information-from-others'] }
  const tried = (scope: Parameters<typeof asked>[0]) =>
    house.door.enter(daan, askConsent, theirs, asked(scope)).then(({ outcome }) => outcome)
  expect(await tried({ ...toAsk, ...information })).toBe('opened')
  expect(await tried({ disclosure: 'giving', partyKind: 'school' })).toBe('opened')
  for (const wrong of [
    { ...toAsk, parts: ['situation'] },
    { ...toAsk, ...information, parts: ['situation', 'notes'] },
    { ...toAsk, ...information, direction: 'give' as const },
    { ...toAsk, ...information, partyKind: 'referral-index' },
    { disclosure: 'publication', partyKind: 'school', parts: ['identity'] },
    { disclosure: 'team-cooperation', partyKind: 'school' },
  ])
    await expect(tried(wrong), JSON.stringify(wrong)).rejects.toThrow(/row-level security/)
})

test('the reason stands nowhere readable in the database', async () => {
  await ask()
  const { rows } = await house.owner.query<{ row: string }>('select c::text as row from dossier.consents c')
  expect(rows.some(({ row }) => /fysio|linde/i.test(row))).toBe(false)
  expect(SCOPE.partyName).toMatch(/linde/i)
})
