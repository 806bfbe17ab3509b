import { createServer, connect as dial, type Socket } from 'node:net'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { connectShared, type Shared } from './shared.ts'

const INSERT = 'insert into marks values ($1) returning mark'
const WHO = 'select $1::int as n, pg_backend_pid() as pid'
/** Has its answer when the lock is free. */
const WAIT = `${WHO} from pg_advisory_xact_lock_shared(7)`

type Who = { n: number; pid: number }

let db: FreshDatabase
let tests = 0
const faults: unknown[] = []
const notice = (fault: unknown) => void faults.push(fault)

beforeAll(async () => {
  db = await freshDatabase()
  await db.admin.query('create table public.marks (mark text)')
  process.on('uncaughtException', notice).on('unhandledRejection', notice).on('warning', notice)
})

beforeEach(async () => {
  tests += 1
  await db.admin.query('truncate marks')
})

afterEach(() => expect(faults.splice(0)).toEqual([]))

afterAll(async () => {
  process.off('uncaughtException', notice).off('unhandledRejection', notice).off('warning', notice)
  await db.drop()
})

/** Ends with the test. */
function share(connections: number, url = db.url('admin')): Shared {
  const shared = connectShared(url, { connections, name: `shared ${tests}` })
  onTestFinished(() => shared.end())
  return shared
}

async function ask(shared: Shared, text = WHO, n = 0): Promise<Who> {
  const [row] = await shared.query<Who>(text, [n])
  return row!
}

async function marks(): Promise<string[]> {
  const { rows } = await db.admin.query<{ mark: string }>('select mark from marks order by mark')
  return rows.map(({ mark }) => mark)
}

/** How many connections the server has of this test. */
async function connections(): Promise<number> {
  const { rows } = await db.admin.query<{ n: number }>(
    'select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = $1',
    [`shared ${tests}`],
  )
  return rows[0]!.n
}

/** Keeps the lock that WAIT waits for. */
async function keepWaiting(): Promise<{ letGo(): Promise<unknown> }> {
  const keeper = await db.admin.connect()
  await keeper.query('select pg_advisory_lock(7)')
  onTestFinished(() => keeper.release(true))
  return { letGo: () => keeper.query('select pg_advisory_unlock(7)') }
}

describe('askers at once', () => {
  test('get each their own answer, over no more connections than there are to share', async () => {
    const shared = share(3)
    const answers = await Promise.all(
      Array.from({ length: 150 }, async (_, n) => {
        if (n % 5 === 1) return shared.query(`select ${n} as n, pg_backend_pid() as pid`, [])
        if (n % 5 === 2) return shared.query(`${WHO} from generate_series(1, $2)`, [n, n])
        if (n % 5 === 3) return shared.query(`${WHO} from pg_sleep($2)`, [n, (n % 7) / 500])
        return shared.query(WHO, [n])
      }),
    )
    const rowsOf = (n: number) => Array.from({ length: n % 5 === 2 ? n : 1 }, () => n)
    expect(answers.map((rows) => (rows as Who[]).map(({ n }) => n))).toEqual(answers.map((_, n) => rowsOf(n)))
    expect(new Set((answers.flat() as Who[]).map(({ pid }) => pid)).size).toBe(3)
    expect(await connections()).toBe(3)
  })

  test('prepare a statement once, also when it and the connection are new to all of them', async () => {
    const shared = share(1)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(shared, WHO, n)))
    expect(answers.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, n) => n))
    const uses =
      'select statement, (generic_plans + custom_plans)::int as uses from pg_prepared_statements where statement like $1'
    expect(await shared.query(uses, ['select $1::int%'])).toEqual([{ statement: WHO, uses: 20 }])
  })

  test('go past a slow statement, to the connection with fewer that wait', { timeout: 10_000 }, async () => {
    const shared = share(2)
    const lock = await keepWaiting()
    const slow = ask(shared, WAIT)
    const quick = [await ask(shared), await ask(shared), await ask(shared)].map(({ pid }) => pid)
    await lock.letGo()
    expect(new Set([...quick, (await slow).pid]).size).toBe(2)
    expect(quick).not.toContain((await slow).pid)
  })

  test('who asks alone keeps to one connection, whatever failed before', async () => {
    const shared = share(2)
    const { pid } = await ask(shared)
    for (const n of [1, 2, 3])
      await expect(ask(shared, 'select 1 / ($1::int - $1)', n)).rejects.toThrow('zero')
    expect((await ask(shared)).pid).toBe(pid)
    expect(await connections()).toBe(1)
  })
})

