import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The folders of which a change can make a promise kept or broken. */
const PROVEN = ['src', 'statements', 'migrations', 'test']

/** The files of a folder and the folders in it, sorted; not what a run built there, which a clone does not have. */
export function sourceFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !relative(folder, file).split(sep).includes('.build'))
    .sort()
}

/** One SHA-256 (hex) over the names and contents of files. */
export function hashOf(root, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash
      .update(`${relative(root, file).replaceAll(sep, '/')}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The state of everything that the tests prove something about; proof.json carries it. */
export function hashOfProven(root) {
  return hashOf(
    root,
    PROVEN.flatMap((folder) => sourceFiles(join(root, folder))),
  )
}
