import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pool } from '../../src/db/index.ts'
import { rowsOfTom } from '../attacks/ask-routes.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, codeOf, DENIED, leaks, NOT_A_WORD, register } from './as-app.ts'

// A thief of the password of one role of the database, without a session token and without the keys. He knows the ids of people.

const NOT_A_WORD_HERE = '23514'

let house: TestHouse
let aydin: string
let noor: string

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query<{ staff_id: string }>(
    'select staff_id from dossier.involvements where dossier_id = $1',
    [aydin],
  )
  noor = rows[0]!.staff_id
})
afterAll(() => house.close())

type Callable = { name: string; names: string[]; types: string[] }

/** Every function of ours that a role may call and that has rights or does something, with the names and types of what it takes. */
async function callable(role: string): Promise<Callable[]> {
  const { rows } = await house.owner.query<Callable>(
    `select p.oid::regproc::text as name, coalesce(p.proargnames[1:p.pronargs], '{}') as names,
            array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as types
       from pg_proc p where p.pronamespace::regnamespace::text in ('wall', 'dossier', 'ledger', 'identity', 'statement')
        and p.prorettype <> 'trigger'::regtype
        and (p.prosecdef or p.provolatile = 'v') and has_function_privilege($1, p.oid, 'execute') order by 1`,
    [role],
  )
  return rows
}

/** What the thief gives for an argument: real ids of people, words that are right, and no secret. */
function guess(name: string, type: string): unknown {
  if (/^(org|organisation)$/.test(name)) return TOM
  if (type === 'uuid')
    return /dossier/.test(name) ? aydin : /staff|leaver|taker|about/.test(name) ? noor : randomUUID()
  if (type === 'uuid[]') return [aydin]
  if (type === 'bytea') return randomBytes(32)
  if (type === 'bytea[]') return [randomBytes(32)]
  if (type === 'text[]') return /kind/.test(name) ? ['bsn'] : ['existence']
  if (type === 'boolean') return true
  if (type === 'date') return '2026-11-01'
  if (type === 'timestamp with time zone') return '2027-01-01'
  if (/int/.test(type)) return 1
  const words: Record<string, string> = {
    purpose: 'support',
    action: 'read',
    wanted: 'read',
    part: 'notes',
    role: 'administrator',
    kind: 'staff',
  }
  return words[name] ?? 'staff-site'
}

/** Says nothing: no row, or one of nulls, noes, zeros and words for no. */
const EMPTY = new Set<unknown>([
  null,
  false,
  0,
  '',
  'no-session',
  'no-account',
  'no-invitation',
  'recovery',
  '[]',
  '{}',
])
const saysSomething = (row: object) =>
  Object.values(row).some(
    (value) =>
      !EMPTY.has(value) &&
      !(Array.isArray(value) && value.length === 0) &&
      !/"outcome":"no-session"/.test(String(value)),
  )

/** The functions that told the thief something, or did. */
async function telling(pool: Pool, role: string): Promise<string[]> {
  const told: string[] = []
  for (const { name, names, types } of await callable(role)) {
    await asApp(pool, async (at) => {
      const places = types.map((type, index) => `$${index + 1}::${type}`)
      const values = types.map((type, index) => guess(names[index] ?? '', type))
      const rows = await at
        .run(`select * from ${name}(${places.join()})`, values)
        .catch((error) => [{ refused: codeOf(error) && null }])
      if (rows.some(saysSomething)) told.push(name)
      if (Object.keys(await leaks(at)).some((table) => table !== 'ledger.entries')) told.push(`${name} opens`)
    })
  }
  return told
}

describe('with the password of a role alone', () => {
  test('no function tells anything: of the application, the public site and the worker', async () => {
    expect((await callable('gestand_app')).length).toBeGreaterThan(30)
    expect(await telling(house.db.app, 'gestand_app')).toEqual([])
    expect(await telling(house.db.publicReader, 'gestand_public')).toEqual([])
    expect(await telling(house.db.worker, 'gestand_worker')).toEqual([])
  })

  test('the role of signing in counts tries and begins sessions of nobody; it is told nothing of anybody', async () => {
    expect((await callable('gestand_signin')).length).toBeGreaterThan(15)
    expect(await telling(house.db.signin, 'gestand_signin')).toEqual([])
  })

  test('none of them changes a row about the people of Tom', async () => {
    const before = await rowsOfTom(house)
    for (const [pool, role] of [
      [house.db.app, 'gestand_app'],
      [house.db.signin, 'gestand_signin'],
    ] as const) {
      for (const { name, names, types } of await callable(role)) {
        const values = types.map((type, index) => guess(names[index] ?? '', type))
        await pool
          .query(
            `select * from ${name}(${types.map((type, index) => `$${index + 1}::${type}`).join()})`,
            values,
          )
          .catch(codeOf)
      }
    }
    expect(await rowsOfTom(house)).toBe(before)
  })

  test('no words are laid down in the ledger by way of signing in', async () => {
    const refuse = (reason: string, place: string) =>
      asApp(house.db.signin, (at) =>
        at.attempt('select wall.refuse_sign_in($1, null, $2, $3, gen_random_uuid(), $4)', [
          TOM,
          randomBytes(32),
          reason,
          place,
        ]),
      )
    expect(await refuse('no-account', 'staff-site')).toBe(1)
    expect(await refuse('Emine Aydin, 999990019', 'staff-site')).toBe(NOT_A_WORD)
    expect(await refuse('no-account', 'Lange Kerkdam 1')).toBe(NOT_A_WORD_HERE)
  })

  test('nor in the columns of a dossier that stand unsealed', async () => {
    const visitor = await house.staff('noor')
    await asApp(house.db.app, async (at) => {
      const dossier = await register(at, visitor, ['existence', 'identity'], 'access')
      const store = (source: string) =>
        at.attempt(
          `insert into dossier.items (organisation_id, dossier_id, item_id, item, part, class, sealed, source, received_on, recorded_by, statement_version)
           select $1, $2, gen_random_uuid(), item, part, class, '\\x00', $3, current_date, (wall.author())[1]::uuid, version
             from statement.items where organisation_id = $1 and item = 'surname' and version = (wall.author())[3]`,
          [TOM, dossier, source],
        )
      expect(await store('client')).toBe(1)
      expect(await store('mevrouw Aydin')).toBe(NOT_A_WORD_HERE)
    })
    expect(await asApp(house.db.app, (at) => at.attempt('select from identity.sessions'))).toBe(DENIED)
  })
})
