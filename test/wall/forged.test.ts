import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { startSession } from '../../src/identity/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, DENIED, leaks, ledgerOf, NOT_A_WORD, OPEN, openValues } from './as-app.ts'

let house: TestHouse
let aydin: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
})
afterAll(() => house.close())

describe('forged', () => {
  test('the setting: whatever it says, it opens nothing', async () => {
    await asApp(house.db.app, async (at) => {
      for (const value of [TOM, MEE, '', `${TOM}/${aydin}`, "' or true --"]) {
        await at.run('select set_config($1, $2, true)', ['gestand.organisation', value])
        expect(await leaks(at), value).toEqual({})
      }
      await at.open(noor, { dossier: aydin })
      await at.run(`select set_config('gestand.organisation', $1, true)`, [MEE])
      expect(await leaks(at)).toEqual({})
    })
  })

  test('the token: unknown, its stored hash, cut off, empty or none is no session, and leaves no trace of anybody', async () => {
    const { count } = await ledgerOf(house)
    const hash = createHash('sha256').update(noor.token).digest()
    await asApp(house.db.app, async (at) => {
      for (const token of [randomBytes(32), hash, noor.token.subarray(0, 31), Buffer.alloc(0), null]) {
        const look = {
          dossier: aydin,
          parts: ['notes'],
          action: 'read',
          purpose: 'support',
          event: 'dossier.read',
        }
        expect(await at.run(OPEN, openValues(token, look))).toMatchObject([
          { outcome: 'no-session', dossier_id: null },
        ])
        expect(await leaks(at)).toEqual({})
      }
    })
    expect((await ledgerOf(house)).count).toBe(count)
  })

  test('TOM-9.13 partly: an entry of one’s own making: the application cannot write, change or remove one', async () => {
    await asApp(house.db.app, async (at) => {
      expect(await at.attempt('insert into ledger.entries select * from ledger.entries')).toBe(DENIED)
      expect(await at.attempt(`update ledger.entries set outcome = 'allowed'`)).toBe(DENIED)
      expect(await at.attempt('delete from ledger.entries')).toBe(DENIED)
      expect(await at.attempt('truncate ledger.entries')).toBe(DENIED)
      expect(await at.attempt(`select nextval('ledger.entry_seq')`)).toBe(DENIED)
      for (const inner of [
        `wall.record(null, array['notes'], 'read', 'support', 'dossier.read', null, gen_random_uuid(), 'x')`,
        `wall.who('\\x00', 'support')`,
        `wall.relate(null, gen_random_uuid())`,
        `wall.judge(null, array['notes'], 'read', 'support')`,
        `wall.open_each(null, '{}', array['notes'], 'support', 'x', gen_random_uuid(), 'x')`,
      ])
        expect(await at.attempt(`select ${inner}`), inner).toBe(DENIED)
    })
  })

  test('an entry holds words of the vocabulary: no text about people gets into what is never erased', async () => {
    await asApp(house.db.app, async (at) => {
      const look = {
        dossier: aydin,
        parts: ['notes'],
        action: 'read',
        purpose: 'support',
        event: 'dossier.read',
      }
      for (const forged of [
        { event: 'Emine Aydin' },
        { event: 'mevrouw aydin woont hier' },
        { action: '999990019' },
        { parts: ['notes', 'x'.repeat(61)] },
        { parts: Array.from({ length: 60 }, () => 'notes') },
      ])
        expect(
          await at.attempt(OPEN, openValues(noor.token, { ...look, ...forged })),
          JSON.stringify(forged),
        ).toBe(NOT_A_WORD)
      expect(await leaks(at)).toEqual({})
    })
  })

  test('a session: the application cannot start, read, prolong or end one', async () => {
    await asApp(house.db.app, async (at) => {
      expect(
        await at.attempt(
          `select wall.start_session($1, 'staff', '\\x00', '\\x00', true, 'x', gen_random_uuid(), 'x')`,
          [TOM],
        ),
      ).toBe(DENIED)
      expect(await at.attempt(`select wall.end_session('\\x00')`)).toBe(DENIED)
      expect(await at.attempt('select from identity.sessions')).toBe(DENIED)
      expect(await at.attempt(`update identity.sessions set ends_at = 'infinity'`)).toBe(DENIED)
      expect(await at.attempt('insert into identity.sessions default values')).toBe(DENIED)
      expect(await at.attempt('insert into identity.clearances default values')).toBe(DENIED)
      expect(await at.attempt('insert into dossier.involvements default values')).toBe(DENIED)
      expect(await at.attempt('insert into statement.grants default values')).toBe(DENIED)
    })
  })
})

describe('signing in', () => {
  test('somebody who does not work here any more gets no session, in the same way as somebody who never did', async () => {
    const start = (subject: Buffer) =>
      startSession(house.pools.signin, {
        organisation: TOM,
        kind: 'staff',
        subject,
        token: randomBytes(32),
        secondFactor: true,
        assurance: 'x',
        trace: randomUUID(),
        accessPoint: 'staff-site',
      })
    const { rows } = await house.owner.query<{ subject_key: Buffer; staff_id: string }>(
      'select s.subject_key, s.staff_id from identity.staff s join identity.sessions e using (organisation_id, staff_id) where e.token_hash = sha256($1)',
      [noor.token],
    )
    const { subject_key: subject, staff_id: noorId } = rows[0]!
    expect(await start(subject)).toBeTruthy()
    await house.owner.query(`update identity.staff set employed_until = '2025-01-01' where staff_id = $1`, [
      noorId,
    ])
    expect(await start(subject)).toEqual(await start(randomBytes(32)))
    await house.owner.query(`update identity.staff set employed_until = null`)
  })
})
