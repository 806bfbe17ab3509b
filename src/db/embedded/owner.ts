import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isAlive } from './postmaster.ts'

type Owner = { pid: number; born: string }

/**
 * Which process looks after the server. A command beside a running program joins its server and must leave it
 * running; the start after a crash finds a dead owner and takes the server over.
 */
export function takeOwnership(file: string): boolean {
  const owner = readOwner(file)
  if (owner && owner.pid !== process.pid && isAlive(owner.pid) && bornAt(owner.pid) === owner.born)
    return false
  const ours: Owner = { pid: process.pid, born: bornAt(process.pid) }
  writeFileSync(file, JSON.stringify(ours), { mode: 0o600 })
  return true
}

/** Forgets the owner, after the server was stopped. */
export function dropOwnership(file: string): void {
  rmSync(file, { force: true })
}

function readOwner(file: string): Owner | undefined {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner
  } catch {
    return undefined
  }
}

/** When the process was started, where the system tells; tells a process from a later one with the same number. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
