import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { nameStatements } from './named-statements.ts'
import { connect, type Pool } from './pool.ts'

let db: FreshDatabase
let pool: Pool

beforeAll(async () => {
  db = await freshDatabase()
})

beforeEach(() => {
  pool = connect(db.url('admin'), { max: 1 })
  return () => pool.end()
})

afterAll(() => db.drop())

const PREPARED =
  'select statement as text, (generic_plans + custom_plans)::int as uses from pg_prepared_statements'

async function prepared(): Promise<unknown[]> {
  return (await pool.query(PREPARED)).rows
}

test('a statement with parameters is prepared once and used again', async () => {
  for (const n of [1, 2, 3]) {
    const { rows } = await pool.query('select $1::int as n', [n])
    expect(rows).toEqual([{ n }])
  }
  await pool.query({ text: 'select $1::int as n', values: [4] })
  expect(await prepared()).toEqual([{ text: 'select $1::int as n', uses: 4 }])
})

test('a statement without parameters is not prepared', async () => {
  await pool.query('select 1')
  await pool.query('select 1', [])
  expect(await prepared()).toEqual([])
})

test('the pool still takes callbacks', async () => {
  const n = await new Promise((resolve) => {
    pool.query('select $1::int as n', [5], (_error, result) => resolve(result.rows[0]?.n))
  })
  expect(n).toBe(5)
})

test('the longest unused statement makes room, and may come back', async () => {
  const client = new pg.Client({ connectionString: db.url('admin') })
  nameStatements(client, 2)
  await client.connect()
  const ask = async (name: string) => (await client.query(`select $1::int as ${name}`, [1])).rows[0]
  for (const name of ['a', 'b', 'a', 'c', 'b', 'a', 'a']) expect(await ask(name)).toEqual({ [name]: 1 })
  const { rows } = await client.query('select statement from pg_prepared_statements order by statement')
  expect(rows.map(({ statement }) => statement)).toEqual(['select $1::int as a', 'select $1::int as b'])
  await client.end()
})

test('an error in a prepared statement does not spoil it', async () => {
  await expect(pool.query('select 1 / $1::int as n', [0])).rejects.toThrow('division by zero')
  expect((await pool.query('select 1 / $1::int as n', [1])).rows).toEqual([{ n: 1 }])
})
