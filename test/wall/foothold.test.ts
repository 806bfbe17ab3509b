import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, type TestHouse, testHouse } from '../house.ts'
import { asApp, DENIED, type Foothold, leaks } from './as-app.ts'

const NO_SCHEMA = '3F000'

/** Somebody who gets SQL of his own into the application, in a transaction that opened the dossier of Aydin to read her notes. */
let house: TestHouse
let aydin: string
let pinas: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  pinas = await house.dossierOf(CAST.pinas)
  noor = await house.staff('noor')
})
afterAll(() => house.close())

/** In the transaction of a look at Aydin's notes. */
function injected<T>(work: (at: Foothold) => Promise<T>): Promise<T> {
  return asApp(house.db.app, async (at) => {
    expect(await at.open(noor, { dossier: aydin })).toMatchObject({ outcome: 'allowed' })
    expect(await at.attempt('select from dossier.notes')).toBe(3)
    return work(at)
  })
}

/** Nothing but what the look opened: notes and keys of one dossier, and the sealed names of colleagues. */
async function onlyAydin(at: Foothold): Promise<void> {
  expect(Object.keys(await leaks(at)).sort()).toEqual(['dossier.keys', 'dossier.notes', 'identity.staff'])
  const rows = await at.run('select dossier_id from dossier.notes union select dossier_id from dossier.keys')
  expect(rows).toEqual([{ dossier_id: aydin }])
}

