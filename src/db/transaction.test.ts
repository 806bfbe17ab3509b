import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { connect } from './pool.ts'
import { inTransaction, type Tx } from './transaction.ts'

let db: FreshDatabase

beforeAll(async () => {
  db = await freshDatabase()
  await db.admin.query('create table public.marks (mark text)')
})

afterAll(() => db.drop())

async function marks(): Promise<string[]> {
  const { rows } = await db.admin.query<{ mark: string }>('select mark from marks order by mark')
  return rows.map(({ mark }) => mark)
}

test('a transaction keeps everything or nothing', async () => {
  await inTransaction(db.admin, (tx) => tx.query('insert into marks values ($1)', ['kept']))
  const failing = inTransaction(db.admin, async (tx) => {
    await tx.query('insert into marks values ($1)', ['lost'])
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(await marks()).toEqual(['kept'])
})

test('a statement that failed cannot be swallowed into a success', async () => {
  const swallowed = inTransaction(db.admin, async (tx) => {
    await tx.query('insert into marks values ($1)', ['swallowed'])
    await tx.query('select 1/0').catch(() => undefined)
  })
  await expect(swallowed).rejects.toThrow('rolled back')
  expect(await marks()).not.toContain('swallowed')
})

test('a transaction that is over takes no more statements', async () => {
  const kept: Tx[] = []
  await inTransaction(db.admin, async (tx) => {
    kept.push(tx)
  })
  await expect(kept[0]?.query('insert into marks values ($1)', ['late'])).rejects.toThrow('over')
  expect(await marks()).not.toContain('late')
})

test('a pipelining pool gives the same answers', async () => {
  const pool = connect(db.url('admin'), { pipeline: true, max: 1 })
  const sums = await inTransaction(pool, async (tx) => {
    const [first, second] = await Promise.all([
      tx.query<{ n: number }>('select $1::int + 1 as n', [1]),
      tx.query<{ n: number }>('select $1::int + 1 as n', [2]),
    ])
    return [first[0]?.n, second[0]?.n]
  })
  expect(sums).toEqual([2, 3])
  await expect(inTransaction(pool, (tx) => tx.query('select 1/0'))).rejects.toThrow('zero')
  expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  await pool.end()
})

test('a date comes back as it was written, whatever the time zone', async () => {
  const { rows } = await db.app.query(`select date '2026-03-29' as day`)
  expect(rows).toEqual([{ day: '2026-03-29' }])
})
