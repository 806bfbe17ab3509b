import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { ClusterError } from './cluster-error.ts'
import { type Postmaster, readPostmaster } from './postmaster.ts'
import type { Account } from './run-as.ts'
import { type Settings, serverArguments } from './settings.ts'

/** What is needed to run the server of one data folder. */
export type ServerPlan = {
  binaries: Binaries
  account: Account | undefined
  data: string
  logFile: string
  settings: Settings
}

/** The server ended before it was ready; `said` is what it wrote about it. */
export class ServerEnded extends ClusterError {
  readonly said: string

  constructor(said: string, logFile: string) {
    super(`The database server did not start; the whole story is in ${logFile}. Its last words:\n${said}`)
    this.said = said
  }
}

const LOG_LIMIT = 5_000_000
const READY_LIMIT_MS = 120_000

/** Starts the server and waits until it takes connections; recovery after a crash is part of the waiting. */
export async function spawnServer(plan: ServerPlan, port: number): Promise<Postmaster> {
  const log = openLog(plan.logFile)
  const before = statSync(plan.logFile).size
  // A group of its own: Ctrl-C in the terminal must reach the program, which then stops the server in good order.
  const child = spawn(plan.binaries.postgres, serverArguments(plan.data, port, plan.settings), {
    ...plan.account,
    cwd: '/',
    env: { TZ: 'UTC', LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let failure: Error | undefined
  child.on('error', (error) => {
    failure = error
  })
  child.unref()
  const end = Date.now() + READY_LIMIT_MS
  while (Date.now() < end) {
    if (failure) throw new ClusterError(`The database server cannot be run: ${failure.message}`)
    if (child.exitCode !== null || child.signalCode !== null)
      throw new ServerEnded(lastWords(plan.logFile, before), plan.logFile)
    const running = readPostmaster(plan.data)
    if (running?.pid === child.pid && running?.ready) return running
    await sleep(5)
  }
  throw new ClusterError(
    `The database server was not ready within ${READY_LIMIT_MS / 1000} s; see ${plan.logFile}.`,
  )
}

/** A port on the loopback address that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.old`)
  return openSync(file, 'a', 0o600)
}

function lastWords(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString().trim().split('\n')
  return lines.slice(-8).join('\n')
}