describe('the foothold sees no other dossier', () => {
  test('however it asks', async () => {
    await injected(async (at) => {
      await onlyAydin(at)
      for (const sql of [
        `select from dossier.notes where dossier_id = '${pinas}'`,
        `select from dossier.notes where (dossier_id = '${pinas}' or true) and dossier_id <> '${aydin}'`,
        `select from dossier.notes n left join dossier.keys k on k.dossier_id <> n.dossier_id where n.dossier_id = '${pinas}' or k.dossier_id = '${pinas}'`,
        `select from dossier.items`,
        `with recursive r as (select dossier_id from dossier.notes union select n.dossier_id from dossier.notes n, r) select from r where dossier_id <> '${aydin}'`,
        `select from dossier.notes where dossier_id = '${pinas}' for key share`,
        `table ledger.entries`,
      ])
        expect([0, DENIED], sql).toContain(await at.attempt(sql))
      await onlyAydin(at)
    })
  })

  test('with a condition that betrays what it is given: it is never asked about hidden rows', async () => {
    await injected(async (at) => {
      // Each of these fails as soon as it meets a row of another dossier.
      for (const trap of [
        `1 / (case when dossier_id = '${aydin}' then 1 else 0 end) = 1`,
        `(case when dossier_id = '${aydin}' then '1' else 'note ' || note_id::text end)::int = 1`,
        `set_config('trap.' || case when dossier_id = '${aydin}' then 'own' else 'other' end, 'x', true) = 'x'`,
      ]) {
        expect(await at.attempt(`select from dossier.notes where ${trap}`), trap).toBe(3)
        expect(await at.attempt(`select from dossier.notes offset 0`)).toBe(3)
      }
      expect(await at.run(`select current_setting('trap.other', true) as trap`)).toEqual([{ trap: null }])
    })
  })

  test('with functions, casts or operators of its own: it can make none', async () => {
    await injected(async (at) => {
      for (const sql of [
        `create function public.leak(uuid) returns boolean language plpgsql as 'begin raise notice ''%'', $1; return true; end'`,
        `create function pg_temp.leak(uuid) returns boolean language sql as 'select true'`,
        'create temp table stash as select * from dossier.notes',
        'create table public.stash (x int)',
        'create view public.peek as select * from dossier.notes',
        'create materialized view dossier.peek as select * from dossier.notes',
        'create schema mine',
        'create extension dblink',
        'create extension postgres_fdw',
        'create operator public.=== (function = uuid_eq, leftarg = uuid, rightarg = uuid)',
        'create policy mine on dossier.notes using (true)',
        'alter table dossier.notes disable row level security',
        'create trigger mine after insert on dossier.note_drafts execute function ledger.refuse_change()',
        'create statistics dossier.s on dossier_id, note_id from dossier.notes',
        'create index on dossier.notes (note_id)',
        'create publication mine for table dossier.notes',
        "comment on table dossier.notes is 'mine'",
        'lock table dossier.notes in access exclusive mode',
        'truncate dossier.note_drafts',
        'vacuum dossier.notes',
      ])
        expect([DENIED, '25001', NO_SCHEMA], sql).toContain(await at.attempt(sql))
      await onlyAydin(at)
    })
  })

  test('with row level security switched off: that is an error, not a way', async () => {
    await injected(async (at) => {
      await at.run('set local row_security = off')
      expect(await at.attempt('select from dossier.notes')).toBe(DENIED)
      expect(await at.attempt('select from ledger.entries')).toBe(DENIED)
    })
  })

  test('as somebody else: it can become nobody', async () => {
    await injected(async (at) => {
      for (const role of [
        'gestand_wall',
        'gestand_owner',
        'gestand_worker',
        'gestand_signin',
        'admin',
        'pg_read_all_data',
        'pg_read_server_files',
      ])
        for (const sql of [
          `set role ${role}`,
          `set session authorization ${role}`,
          `grant ${role} to gestand_app`,
        ]) {
          expect(await at.attempt(sql), sql).toBe(DENIED)
        }
      expect(await at.attempt('alter role gestand_app bypassrls')).toBe(DENIED)
      expect(await at.attempt('set local session_replication_role = replica')).toBe(DENIED)
      await at.run('reset role')
      expect(await at.run('select current_user as me, session_user as really')).toEqual([
        { me: 'gestand_app', really: 'gestand_app' },
      ])
      await onlyAydin(at)
    })
  })

  test('by a copy, by files of the server, by other databases, by large objects', async () => {
    await injected(async (at) => {
      for (const sql of [
        `copy dossier.notes to '/tmp/notes'`,
        `copy (select * from dossier.notes) to program 'cat'`,
        `copy dossier.note_drafts from '/etc/passwd'`,
        `select pg_read_file('PG_VERSION')`,
        `select pg_ls_dir('base')`,
        `select lo_from_bytea(0, '\\x00')`,
        'select lo_create(0)',
        `select lo_import('/etc/passwd')`,
        'select from pg_largeobject',
        'select from pg_authid',
        'select from pg_statistic',
        `select pg_export_snapshot(), pg_switch_wal()`,
        `select pg_logical_emit_message(false, 'x', 'x'), pg_create_logical_replication_slot('x', 'pgoutput')`,
        `select * from pg_stat_file('pg_wal')`,
      ])
        expect([DENIED, '25001', '55000'], sql).toContain(await at.attempt(sql))
      expect(await at.attempt(`select dblink_connect('dbname=gestand')`)).toBe('42883')
      expect(await at.attempt('select from pg_foreign_server')).toBe(0)
    })
    const copied = await copyOut('copy (select dossier_id from dossier.notes) to stdout')
    expect(copied).toBe(`${aydin}\n`.repeat(3))
    expect(await copyOut('copy dossier.items to stdout')).toBe('')
  })

  test('by what the server says about itself: no statistics, no text of others, no plan that shows content', async () => {
    await house.owner.query('analyze')
    await injected(async (at) => {
      const watched = `select from pg_stats where schemaname in ('dossier', 'identity') or (schemaname = 'ledger' and tablename = 'entries')`
      expect(await at.attempt(watched)).toBe(0)
      const [activity] = await at.run<{ queries: string }>(
        `select coalesce(string_agg(query, ' '), '') as queries from pg_stat_activity`,
      )
      expect(activity!.queries).not.toContain(noor.token.toString('hex'))
      expect(activity!.queries).not.toContain(CAST.aydin)
      const plan = await at.run<{ 'QUERY PLAN': string }>(
        `explain (analyze, verbose, costs off) select * from dossier.notes where note_id is not null`,
      )
      const text = plan.map((row) => row['QUERY PLAN']).join('\n')
      expect(text, 'a plan tells how many rows were hidden').toContain('Rows Removed by Filter')
      expect(text, 'and nothing of what they hold').not.toMatch(new RegExp(`${pinas}|\\\\x[0-9a-f]{8}`))
      expect(await at.attempt('explain select from dossier.search_keys')).toBe(DENIED)
    })
  })
})

/** COPY as the application in the transaction of a look. */
async function copyOut(sql: string): Promise<string> {
  return asApp(house.db.app, async (at) => {
    await at.open(noor, { dossier: aydin })
    const { to } = await import('pg-copy-streams')
    const chunks: Buffer[] = []
    for await (const chunk of at.client.query(to(sql))) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  })
}
