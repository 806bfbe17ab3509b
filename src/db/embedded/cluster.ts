import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { withClient } from '../admin-client.ts'
import { type LoginRole, readPasswords } from '../passwords.ts'
import { findBinaries } from './binaries.ts'
import { ClusterError } from './cluster-error.ts'
import { ADMIN, dataFolder } from './initdb.ts'
import { dropOwnership, takeOwnership } from './owner.ts'
import {
  disownStranger,
  isAlive,
  isOurServer,
  type Postmaster,
  readPostmaster,
  signal,
  stopPostmaster,
} from './postmaster.ts'
import { serverAccount } from './run-as.ts'
import { freePort, ServerEnded, type ServerPlan, spawnServer } from './server-process.ts'
import { type Settings, settingsName } from './settings.ts'

/** The database that the program uses on the embedded server. */
const DATABASE = 'gestand'

/** How to start the embedded server. */
export type ClusterOptions = {
  /** The folder that holds everything of it: data, passwords, log. */
  dataDir: string
  /** The port on 127.0.0.1; a free one when not given. */
  port?: number
  /** Settings over ours. */
  settings?: Settings
  /** Start the server again when it dies; yes when not given. */
  watch?: boolean
}

/** A running embedded server. */
export type Cluster = {
  adminUrl: string
  urlFor(role: LoginRole): string
  /** The server's process; another one after a crash. */
  pid(): number
  /** Stops the server, unless another program was running it already. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL server, or joins the one that runs already. After a crash of the program its server
 * still runs: it is taken over as it is when its settings are still ours, else stopped and started again.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o711 })
  const folder = realpathSync(options.dataDir)
  const account = serverAccount()
  const binaries = findBinaries(account)
  const passwords = readPasswords(join(folder, 'passwords.json'))
  const settings = options.settings ?? {}
  const first = { password: passwords.admin, sync: settings.fsync !== 'off' }
  const data = await dataFolder(folder, binaries, account, first)
  const plan: ServerPlan = { binaries, account, data, logFile: join(folder, 'postgres.log'), settings }
  const ownerFile = join(folder, 'owner.json')

  const running = await joinOrStart(plan, ownerFile, passwords.admin, options.port)
  const address = `127.0.0.1:${running.port}/${DATABASE}`
  const watcher = options.watch === false || !running.owned ? undefined : keepRunning(plan, running)
  return {
    adminUrl: `postgres://${ADMIN}:${passwords.admin}@${address}`,
    urlFor: (role) => `postgres://${role}:${passwords[role]}@${address}`,
    pid: () => running.pid,
    async stop() {
      await watcher?.stop()
      if (!running.owned) return
      await stopPostmaster(running.pid)
      dropOwnership(ownerFile)
    },
  }
}

type Running = { pid: number; port: number; owned: boolean }

async function joinOrStart(
  plan: ServerPlan,
  ownerFile: string,
  password: string,
  port?: number,
): Promise<Running> {
  const end = Date.now() + 60_000
  for (let attempt = 1; ; attempt++) {
    try {
      const joined = await joinRunning(plan, ownerFile, password, port)
      if (joined) return joined
      const started = await spawnServer(plan, port ?? (await freePort()))
      await greet(started.port, password)
      return { pid: started.pid, port: started.port, owned: true }
    } catch (error) {
      if (Date.now() > end || !mayPass(error, port === undefined && attempt <= 5)) throw error
      await sleep(100)
    }
  }
}

/** Joins the server that runs already; stops it instead when it is ours alone and not as we want it. */
async function joinRunning(
  plan: ServerPlan,
  ownerFile: string,
  password: string,
  port?: number,
): Promise<Running | undefined> {
  const there = await serverThere(plan.data)
  const owned = takeOwnership(ownerFile)
  if (!there) return undefined
  const name = await greet(there.port, password)
  const fits = name === settingsName(plan.settings) && (port === undefined || port === there.port)
  if (fits || !owned) return { pid: there.pid, port: there.port, owned }
  await stopPostmaster(there.pid)
  return undefined
}

/** Is it worth another try? Somebody else starts or stops it just now, or the free port was taken by now. */
function mayPass(error: unknown, otherPort: boolean): boolean {
  if (!(error instanceof ServerEnded)) return LEAVING.includes((error as { code?: string }).code ?? '')
  if (/lock file|still in use|shared memory/i.test(error.said)) return true
  return otherPort && /could not (bind|create any TCP)/i.test(error.said)
}

/** What a server that is shutting down, or is gone by now, answers. */
const LEAVING = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET']

/** The server that runs on this data folder, waited for until it is ready; undefined when there is none. */
async function serverThere(data: string): Promise<Postmaster | undefined> {
  for (;;) {
    const found = readPostmaster(data)
    if (!found || !isAlive(found.pid)) return undefined
    if (!isOurServer(found.pid, data)) {
      disownStranger(data)
      return undefined
    }
    if (found.ready) return found
    await sleep(10)
  }
}

/** Signs in, makes our database at the first time, and returns the name that the server's settings go by. */
async function greet(port: number, password: string): Promise<string> {
  try {
    return await withClient(`postgres://${ADMIN}:${password}@127.0.0.1:${port}/postgres`, async (client) => {
      const { rows } = await client.query<{ name: string; made: boolean }>(
        `select current_setting('cluster_name') as name, exists (select from pg_database where datname = $1) as made`,
        [DATABASE],
      )
      if (!rows[0]?.made) await createDatabase(client)
      return rows[0]?.name ?? ''
    })
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error
    throw new ClusterError(
      'The database does not take the password in passwords.json: the file and the database do not belong together.',
    )
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query(`create database ${DATABASE}`)
  } catch (error) {
    const { code } = error as { code?: string }
    // Made by another program in the meantime.
    if (code !== '42P04' && code !== '23505') throw error
  }
}

/** Starts the server again, on the same port, whenever it is gone; connections then come back by themselves. */
function keepRunning(plan: ServerPlan, running: Running): { stop(): Promise<void> } {
  let work: Promise<void> | undefined
  const restart = async () => {
    try {
      running.pid = (await spawnServer(plan, running.port)).pid
    } catch {
      // What is left of the killed server may still be leaving; the next round tries again. The log has the reason.
    }
  }
  const timer = setInterval(() => {
    if (work || isAlive(running.pid)) return
    work = restart().finally(() => {
      work = undefined
    })
  }, 250)
  timer.unref()
  // However the program ends, short of being killed: the server does not stay behind.
  const stopAtExit = () => signal(running.pid, 'SIGINT')
  process.once('exit', stopAtExit)
  return {
    async stop() {
      process.off('exit', stopAtExit)
      clearInterval(timer)
      await work
    },
  }
}
