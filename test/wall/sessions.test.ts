import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, leaks, ledgerOf } from './as-app.ts'

let house: TestHouse
let aydin: string
let noorId: string

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query<{ staff_id: string }>(
    'select staff_id from dossier.involvements where dossier_id = $1',
    [aydin],
  )
  noorId = rows[0]!.staff_id
})
afterAll(() => house.close())

let noor: Visitor
beforeEach(async () => {
  noor = await house.staff('noor')
})

/** What the wall says to this visitor about Aydin's notes; and whether a row can be seen. */
async function look(visitor: Visitor, dossier = aydin, parts = ['notes']): Promise<string> {
  return asApp(house.db.app, async (at) => {
    const { outcome, reason, state, relation } = await at.open(visitor, { dossier, parts })
    const rows = Object.keys(await leaks(at)).length
    expect(rows > 0, 'rows are seen when the answer is allowed, and only then').toBe(outcome === 'allowed')
    return [
      outcome,
      ...(reason ? [reason] : []),
      ...(outcome === 'no-session' ? [] : [relation, state]),
    ].join(' ')
  })
}

const ALLOWED = 'allowed involved open'
const change = (sql: string, values: unknown[] = []) => house.owner.query(sql, values)
const ofSession = (set: string, visitor: Visitor) =>
  change(`update identity.sessions set ${set} where token_hash = sha256($1)`, [visitor.token])

describe('a session', () => {
  test('opens while it runs', async () => {
    expect(await look(noor)).toBe(ALLOWED)
  })

  test.each([
    ['was ended', 'ended_at = now()'],
    ['began ten hours ago', `ends_at = started_at + interval '10 hours' - interval '10 hours 1 second'`],
    ['was not used for fifteen minutes', `last_seen_at = now() - interval '15 minutes 1 second'`],
  ])('that %s opens nothing and is nobody’s', async (_what, set) => {
    const { count } = await ledgerOf(house)
    await ofSession(set, noor)
    expect(await look(noor)).toBe('no-session')
    expect(await house.door.own(noor, CASELOAD, undefined)).toEqual({ outcome: 'no-session' })
    expect(await house.door.greet(noor)).toEqual({ outcome: 'no-session' })
    expect((await ledgerOf(house)).count).toBe(count)
  })

  test('lasts ten hours from its start, whatever it is used for', async () => {
    const { rows } = await change(
      `select (ends_at - started_at)::text as length from identity.sessions where token_hash = sha256($1)`,
      [noor.token],
    )
    expect(rows).toEqual([{ length: '10:00:00' }])
    await ofSession(
      `started_at = now() - interval '9 hours 59 minutes', ends_at = now() + interval '1 minute', last_seen_at = now() - interval '14 minutes'`,
      noor,
    )
    await house.door.greet(noor)
    const { rows: after } = await change(
      `select last_seen_at > now() - interval '1 minute' as seen, ends_at < now() + interval '2 minutes' as ends from identity.sessions where token_hash = sha256($1)`,
      [noor.token],
    )
    expect(after).toEqual([{ seen: true, ends: true }])
    expect(await look(noor)).toBe(ALLOWED)
  })

  test('of an ended one nothing comes back by using it again', async () => {
    await ofSession(`last_seen_at = now() - interval '16 minutes'`, noor)
    for (let time = 0; time < 3; time += 1) expect(await look(noor)).toBe('no-session')
  })

  test('without a second factor opens nothing and says so', async () => {
    await ofSession('second_factor = false', noor)
    expect(await look(noor)).toBe('refused second-factor involved open')
    expect((await house.door.enter(noor, NOTES, aydin, undefined)).outcome).toBe('refused')
  })

  test('with another role than the person has opens nothing', async () => {
    await ofSession(`role = 'quality-officer'`, noor)
    expect(await look(noor)).toBe('no-session')
  })
})

const CASELOAD = {
  event: 'caseload.listed',
  action: 'read',
  parts: ['existence', 'identity'],
  use: 'support',
  run: async () => 'ran',
} as const
const NOTES = {
  event: 'dossier.read',
  action: 'read',
  parts: ['notes'],
  use: 'support',
  run: async () => 'ran',
} as const