describe('a statement that fails', () => {
  const FAILING = `with kept as (${INSERT}) select 1 / (length(mark) - $2::int) from kept`

  test('fails alone: those before and behind it are kept, what it did is not', async () => {
    const shared = share(1)
    const outcomes = await Promise.allSettled([
      shared.query(INSERT, ['before']),
      shared.query(FAILING, ['lost', 4]),
      shared.query(INSERT, ['behind']),
      shared.query(FAILING, ['kept', 3]),
    ])
    expect(outcomes).toMatchObject([
      { value: [{ mark: 'before' }] },
      { reason: { message: 'division by zero' } },
      { value: [{ mark: 'behind' }] },
      { value: [{}] },
    ])
    expect(await marks()).toEqual(['before', 'behind', 'kept'])
    expect(await connections()).toBe(1)
  })

  test('for want of a table works when the table is there', async () => {
    const shared = share(1)
    const text = 'select $1::int as n from later'
    const early = await Promise.allSettled([ask(shared, text), ask(shared, text), ask(shared)])
    expect(early.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    await db.admin.query('create table later as select 1')
    expect(await ask(shared, text, 5)).toEqual({ n: 5 })
  })

  test('for a value that cannot be sent works with one that can', async () => {
    const shared = share(1)
    const text = 'select $1::json as value'
    const unsendable = { n: 1n }
    const both = await Promise.allSettled([shared.query(text, [unsendable]), ask(shared, WHO, 2)])
    expect(both).toMatchObject([{ reason: { message: /BigInt/ } }, { value: { n: 2 } }])
    expect(await shared.query(text, [{ n: 1 }])).toEqual([{ value: { n: 1 } }])
  })
})

test('what a statement sets for its transaction is not there for the one behind it', async () => {
  const shared = share(1)
  const [set, seen] = await Promise.all([
    shared.query(`select set_config('gestand.seen', $1, true) as seen`, ['mine']),
    shared.query(`select coalesce(current_setting('gestand.seen', true), '') || $1 as seen`, ['']),
  ])
  expect([set, seen]).toEqual([[{ seen: 'mine' }], [{ seen: '' }]])
})

/** What the server says to a connection that somebody takes away (57P01). */
const FAREWELL = Buffer.from('E\0\0\0\x20SFATAL\0C57P01\0Mterminating\0\0')
/** ReadyForQuery, of a connection that is outside of a transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

/** What is said of a connection that closed; the latter when there was something on its way to the server. */
const BROKEN = /terminated unexpectedly|ECONNRESET/

/** Stands before the database: takes connections away, with a word or without, or is not there. */
async function doorman() {
  const { hostname, port, pathname, username, password } = new URL(db.url('admin'))
  const inside = new Set<Socket>()
  let atOpening: Buffer | undefined
  const server = createServer({ noDelay: true }, (client) => {
    const database = dial(Number(port), hostname)
    inside.add(client)
    for (const socket of [client, database]) socket.on('error', () => undefined)
    client.on('data', (bytes) => database.write(bytes))
    client.on('close', () => inside.delete(client) && database.destroy())
    database.on('data', (bytes) => {
      if (atOpening === undefined || !bytes.includes(READY)) return void client.write(bytes)
      client.write(Buffer.concat([bytes, atOpening]))
      atOpening = undefined
    })
  })
  const listen = (at: number) => new Promise<void>((listening) => server.listen(at, '127.0.0.1', listening))
  await listen(0)
  const { port: own } = server.address() as { port: number }
  const cut = () => {
    for (const client of inside) client.destroy()
  }
  const leave = () => new Promise((left) => server.close(left) && cut())
  onTestFinished(async () => void (server.listening && (await leave())))
  return {
    url: `postgres://${username}:${password}@127.0.0.1:${own}${pathname}`,
    inside: () => inside.size,
    cut,
    /** As the server does: says so first, closes a moment later. */
    farewell() {
      for (const client of inside) {
        client.write(FAREWELL)
        setTimeout(() => client.destroy(), 50)
      }
    },
    farewellAtOpening() {
      atOpening = FAREWELL
    },
    leave,
    comeBack: () => listen(own),
  }
}

describe('a connection that breaks', () => {
  test('by the hand of the server, fails who waits on it, and nobody else', async () => {
    const shared = share(2)
    const { pid } = await ask(shared)
    const lock = await keepWaiting()
    const answers = [1, 2, 3, 4].map((n) => ask(shared, WAIT, n))
    // At once: those that stand behind have not even heard yet.
    const next = answers[0]!.catch(() => ask(shared))
    const settled = Promise.allSettled(answers)
    await db.admin.query('select pg_terminate_backend($1)', [pid])
    expect((await next).pid).not.toBe(pid)
    await answers[2]!.catch(() => undefined)
    expect((await ask(shared)).pid).toBe((await next).pid)
    await lock.letGo()
    expect(await settled).toMatchObject([
      { reason: { message: /administrator command/ } },
      { value: { n: 2 } },
      { reason: { message: BROKEN } },
      { value: { n: 4 } },
    ])
  })

  test('without a word, fails who waits on it, and the next gets a new one', async () => {
    const door = await doorman()
    const shared = share(1, door.url)
    const { pid } = await ask(shared)
    await keepWaiting()
    const settled = Promise.allSettled([ask(shared, WAIT), ask(shared)])
    door.cut()
    expect(await settled).toMatchObject(Array(2).fill({ reason: { message: BROKEN } }))
    const next = await Promise.all([ask(shared), ask(shared)])
    expect(next[0].pid).not.toBe(pid)
    expect(next[1].pid).toBe(next[0].pid)
  })

  test('while nobody waits is replaced, and does not take its successor along as it closes', async () => {
    const door = await doorman()
    const shared = share(1, door.url)
    const { pid } = await ask(shared)
    door.farewell()
    await new Promise((heard) => setTimeout(heard, 25))
    const next = await vi.waitFor(() => ask(shared))
    expect(next.pid).not.toBe(pid)
    await new Promise((closed) => setTimeout(closed, 75))
    expect((await ask(shared)).pid).toBe(next.pid)
    await vi.waitFor(() => expect(door.inside()).toBe(1))
  })

  test('in the same breath as it is opened does not end the program', async () => {
    const door = await doorman()
    const shared = share(1, door.url)
    door.farewellAtOpening()
    const both = await Promise.allSettled([ask(shared), ask(shared)])
    expect(both).toMatchObject(Array(2).fill({ reason: { message: /not queryable/ } }))
    expect(await ask(shared, WHO, 1)).toMatchObject({ n: 1 })
    await vi.waitFor(() => expect(door.inside()).toBe(1))
  })

  test('with a server that is not there fails each time, until it is back', async () => {
    const door = await doorman()
    const shared = share(2, door.url)
    await ask(shared)
    await door.leave()
    for (const n of [1, 2, 3]) {
      const some = await Promise.allSettled([ask(shared, WHO, n), ask(shared), ask(shared)])
      expect(some.map(({ status }) => status)).toEqual(Array(3).fill('rejected'))
    }
    await door.comeBack()
    expect(await Promise.all([ask(shared, WHO, 1), ask(shared, WHO, 2)])).toMatchObject([{ n: 1 }, { n: 2 }])
    expect(door.inside()).toBe(2)
  })

  test('because the server does not let it in fails each time, until it does', async () => {
    const url = new URL(db.url('admin'))
    const name = `${url.pathname.slice(1)}_later`
    url.pathname = name
    const shared = share(1, url.href)
    for (const n of [1, 2]) await expect(ask(shared, WHO, n)).rejects.toThrow('does not exist')
    await db.admin.query(`create database ${name} template template0`)
    onTestFinished(async () => void (await db.admin.query(`drop database ${name} with (force)`)))
    expect(await ask(shared, WHO, 3)).toMatchObject({ n: 3 })
    await shared.end()
  })
})

describe('at the end', () => {
  test('the answers that are still to come are waited for, on connections old and new', async () => {
    const shared = share(2)
    await ask(shared)
    const answers = [1, 2, 3, 4].map((n) => ask(shared, `${WHO} from pg_sleep(0.02)`, n))
    let settled = 0
    for (const answer of answers) void answer.finally(() => settled++)
    await shared.end()
    expect(settled).toBe(4)
    expect(await Promise.all(answers)).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }])
  })

  test('nothing more is asked, and no connection made for it', async () => {
    const shared = share(2)
    await ask(shared)
    const ended = shared.end()
    await expect(ask(shared)).rejects.toThrow('closed')
    await expect(Promise.all([ask(shared), ask(shared)])).rejects.toThrow('closed')
    await ended
    await expect(ask(shared)).rejects.toThrow('closed')
    await shared.end()
    await vi.waitFor(async () => expect(await connections()).toBe(0))
  })
})
