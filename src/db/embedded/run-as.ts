import { execFileSync } from 'node:child_process'
import { chownSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ClusterError } from './cluster-error.ts'

/** The account the database server runs as, when that is not the account of this process. */
export type Account = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root. As root we run it as `postgres`, else as `nobody`: accounts that exist
 * already, so that nothing has to be added to the machine. Undefined means: as ourselves.
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const account = lookUp(name)
    if (account) return account
  }
  throw new ClusterError(
    'PostgreSQL cannot run as root and there is no account "postgres" or "nobody" to run it as.',
  )
}

function lookUp(name: string): Account | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** Gives a path to the account of the server. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account) chownSync(path, account.uid, account.gid)
}

/**
 * May the account walk to this folder and use it? A checkout under /root (0700) is closed to any other account,
 * and the server then fails with a misleading message about a missing library.
 */
export function canReach(account: Account | undefined, folder: string): boolean {
  if (!account) return true
  for (let at = folder; ; at = dirname(at)) {
    if (!mayEnter(account, statSync(at))) return false
    if (dirname(at) === at) return true
  }
}

function mayEnter(account: Account, folder: Stats): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o500) === 0o500
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0
  return (folder.mode & 0o001) !== 0
}
