import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How many key files there are, and how many of them another user of the machine can read. Names only; no key is opened. */
export function keyFolder(folder: string): { files: number; exposed: number } {
  const counts = { files: 0, exposed: 0 }
  for (const path of pathsUnder(folder)) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFile()) counts.files += 1
    if (found !== undefined && (found.mode & 0o077) !== 0) counts.exposed += 1
  }
  return counts
}

function pathsUnder(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return []
  return [folder, ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))]
}
