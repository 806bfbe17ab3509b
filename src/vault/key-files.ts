import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { VaultError } from './vault-error.ts'

const UNFINISHED = '.unfinished-'

/** Reads a key file, or makes it when it is not there yet. Of two processes that start at once, one makes it and both read it. */
export function readOrMake(path: string, make: () => Buffer): Buffer {
  try {
    return readChecked(path)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
  makeFolder(dirname(path))
  placeOnce(path, make())
  return readChecked(path)
}

/** Refuses keys that others on this machine can read: every folder and file below `folder`. */
export function refuseExposed(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    try {
      refuseOpenMode(path)
    } catch (error) {
      // Another process that starts at the same moment took away its unfinished file.
      if (isCode(error, 'ENOENT')) continue
      throw error
    }
    if (entry.isDirectory()) refuseExposed(path)
  }
}

/** Makes a folder that only this user can enter, or checks that an existing one is so. */
export function makeFolder(path: string): void {
  const made = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (made !== undefined) syncFolder(dirname(made))
  refuseOpenMode(path)
}

function readChecked(path: string): Buffer {
  refuseOpenMode(path)
  return readFileSync(path)
}

/** Written in full beside its place and then linked: the link either appears whole or fails because another was first. */
function placeOnce(path: string, content: Buffer): void {
  const unfinished = join(dirname(path), `${UNFINISHED}${randomBytes(8).toString('hex')}`)
  const file = openSync(unfinished, 'wx', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
    linkSync(unfinished, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    closeSync(file)
    unlinkSync(unfinished)
  }
  syncFolder(dirname(path))
}

/** Without this a power cut can lose the name of a file whose content is safe. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function refuseOpenMode(path: string): void {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) {
    throw new VaultError(
      'keys-exposed',
      `The key file ${path} is a link to elsewhere. Put the file itself there.`,
    )
  }
  if ((found.mode & 0o077) === 0) return
  const mode = found.isDirectory() ? '700' : '600'
  throw new VaultError(
    'keys-exposed',
    `Other users of this machine can read the keys in ${path}. Run: chmod ${mode} '${path}'. If somebody may have read them, replace the keys.`,
  )
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
