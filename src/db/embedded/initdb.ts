import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { ClusterError } from './cluster-error.ts'
import { isAlive } from './postmaster.ts'
import { type Account, canReach, giveTo } from './run-as.ts'

/** The superuser of the embedded server. */
export const ADMIN = 'admin'

/** The data folder of the server inside `folder`: made at the first start, found again later. */
export async function dataFolder(
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
  first: { password: string; sync: boolean },
): Promise<string> {
  const link = join(folder, 'cluster')
  const missing = lstatSync(link, { throwIfNoEntry: false }) === undefined
  if (missing) await create(link, home(folder, account), binaries, account, first)
  if (!existsSync(link)) {
    throw new ClusterError(
      `The files of the database are gone from ${readlinkSync(link)}. Put them back, or remove ${link} to start with an empty database.`,
    )
  }
  const data = realpathSync(link)
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  const ours = binaries.version.split('.')[0]
  if (made !== ours) {
    throw new ClusterError(
      `The database in ${folder} was made by PostgreSQL ${made}; this version of the program has PostgreSQL ${ours}. Export it with the old version first.`,
    )
  }
  return data
}

/** Where the files can lie: here, or outside when the server's account cannot come here (a checkout under /root). */
function home(folder: string, account: Account | undefined): string {
  if (canReach(account, folder)) return folder
  // A name that never returns: what an earlier data folder left there is not ours to use or to remove.
  const outside = join('/var/lib/gestand', randomUUID())
  mkdirSync(outside, { recursive: true, mode: 0o755 })
  return outside
}

async function create(
  link: string,
  where: string,
  binaries: Binaries,
  account: Account | undefined,
  first: { password: string; sync: boolean },
): Promise<void> {
  removeLeftovers(where)
  // Made under another name and moved when whole: an interrupted first start leaves no half database behind.
  const half = join(where, `half-${process.pid}-${randomUUID()}`)
  mkdirSync(half, { mode: 0o700 })
  giveTo(account, half)
  const passwordFile = `${half}.password`
  writeFileSync(passwordFile, first.password, { mode: 0o600 })
  giveTo(account, passwordFile)
  try {
    await runInitdb(binaries, account, half, [
      `--pwfile=${passwordFile}`,
      first.sync ? '--sync-method=fsync' : '--no-sync',
    ])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  publish(half, where, link)
}

function removeLeftovers(where: string): void {
  for (const name of readdirSync(where)) {
    const maker = /^half-(\d+)/.exec(name)?.[1]
    if (maker && !isAlive(Number(maker))) rmSync(join(where, name), { recursive: true, force: true })
  }
}

function publish(half: string, where: string, link: string): void {
  const final = join(where, 'cluster')
  try {
    renameSync(half, final)
    if (final !== link) symlinkSync(final, link)
  } catch (error) {
    // Another process made one in the meantime: that one counts.
    rmSync(final === link ? half : where, { recursive: true, force: true })
    if (!existsSync(link)) throw error
  }
}

function runInitdb(
  binaries: Binaries,
  account: Account | undefined,
  folder: string,
  more: string[],
): Promise<void> {
  const flags = [
    `--pgdata=${folder}`,
    `--username=${ADMIN}`,
    ...more,
    '--auth=scram-sha-256',
    '--data-checksums',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, flags, {
      ...account,
      cwd: '/',
      env: { TZ: 'UTC', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-2000)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new ClusterError(`The database could not be made in ${folder}: ${said.trim()}`))
    })
  })
}
