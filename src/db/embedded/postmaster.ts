import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClusterError } from './cluster-error.ts'

/** A running server, as its own lock file describes it. */
export type Postmaster = { pid: number; port: number; ready: boolean }

/** The lock file of a data folder: who runs the server, on which port, and whether it takes connections yet. */
export function lockFile(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid')
}

/** Reads the lock file; undefined when there is none or it is half written. */
export function readPostmaster(dataFolder: string): Postmaster | undefined {
  if (!existsSync(lockFile(dataFolder))) return undefined
  const lines = readFileSync(lockFile(dataFolder), 'utf8').split('\n')
  const pid = Math.abs(Number(lines[0]))
  if (!pid) return undefined
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' }
}

/**
 * Makes a lock file that names a stranger's process harmless. The file itself stays: the server also reads in it which
 * shared memory its predecessor used, and will not start while a process of that one still lives.
 */
export function disownStranger(dataFolder: string): void {
  const lines = readFileSync(lockFile(dataFolder), 'utf8').split('\n')
  lines[0] = '2147483647'
  writeFileSync(lockFile(dataFolder), lines.join('\n'))
}

/** Is there a process with this number? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Dead, but not yet collected by its parent; in a container perhaps never. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return false
  }
}

/**
 * Is the process really the server of this data folder? Numbers of processes are used again (in a container soon),
 * so a lock file of before a crash may point at a stranger.
 */
export function isOurServer(pid: number, dataFolder: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  const command = commandOf(pid)
  return command.includes('postgres') && command.includes(realpathSync(dataFolder))
}

/** The command line of a process. Unlike its working folder it can be read in a container without special rights. */
function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Stops a server: first orderly (fast shutdown), after the limit at once; the database recovers either way. */
export async function stopPostmaster(pid: number, limitMs = 10_000): Promise<void> {
  if (!signal(pid, 'SIGINT')) return
  if (await gone(pid, limitMs)) return
  if (!signal(pid, 'SIGQUIT')) return
  if (await gone(pid, limitMs)) return
  throw new ClusterError(`The database server (process ${pid}) does not stop. Stop it by hand and try again.`)
}

/** Sends a signal; false when there is no such process. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

async function gone(pid: number, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    if (!isAlive(pid)) return true
    await sleep(5)
  }
  return !isAlive(pid)
}
