import { once } from 'node:events'
import { mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { type Program, startProgram } from '../../../test/program.ts'
import { connect } from '../pool.ts'
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts'
import { isAlive, lockFile } from './postmaster.ts'

const settings = { fsync: 'off' }
const running: Cluster[] = []
const programs: Program[] = []
let folders = 0

afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill()
  for (const cluster of running.splice(0)) await cluster.stop()
})

function newFolder(): string {
  return join(inject('runFolder'), `cluster-${process.pid}-${++folders}`)
}

async function start(dataDir: string, more: Partial<ClusterOptions> = {}): Promise<Cluster> {
  const cluster = await startCluster({ dataDir, settings, watch: false, ...more })
  running.push(cluster)
  return cluster
}

/** Another program that starts the server and stays until it is told to stop. */
async function startElsewhere(dataDir: string): Promise<{ program: Program; pid: number }> {
  const source = `
    import { startCluster } from './cluster.ts'
    const cluster = await startCluster({ dataDir: process.argv[2], settings: ${JSON.stringify(settings)}, watch: false })
    console.log(cluster.pid())
    process.on('SIGTERM', async () => { await cluster.stop(); process.exit(0) })
    setInterval(() => {}, 1000)`
  const program = await startProgram(source, import.meta.dirname, [dataDir])
  programs.push(program)
  return { program, pid: Number(await program.line()) }
}

async function ask<R extends object>(url: string, text: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(text, values)).rows
  } finally {
    await client.end()
  }
}

test('a second start keeps the data', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await ask(first.adminUrl, `create table kept as select 'yes' as answer`)
  await first.stop()
  expect(isAlive(first.pid())).toBe(false)

  const second = await start(folder)
  expect(second.pid()).not.toBe(first.pid())
  expect(await ask(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 'yes' }])
})

