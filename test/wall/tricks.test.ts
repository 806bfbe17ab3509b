import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, codeOf, type Foothold, foothold, leaks, OPEN, openValues } from './as-app.ts'

/** As in foothold.test.ts: SQL of somebody else's making, now with time, collisions and other sessions. */
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

describe('the foothold learns nothing by colliding', () => {
  const probes = (dossier: string): [string, unknown[]][] => [
    [
      `insert into dossier.notes (organisation_id, dossier_id, note_id, class, sealed, written_by, written_as)
      select $1, $2, $3, 'special', '\\x00', actor, 'x' from (select wall.actor() as actor) a`,
      [TOM, dossier, randomUUID()],
    ],
    [`insert into dossier.keys values ($1, $2, 'general', '\\x00')`, [TOM, dossier]],
    [`insert into dossier.keys values ($1, $2, 'general', '\\x00') on conflict do nothing`, [TOM, dossier]],
    [
      `insert into dossier.search_keys values ($1, 'bsn', '\\x00', $2) on conflict do nothing`,
      [TOM, dossier],
    ],
    [
      `insert into dossier.note_drafts values ($1, $2, $3, '\\x00') on conflict (organisation_id, dossier_id, staff_id) do update set sealed = '\\x01'`,
      [TOM, dossier, randomUUID()],
    ],
    [`select from dossier.notes where dossier_id = $1 for share`, [dossier]],
    [`delete from dossier.note_drafts where dossier_id = $1`, [dossier]],
  ]

  test('a row of a dossier that exists is refused like one of a dossier that does not', async () => {
    await injected(async (at) => {
      const answers = async (dossier: string) => {
        const all = []
        for (const [sql, values] of probes(dossier))
          all.push(
            await at.run(sql, values).then(
              () => 'done',
              (error) => `${codeOf(error)} ${error.message}`,
            ),
          )
        return all
      }
      expect(await answers(pinas)).toEqual(await answers(randomUUID()))
    })
  })
})

describe('time and place tricks', () => {
  test('a savepoint that takes the entry back takes the sight back', async () => {
    await asApp(house.db.app, async ({ client }) => {
      const at = foothold(client)
      await client.query('savepoint outer_one')
      await at.open(noor, { dossier: aydin })
      expect(await at.attempt('select from dossier.notes')).toBe(3)
      await client.query('rollback to outer_one')
      expect(await leaks(at)).toEqual({})
      await at.run(`select set_config('gestand.organisation', $1, true)`, [TOM])
      expect(await leaks(at)).toEqual({})
    })
  })

  test('a block that catches its own error leaves no sight behind', async () => {
    await asApp(house.db.app, async (at) => {
      await at.run(`do $$ begin
        perform wall.open('\\x${noor.token.toString('hex')}', '${aydin}', array['notes'], 'read', 'support', 'dossier.read', gen_random_uuid(), 'x');
        raise exception 'back'; exception when others then null; end $$`)
      expect(await leaks(at)).toEqual({})
    })
  })

  test('a cursor from before the entry sees nothing; one that outlives the commit has its entry', async () => {
    const { rows: before } = await house.owner.query<{ n: number }>(
      'select count(*)::int as n from ledger.entries',
    )
    const client = await house.db.app.connect()
    try {
      await client.query('begin')
      await client.query('declare early cursor with hold for select dossier_id from dossier.notes')
      await foothold(client).open(noor, { dossier: aydin })
      expect((await client.query('fetch all from early')).rowCount).toBe(0)
      await client.query('declare late cursor with hold for select dossier_id from dossier.notes')
      await client.query('commit')
      expect((await client.query('fetch all from late')).rows).toEqual(
        Array.from({ length: 3 }, () => ({ dossier_id: aydin })),
      )
      const { rows } = await house.owner.query<{ n: number }>('select count(*)::int as n from ledger.entries')
      expect(rows[0]!.n).toBe(before[0]!.n + 1)
      await client.query('begin')
      await foothold(client).open(noor, { dossier: aydin })
      await client.query('declare gone cursor with hold for select dossier_id from dossier.notes')
      await client.query('rollback')
      await expect(client.query('fetch all from gone')).rejects.toThrow(/does not exist/)
      await client.query('close all')
    } finally {
      client.release()
    }
  })

  test('two sessions in one transaction do not lend each other anything', async () => {
    const daan = await house.staff('daan', MEE)
    await asApp(house.db.app, async (at) => {
      await at.open(noor, { dossier: aydin })
      const mee = await house.owner.query<{ dossier_id: string }>(
        'select dossier_id from dossier.dossiers where organisation_id = $1',
        [MEE],
      )
      await at.open(daan, { dossier: mee.rows[0]!.dossier_id, parts: ['existence'] })
      expect(await at.run('select organisation_id from dossier.dossiers')).toEqual([{ organisation_id: MEE }])
      expect(await at.run('select from dossier.notes')).toEqual([])
    })
  })

  test('a prepared transaction, a notification and a lock carry nothing', async () => {
    await asApp(house.db.app, async (at) => {
      expect(await at.run(`show max_prepared_transactions`)).toEqual([{ max_prepared_transactions: '0' }])
      const { rows } = await house.owner.query(
        `select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where n.nspname in ('wall', 'dossier', 'ledger', 'identity', 'statement') and p.prosrc ~* '\\m(pg_notify|notify|dblink\\w*|lo_\\w+|execute)\\M'
            and p.oid <> 'wall.close_database()'::regprocedure`,
      )
      expect(rows, 'no function of ours notifies, or runs text as SQL').toEqual([])
      await at.run('select pg_advisory_xact_lock(1)')
      expect(await leaks(at)).toEqual({})
    })
  })

  test('serialisable and read-only transactions: the same wall', async () => {
    const client = await house.db.app.connect()
    try {
      for (const mode of ['isolation level serializable', 'isolation level repeatable read']) {
        await client.query(`begin ${mode}`)
        const at = foothold(client)
        expect(await leaks(at), mode).toEqual({})
        await at.open(noor, { dossier: aydin })
        expect(await at.attempt('select from dossier.notes'), mode).toBe(3)
        await client.query('rollback')
      }
      await client.query('begin read only')
      const at = foothold(client)
      const look = {
        dossier: aydin,
        parts: ['notes'],
        action: 'read',
        purpose: 'support',
        event: 'dossier.read',
      }
      expect(await at.attempt(OPEN, openValues(noor.token, look)), 'no entry, so no look').toBe('25006')
      expect(await leaks(at)).toEqual({})
      await client.query('rollback')
    } finally {
      client.release()
    }
  })
})
