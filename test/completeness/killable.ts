import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../../src/config.ts'
import { isAlive, isOurServer, readPostmaster, stopPostmaster } from '../../src/db/embedded/postmaster.ts'
import { connect, type Pool } from '../../src/db/index.ts'
import {
  databaseSource,
  type Report,
  readWitnessFile,
  verifyLedger,
  witnessPath,
} from '../../src/ledger/index.ts'
import { fileKeyProvider } from '../../src/vault/index.ts'
import { type Program, startProgram } from '../program.ts'
import type { NamedEntry } from './compare.ts'
import type { Order, Ready } from './house.ts'

const ORGANISATION = 'tom-in-de-buurt'

/** A house with a database server of its own, in a process of its own; each start after the first finds what the last one left. */
export class KillableHouse {
  readonly #folder: string
  #program: Program | undefined
  #ready: Ready | undefined

  constructor(folder: string) {
    this.#folder = folder
    // The account of the database server must be able to walk through.
    mkdirSync(folder, { recursive: true, mode: 0o711 })
  }

  get port(): number {
    return this.#open.port
  }

  /** The process of the database server that runs now, if any. */
  get server(): number | undefined {
    const running = readPostmaster(this.#cluster)
    return running && isOurServer(running.pid, this.#cluster) ? running.pid : undefined
  }

  async start(): Promise<void> {
    const order: Order = {
      config: readConfig({ GESTAND_DATA: this.#folder, GESTAND_DEMO: '0' }),
      parent: process.pid,
      log: this.#log,
    }
    this.#program = await startProgram(`import './house.ts'`, import.meta.dirname, [JSON.stringify(order)])
    this.#ready = JSON.parse(await this.#program.line()) as Ready
  }

  /** Kills node, and leaves its database server an orphan. */
  async kill(): Promise<void> {
    await this.#program?.kill()
  }

  /** Kills the database server. The house starts it again. */
  async killServer(): Promise<void> {
    const pid = this.server
    if (pid === undefined) throw new Error('No database server runs.')
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await sleep(5)
  }

  /** Kills the process behind one connection of the application: the server throws all others out and recovers. */
  async killConnection(): Promise<void> {
    const [backend] = await this.asAdmin<{ pid: number }>(
      `select pid from pg_stat_activity where usename = 'gestand_app' order by random() limit 1`,
    )
    if (backend === undefined) throw new Error('The application has no connection.')
    process.kill(backend.pid, 'SIGKILL')
  }

  asAdmin<R extends object>(text: string): Promise<R[]> {
    return this.#ask(this.#open.urls.admin, (pool) => pool.query<R>(text).then(({ rows }) => rows))
  }

  asApp<R extends object>(text: string): Promise<R[]> {
    return this.#ask(this.#open.urls.app, (pool) => pool.query<R>(text).then(({ rows }) => rows))
  }

  /** The entries of looks that a test named; those of signing in and registering have none. */
  namedEntries(): Promise<NamedEntry[]> {
    return this.asAdmin(
      `select access_point as name, event, outcome, session_id as session, dossier_id as dossier, hits, trace_id as trace
         from ledger.entries where access_point like 'test-%' order by tx, seq`,
    )
  }

  /** Verifies as an outsider does: with the public key and the witness file. Waits until everything is signed. */
  async verify(): Promise<Report> {
    const keys = fileKeyProvider(join(this.#folder, 'keys'))
    const { publicKey } = await keys.signingKey(ORGANISATION)
    const file = witnessPath(join(this.#folder, 'witness'), ORGANISATION)
    return this.#ask(this.#open.urls.worker, async (pool) => {
      for (let time = 0; ; time++) {
        const report = await verifyLedger({
          source: databaseSource(pool, ORGANISATION),
          publicKey,
          witnessed: [() => readWitnessFile(file)],
        })
        if (report.waiting === 0 || !report.ok) return report
        if (time === 400) throw new Error(`The ledger is not signed to its end. ${this.complaints()}`)
        await sleep(50)
      }
    })
  }

  /** Stops the house in good order, or, when it does not listen any more, whatever is left of it. */
  async end(): Promise<void> {
    const child = this.#program?.process
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await Promise.race([gone, sleep(10_000, undefined, { ref: false })])
      await this.kill()
    }
    if (this.server !== undefined) await stopPostmaster(this.server)
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #open(): Ready {
    if (this.#ready === undefined) throw new Error('The house was not started.')
    return this.#ready
  }

  get #log(): string {
    return join(this.#folder, 'faults.log')
  }

  get #cluster(): string {
    return join(this.#folder, 'database', 'cluster')
  }

  /** What went wrong in the house lately. */
  complaints(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').slice(-2000) : ''
  }

  async #ask<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
    const pool = connect(url, { max: 2, name: 'gestand test' })
    try {
      return await work(pool)
    } finally {
      await pool.end()
    }
  }
}