describe('who works here', () => {
  afterEach(async () => {
    await change(`update identity.staff set employed_until = null`)
    await change(`update identity.staff_roles set until_on = null`)
    await change(
      `update identity.clearances set valid_from = '2024-01-01', valid_until = '2034-01-01' where staff_id = $1`,
      [noorId],
    )
    await change(
      `update dossier.involvements set until_on = null, from_on = current_date - 1 where dossier_id = $1`,
      [aydin],
    )
  })

  const today = `(now() at time zone 'Europe/Amsterdam')::date`

  test('TOM-12.9 partly: the day after a certificate, declaration or training ends everything is closed, on the last day it is open', async () => {
    for (const kind of ['conduct', 'secrecy', 'awareness']) {
      await change(
        `update identity.clearances set valid_until = ${today} where staff_id = $1 and kind = $2`,
        [noorId, kind],
      )
      expect(await look(noor), kind).toBe(ALLOWED)
      await change(
        `update identity.clearances set valid_until = ${today} - 1 where staff_id = $1 and kind = $2`,
        [noorId, kind],
      )
      expect(await look(noor), kind).toBe('refused clearance involved open')
      expect((await house.door.own(noor, CASELOAD, undefined)).outcome).toBe('refused')
      expect((await ledgerOf(house)).last).toMatchObject({ outcome: 'refused', reason: 'clearance' })
      await change(
        `update identity.clearances set valid_from = ${today} + 1, valid_until = '2034-01-01' where staff_id = $1 and kind = $2`,
        [noorId, kind],
      )
      expect(await look(noor), `${kind} of tomorrow`).toBe('refused clearance involved open')
      await change(
        `update identity.clearances set valid_from = '2024-01-01' where staff_id = $1 and kind = $2`,
        [noorId, kind],
      )
    }
    expect(await look(noor)).toBe(ALLOWED)
  })

  test('leaving ends a running session the next day; so does losing the role', async () => {
    await change(`update identity.staff set employed_until = ${today} where staff_id = $1`, [noorId])
    expect(await look(noor)).toBe(ALLOWED)
    await change(`update identity.staff set employed_until = ${today} - 1 where staff_id = $1`, [noorId])
    expect(await look(noor)).toBe('no-session')
    await change(`update identity.staff set employed_until = null where staff_id = $1`, [noorId])
    await change(`update identity.staff_roles set until_on = ${today} - 1 where staff_id = $1`, [noorId])
    expect(await look(noor)).toBe('no-session')
  })

  test('an involvement that ended, or begins tomorrow, opens nothing', async () => {
    await change(`update dossier.dossiers set team_id = null where dossier_id = $1`, [aydin])
    await change(`update dossier.involvements set until_on = ${today} where dossier_id = $1`, [aydin])
    expect(await look(noor)).toBe(ALLOWED)
    await change(`update dossier.involvements set until_on = ${today} - 1 where dossier_id = $1`, [aydin])
    expect(await look(noor)).toBe('refused no-rule formerly-involved open')
    await change(
      `update dossier.involvements set until_on = null, from_on = ${today} + 1 where dossier_id = $1`,
      [aydin],
    )
    expect(await look(noor)).toBe('refused no-rule formerly-involved open')
  })
})

describe('the state of the dossier', () => {
  afterEach(async () => {
    for (const state of ['destructions', 'restrictions', 'closures'])
      await change(`delete from dossier.${state}`)
  })

  async function states(): Promise<Record<string, string>> {
    const client = await house.client(CAST.aydin)
    const write = await asApp(house.db.app, (at) =>
      at.open(noor, { dossier: aydin, parts: ['notes'], action: 'write', event: 'note.written' }),
    )
    const log = await house.staff('iris')
    return {
      reads: (await look(noor)).split(' ')[0]!,
      writes: write.outcome,
      client: (await look(client)).split(' ')[0]!,
      officer: (await look(log, aydin, ['access-log'])).split(' ')[0]!,
    }
  }

  const OPEN_STATE = { reads: 'allowed', writes: 'allowed', client: 'allowed', officer: 'allowed' }

  test('restricted: only the client and the officer’s log remain; lifted, everything is as before', async () => {
    expect(await states()).toEqual(OPEN_STATE)
    await change(`insert into dossier.restrictions values ($1, $2, now())`, [TOM, aydin])
    expect(await states()).toEqual({
      reads: 'refused',
      writes: 'refused',
      client: 'allowed',
      officer: 'allowed',
    })
    await change('update dossier.restrictions set lifted_at = now()')
    expect(await states()).toEqual(OPEN_STATE)
  })

  test('closed: nothing is written any more; opened again, it is', async () => {
    await change(`insert into dossier.closures values ($1, $2, now())`, [TOM, aydin])
    expect(await states()).toMatchObject({ writes: 'refused', client: 'allowed' })
    await change('update dossier.closures set reopened_at = now()')
    expect(await states()).toEqual(OPEN_STATE)
  })

  test('destroyed: nothing opens for anybody, also when it is closed and restricted besides', async () => {
    await change(`insert into dossier.closures values ($1, $2, now())`, [TOM, aydin])
    await change(`insert into dossier.restrictions values ($1, $2, now())`, [TOM, aydin])
    await change(`insert into dossier.destructions values ($1, $2, now())`, [TOM, aydin])
    expect(await states()).toEqual({
      reads: 'refused',
      writes: 'refused',
      client: 'refused',
      officer: 'refused',
    })
  })
})
