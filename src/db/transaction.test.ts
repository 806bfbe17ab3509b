import { createServer, connect as dial, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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

/** What the server says to a connection that somebody takes away (57P01). */
function farewell(): Buffer {
  const fields = Buffer.from(
    'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0',
  )
  const head = Buffer.alloc(5, 'E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

/** ReadyForQuery, of a connection that is outside of a transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

/**
 * Stands before the database. A connection dies when a statement with this text comes, before the database gets it; or, without a text,
 * in the same breath as the database says that it is open.
 */
async function dyingAt(text: string | undefined, says: Buffer | undefined) {
  let deaths = 0
  const { hostname, port, pathname, username, password } = new URL(db.url('admin'))
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const database = dial(Number(port), hostname)
    for (const socket of [client, database]) open.add(socket.on('error', () => undefined))
    const die = (before: Buffer) => {
      deaths += 1
      database.destroy()
      if (says === undefined) return void client.destroy()
      client.write(Buffer.concat([before, says]))
      setTimeout(() => client.destroy(), 50)
    }
    client.on('close', () => database.destroy())
    client.on('data', (bytes) => {
      if (text !== undefined && deaths === 0 && bytes.includes(text)) die(Buffer.alloc(0))
      else database.write(bytes)
    })
    database.on('data', (bytes) => {
      if (text === undefined && deaths === 0 && bytes.includes(READY)) die(bytes)
      else client.write(bytes)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const at = server.address() as { port: number }
  const pool = connect(`postgres://${username}:${password}@127.0.0.1:${at.port}${pathname}`, { max: 1 })
  return {
    pool,
    deaths: () => deaths,
    async close() {
      await pool.end()
      for (const socket of open) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe('a connection that dies', () => {
  const warnings: Error[] = []
  const notice = (warning: Error) => void warnings.push(warning)
  beforeAll(() => void process.on('warning', notice))
  afterAll(() => void process.off('warning', notice))
  beforeEach(async () => {
    warnings.length = 0
    await db.admin.query('truncate marks')
  })

  test.each(
    ['begin', 'first', 'second', 'rollback'].flatMap((at) => [
      [at, 'with a word', farewell()] as const,
      [at, 'without a word', undefined] as const,
    ]),
  )(
    'at its %s, %s, leaves nothing behind, warns of nothing, and the pool goes on',
    async (at, _how, says) => {
      const dying = await dyingAt(at, says)
      const failing = inTransaction(dying.pool, async (tx) => {
        await tx.query(`insert into marks values ('first')`)
        await tx.query(`insert into marks values ('second')`)
        throw new Error('stop')
      })
      await expect(failing).rejects.toThrow(at === 'rollback' ? 'stop' : /terminat/)
      expect(dying.deaths()).toBe(1)
      await inTransaction(dying.pool, (tx) => tx.query('insert into marks values ($1)', ['after']))
      expect(await marks()).toEqual(['after'])
      await dying.close()
      expect(warnings).toEqual([])
    },
  )

  test('in the same breath as it is opened, does not end the program, and the pool goes on', async () => {
    const dying = await dyingAt(undefined, farewell())
    const insert = () => inTransaction(dying.pool, (tx) => tx.query(`insert into marks values ('first')`))
    await expect(insert()).rejects.toThrow('not queryable')
    expect(dying.deaths()).toBe(1)
    await insert()
    expect(await marks()).toEqual(['first'])
    await dying.close()
    expect(warnings).toEqual([])
  })

  test('between two statements, while nobody waits for an answer, does not end the program', async () => {
    const pool = connect(db.url('admin'), { max: 1 })
    const client = await pool.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const gone = new Promise((ended) => client.once('end', ended))
    await db.admin.query('select pg_terminate_backend($1)', [rows[0]!.pid])
    await gone
    await expect(client.query('select 1')).rejects.toThrow('not queryable')
    client.release()
    expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
    await pool.end()
  })

  test('at its commit is no success', async () => {
    const dying = await dyingAt('commit', farewell())
    const failing = inTransaction(dying.pool, (tx) => tx.query(`insert into marks values ('first')`))
    await expect(failing).rejects.toThrow(/terminat/)
    expect(await marks()).toEqual([])
    await dying.close()
    expect(warnings).toEqual([])
  })
})