test('a server whose program was killed is taken over, and stopped in the end', async () => {
  const folder = newFolder()
  const { program, pid } = await startElsewhere(folder)
  await program.kill()
  expect(isAlive(pid)).toBe(true)

  const cluster = await start(folder)
  expect(cluster.pid()).toBe(pid)
  expect(await ask(cluster.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await cluster.stop()
  expect(isAlive(pid)).toBe(false)
})

test('a program that ends by an error takes its server along, and the next start waits for that', async () => {
  const folder = newFolder()
  const source = `
    import { startCluster } from './cluster.ts'
    const cluster = await startCluster({ dataDir: process.argv[2], settings: ${JSON.stringify(settings)} })
    console.log(cluster.pid())
    setTimeout(() => process.exit(1), 10)`
  const program = await startProgram(source, import.meta.dirname, [folder])
  programs.push(program)
  const pid = Number(await program.line())
  await once(program.process, 'exit')
  const cluster = await start(folder)
  expect(cluster.pid()).not.toBe(pid)
  expect(await ask(cluster.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('an orphaned server with other settings is not used as it is, but started again', async () => {
  const folder = newFolder()
  const { program, pid } = await startElsewhere(folder)
  await program.kill()

  const cluster = await start(folder, { settings: { ...settings, work_mem: '7MB' } })
  expect(cluster.pid()).not.toBe(pid)
  expect(await ask(cluster.adminUrl, 'show work_mem')).toEqual([{ work_mem: '7MB' }])
})

test('a command beside a running program joins its server and leaves it running', async () => {
  const folder = newFolder()
  const { program, pid } = await startElsewhere(folder)
  const joined = await start(folder)
  expect(joined.pid()).toBe(pid)
  await joined.stop()
  expect(isAlive(pid)).toBe(true)

  program.process.kill('SIGTERM')
  while (program.process.exitCode === null) await sleep(10)
  expect(isAlive(pid)).toBe(false)
})

test('two programs that start at the same moment share one server', async () => {
  const folder = newFolder()
  const clusters = await Promise.all([startElsewhere(folder), startElsewhere(folder)])
  expect(clusters[0]?.pid).toBe(clusters[1]?.pid)
  await start(folder)
  for (const { program } of clusters) await program.kill()
  await start(folder)
})

test('a server that is killed comes back on the same address with all it had confirmed', async () => {
  const cluster = await start(newFolder(), { watch: true })
  await ask(cluster.adminUrl, 'create table confirmed (n int)')
  const pool = connect(cluster.adminUrl)
  let confirmed = 0
  while (confirmed < 200) {
    await pool.query('insert into confirmed values ($1)', [++confirmed])
  }
  const killed = cluster.pid()
  process.kill(killed, 'SIGKILL')
  const count = async () =>
    (await pool.query<{ n: number }>('select count(*)::int as n from confirmed')).rows[0]?.n
  let found: number | undefined
  for (const end = Date.now() + 15_000; found === undefined && Date.now() < end; await sleep(50)) {
    found = cluster.pid() === killed ? undefined : await count().catch(() => undefined)
  }
  expect(found).toBe(confirmed)
  await pool.end()
})

test('a lock file that names a process of somebody else does not stop the start', async () => {
  const folder = newFolder()
  const first = await start(folder)
  const lock = lockFile(join(folder, 'cluster'))
  const text = readFileSync(lock, 'utf8')
  process.kill(first.pid(), 'SIGKILL')
  while (isAlive(first.pid())) await sleep(10)
  writeFileSync(lock, text.replace(/^\d+/, String(process.pid)))

  const second = await start(folder)
  expect(await ask(second.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('when the port is taken the error says so in the words of the server', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
  })
  await expect(start(newFolder(), { port })).rejects.toThrow(/Address already in use/)
  other.close()
})

test('nobody gets in without the password, and only this account can read it', async () => {
  const folder = newFolder()
  const cluster = await start(folder)
  const address = new URL(cluster.adminUrl)
  address.password = 'guess'
  await expect(ask(address.href, 'select 1')).rejects.toThrow('password authentication failed')
  for (const file of ['passwords.json', 'postgres.log']) {
    expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
  }
  expect(statSync(join(folder, 'cluster')).mode & 0o077).toBe(0)
})

test('the server listens on loopback alone, keeps checksums, and sorts by code point', async () => {
  const cluster = await start(newFolder())
  const [settings] = await ask(
    cluster.adminUrl,
    `select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as socket,
      current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding,
      (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale`,
  )
  expect(settings).toEqual({
    listen: '127.0.0.1',
    socket: '',
    checksums: 'on',
    encoding: 'UTF8',
    locale: 'b C.UTF-8',
  })
})

test('no value, parameter or statement of a failing query reaches the log', async () => {
  const folder = newFolder()
  const cluster = await start(folder)
  await ask(cluster.adminUrl, 'create table names (name text primary key)')
  const insert = () => ask(cluster.adminUrl, 'insert into names values ($1)', ['Wilhelmina van Testdorp'])
  await insert()
  await expect(insert()).rejects.toThrow('duplicate key')
  await expect(
    ask(cluster.adminUrl, `insert into names values ('Wilhelmina van Testdorp')`),
  ).rejects.toThrow()
  // An error can quote the value itself: it is told to the program, and not written down.
  await expect(ask(cluster.adminUrl, `select 'Wilhelmina van Testdorp'::uuid`)).rejects.toThrow('Wilhelmina')
  await cluster.stop()
  const log = readFileSync(join(folder, 'postgres.log'), 'utf8')
  expect(log).toContain('ready to accept connections')
  expect(log).not.toContain('Wilhelmina')
  expect(log).not.toContain('insert into')
})

test('two first starts at the same moment make one database', async () => {
  const folder = newFolder()
  const [one, other] = await Promise.all([start(folder), start(folder)])
  await ask(one.adminUrl, 'create table made_by_one ()')
  expect(await ask(other.adminUrl, 'select * from made_by_one')).toEqual([])
})

test('a folder that only root can enter is no obstacle', async () => {
  const closed = newFolder()
  mkdirSync(closed, { recursive: true, mode: 0o700 })
  const cluster = await start(join(closed, 'database'))
  expect(await ask(cluster.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await cluster.stop()
  const outside = dirname(realpathSync(join(closed, 'database', 'cluster')))
  if (outside.startsWith('/var/lib/gestand/')) rmSync(outside, { recursive: true })
})
