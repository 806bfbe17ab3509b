import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, DENIED, type Foothold, leaks, plantSameId, register } from './as-app.ts'
import { definitionOf, during, policyOf } from './take-away.ts'

/**
 * Each wall is taken away by the superuser, and what it held back comes through. A test that would pass without its wall is no
 * test: the attacks here are those of the other files.
 */
let house: TestHouse
let aydin: string
let pinas: string
let noor: Visitor
let daan: Visitor

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  pinas = await house.dossierOf(CAST.pinas)
  noor = await house.staff('noor')
  daan = await house.staff('daan', MEE)
})
afterAll(() => house.close())

const attack = <T>(work: (at: Foothold) => Promise<T>) => asApp(house.db.app, work)
const without = <T>(change: string, back: string, work: (at: Foothold) => Promise<T>) =>
  during(house.owner, change, back, () => attack(work))

describe('when a wall is gone, it leaks', () => {
  test('row level security of the notes', async () => {
    const all = async (at: Foothold) => (await at.run('select distinct dossier_id from dossier.notes')).length
    expect(await attack(all)).toBe(0)
    expect(
      await without(
        'alter table dossier.notes disable row level security',
        'alter table dossier.notes enable row level security',
        all,
      ),
    ).toBeGreaterThan(4)
    expect(await attack(all)).toBe(0)
  })

  test('the policy of each table that the application reads', async () => {
    for (const table of ['dossiers', 'keys', 'items', 'notes', 'involvements']) {
      const back = await policyOf(house.owner, `dossier.${table}`, 'opened')
      const found = await without(`alter policy opened on dossier.${table} using (true)`, back, leaks)
      expect(Object.keys(found)).toEqual([`dossier.${table}`])
    }
    const back = await policyOf(house.owner, 'ledger.entries', 'opened')
    expect(
      Object.keys(await without('alter policy opened on ledger.entries using (true)', back, leaks)),
    ).toEqual(['ledger.entries'])
    expect(await attack(leaks)).toEqual({})
  })

  test('a policy that believes a setting instead of an entry', async () => {
    const back = await policyOf(house.owner, 'dossier.notes', 'opened')
    const naive = `alter policy opened on dossier.notes using (organisation_id = current_setting('gestand.organisation', true))`
    const found = await without(naive, back, async (at) => {
      await at.run(`select set_config('gestand.organisation', $1, true)`, [TOM])
      return leaks(at)
    })
    expect(Object.keys(found)).toEqual(['dossier.notes'])
  })

  test('an entry of this very transaction: with one of the whole day it stays open after the commit', async () => {
    const name = 'wall.opened_dossiers'
    const back = await definitionOf(house.owner, name)
    const loose = back.replace(
      'e.tx = pg_current_xact_id() and e.at = now()',
      `e.at > now() - interval '1 day'`,
    )
    expect(loose).not.toBe(back)
    await house.door.read(noor, { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 1 }, aydin)
    const found = await without(loose, back, async (at) => {
      await at.run(`select set_config('gestand.organisation', $1, true)`, [TOM])
      return leaks(at)
    })
    expect(Object.keys(found)).toContain('dossier.notes')
    expect(await definitionOf(house.owner, name)).toBe(back)
  })

  test('what reads in one go asks for its entry: without asking, a wall that forgets to write shows all', async () => {
    const read = (at: Foothold) =>
      at.attempt(
        `select from dossier.read($1, $2, '{notes}', 'support', 'dossier.read', gen_random_uuid(), 'staff-site', 5) where records is not null`,
        [noor.token, aydin],
      )
    expect(await attack(read)).toBe(1)
    const open = await definitionOf(house.owner, 'wall.open')
    const forgetful = open.replace(/a := wall\.record\(.*\);/, '')
    expect(forgetful).not.toBe(open)
    expect(await without(forgetful, open, read)).toBe('GS004')
    const back = await definitionOf(house.owner, 'dossier.read')
    const naive = back.replace(/if not wall\.stands\(a, parts\) then .*? end if;/, '')
    expect(naive).not.toBe(back)
    expect(await during(house.owner, naive, back, () => without(forgetful, open, read))).toBe(1)
  })

  test('the organisation in what stands open: without it the same id opens the dossier of another', async () => {
    const back = await policyOf(house.owner, 'dossier.notes', 'opened')
    const naive = `alter policy opened on dossier.notes using (exists (select from unnest(wall.opened_dossiers('read', 'notes')) o where split_part(o, '/', 2) = dossier_id::text))`
    const steal = async (at: Foothold) => {
      await at.open(daan, { dossier: aydin })
      return at.run('select organisation_id from dossier.notes')
    }
    await plantSameId(house.owner, aydin, daan)
    expect(await attack(steal)).toEqual([])
    expect(await without(naive, back, steal)).toEqual(
      Array.from({ length: 3 }, () => ({ organisation_id: TOM })),
    )
  })

  test('writing takes a relation: without it whoever may register opens anybody', async () => {
    const back = await definitionOf(house.owner, 'wall.who')
    const naive = back.replace(`and (dossier is null or a.relation <> 'none' or action <> 'write')`, '')
    expect(naive).not.toBe(back)
    const look = {
      dossier: pinas,
      parts: ['existence', 'identity'],
      action: 'write',
      purpose: 'access',
      event: 'client.registered',
    }
    const open = async (at: Foothold) => (await at.open(noor, look)).outcome
    expect(await attack(open)).toBe('refused')
    expect(await without(naive, back, open)).toBe('allowed')
  })

  test('the session’s clock: without it a session of yesterday opens', async () => {
    const back = await definitionOf(house.owner, 'wall.who')
    const naive = back.replace(`and s.last_seen_at > now() - interval '15 minutes'`, '')
    expect(naive).not.toBe(back)
    const old = await house.staff('noor')
    await house.owner.query(
      `update identity.sessions set last_seen_at = now() - interval '1 hour' where token_hash = sha256($1)`,
      [old.token],
    )
    const open = async (at: Foothold) => (await at.open(old, { dossier: aydin })).outcome
    expect(await attack(open)).toBe('no-session')
    expect(await without(naive, back, open)).toBe('allowed')
  })

  test('rights on the ledger: with them an entry is forged', async () => {
    const forge = async (at: Foothold) => {
      const forged = await at.attempt(
        `insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, statement_version, purpose, activity, clauses, policies,
           actor_kind, actor_id, actor_role, relation, dossier_id, parts, trace_id, access_point)
         values ($1, 1, 'x', 'read', 'R', 'allowed', 'x', 'support', 'x', '{}', '{}', 'staff', gen_random_uuid(), 'x', 'involved', $2, '{notes}', gen_random_uuid(), 'x')`,
        [TOM, pinas],
      )
      await at.run(`select set_config('gestand.organisation', $1, true)`, [TOM])
      return [forged, Object.keys(await leaks(at))]
    }
    expect(await attack(forge)).toEqual([DENIED, []])
    const give = `grant insert on ledger.entries to gestand_app; grant usage on sequence ledger.entry_seq to gestand_app; create policy forge on ledger.entries for insert to gestand_app with check (true)`
    const take = `revoke insert on ledger.entries from gestand_app; revoke usage on sequence ledger.entry_seq from gestand_app; drop policy forge on ledger.entries`
    const [forged, seen] = await without(give, take, forge)
    expect(forged).toBe(1)
    expect(seen).toContain('dossier.notes')
  })

  test('the trigger that keeps the ledger: without it whoever has the right changes an entry', async () => {
    const change = () =>
      asApp(house.owner, async (at) => [
        await at.attempt(
          `update ledger.entries set actor_role = 'x' where seq = (select min(seq) from ledger.entries)`,
        ),
        await at.attempt(`delete from ledger.entries where seq = (select min(seq) from ledger.entries)`),
        await at.attempt('truncate ledger.entries cascade'),
      ])
    expect(await change(), 'also for the superuser').toEqual([DENIED, DENIED, DENIED])
    const found = await during(
      house.owner,
      'alter table ledger.entries disable trigger user',
      'alter table ledger.entries enable trigger user',
      change,
    )
    expect(found).toEqual([1, 1, 0])
  })

  test('membership of the wall: with it the application sees all', async () => {
    const become = async (at: Foothold) => {
      const became = await at.attempt('set role gestand_wall')
      return became === 0 || became === DENIED ? [became, Object.keys(await leaks(at)).length] : [became]
    }
    expect(await attack(become)).toEqual([DENIED, 0])
    // Roles belong to the server, which other tests use: given inside the attacker's own transaction only.
    const inside = await asApp(house.owner, async (at) => {
      await at.run('grant gestand_wall to gestand_app')
      await at.run('set local session authorization gestand_app')
      return become(at)
    })
    expect(inside[0]).toBe(0)
    expect(inside[1]).toBeGreaterThan(5)
  })

  test('a view of the superuser, and a table for a while', async () => {
    const peek = async (at: Foothold) => at.attempt('select from dossier.peek')
    const found = await without(
      'create view dossier.peek as select * from dossier.notes; grant select on dossier.peek to gestand_app',
      'drop view dossier.peek',
      peek,
    )
    expect(found).toBeGreaterThan(4)
    const honest =
      'create view dossier.peek with (security_invoker = true) as select * from dossier.notes; grant select on dossier.peek to gestand_app'
    expect(await without(honest, 'drop view dossier.peek', peek)).toBe(0)
  })

  test('a partition without a wall of its own, asked by its own name', async () => {
    const make = `create table dossier.events (dossier_id uuid, at date) partition by range (at);
      create table dossier.events_2026 partition of dossier.events for values from ('2026-01-01') to ('2027-01-01');
      alter table dossier.events enable row level security; alter table dossier.events force row level security;
      insert into dossier.events values (gen_random_uuid(), '2026-05-01'); grant select on dossier.events, dossier.events_2026 to gestand_app`
    const found = await without(make, 'drop table dossier.events', async (at) => [
      await at.attempt('select from dossier.events'),
      await at.attempt('select from dossier.events_2026'),
    ])
    expect(found).toEqual([0, 1])
  })

  test('a unique BSN: with it registering tells who is known', async () => {
    const { rows } = await house.owner.query<{ key: Buffer }>(
      `select key from dossier.search_keys where kind = 'bsn' and dossier_id = $1`,
      [pinas],
    )
    const probe = async (at: Foothold) => {
      const insert = async (key: Buffer) =>
        at.attempt(`insert into dossier.search_keys values ($1, 'bsn', $2, $3)`, [
          TOM,
          key,
          await register(at, noor, ['existence', 'bsn'], 'access'),
        ])
      return [await insert(rows[0]!.key), await insert(randomBytes(32))]
    }
    expect(await attack(probe)).toEqual([1, 1])
    const found = await without(
      `create unique index one_person on dossier.search_keys (organisation_id, key) where kind = 'bsn'`,
      'drop index dossier.one_person',
      probe,
    )
    expect(found).toEqual(['23505', 1])
  })
})
