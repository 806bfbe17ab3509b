import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The folder of the project. */
export const ROOT = join(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** A source file: its path in src, the folder (room or slice) it stands in, its text, and what it imports. */
export type SourceFile = { path: string; room: string; text: string; imports: string[] }

/** Every file of the program itself: no tests, and no islands, which run in a browser. */
export const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() &&
      /\.tsx?$/.test(entry.name) &&
      !/\.(test|island|test-page|test-browser)\.tsx?$|\.d\.ts$/.test(entry.name),
  )
  .map((entry) => {
    const path = relative(SRC, join(entry.parentPath, entry.name))
    const text = readFileSync(join(SRC, path), 'utf8')
    return { path, room: roomOf(path), text, imports: importsOf(path, text) }
  })

/** The room or slice of a path in src; empty for a root. */
export function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : ''
}

/** What a file imports of the program itself. */
export function own(file: SourceFile): string[] {
  return file.imports.filter((target) => files.some((other) => other.path === target))
}

/** The code of a file, without comments and texts. */
export function codeOf(file: SourceFile): string {
  return file.text.replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}

/** Paths in src for our own, names for packages. */
function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) =>
    target.startsWith('.') ? relative(SRC, join(SRC, dirname(path), target)) : target,
  )
}
