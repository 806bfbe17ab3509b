import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** The rooms in the order in which they may know each other: each imports from those before it, never after. */
const FOUNDATIONS = [
  'kernel',
  'db',
  'vault',
  'ledger',
  'statement',
  'access',
  'door',
  'web',
  'shell',
] as const
const MAY_IMPORT: Record<(typeof FOUNDATIONS)[number], readonly string[]> = {
  kernel: [],
  db: ['kernel'],
  vault: ['kernel'],
  ledger: ['kernel', 'db', 'vault'],
  statement: ['kernel', 'db'],
  access: ['kernel'],
  door: ['kernel', 'db', 'vault', 'statement', 'access'],
  web: ['kernel'],
  shell: ['kernel', 'vault', 'statement', 'door', 'web'],
}

type File = { path: string; room: string; text: string; imports: string[] }

const files: File[] = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() &&
      /\.tsx?$/.test(entry.name) &&
      !/\.(test|island|test-page)\.tsx?$|\.d\.ts$/.test(entry.name),
  )
  .map((entry) => {
    const path = relative(SRC, join(entry.parentPath, entry.name))
    const text = readFileSync(join(SRC, path), 'utf8')
    return {
      path,
      room: path.includes('/') ? (path.split('/')[0] ?? '') : '',
      text,
      imports: importsOf(path, text),
    }
  })
const slices = [...new Set(files.map((file) => file.room))].filter(
  (room) => room !== '' && !FOUNDATIONS.some((one) => one === room),
)

/** What a file imports: paths in src for our own, names for packages. */
function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) =>
    target.startsWith('.') ? relative(SRC, join(SRC, dirname(path), target)) : target,
  )
}

const roomOf = (target: string) => (target.includes('/') ? (target.split('/')[0] ?? '') : '')
const own = (file: File) => file.imports.filter((target) => files.some((other) => other.path === target))

test('the scan sees the code', () => {
  expect(files.length).toBeGreaterThan(200)
  expect(slices).toEqual(
    expect.arrayContaining(['client', 'dossier', 'notes', 'trace', 'compliance', 'identity']),
  )
  expect(files.flatMap(own).length).toBeGreaterThan(300)
})

describe('imports run one way', () => {
  test.each(FOUNDATIONS)('%s knows only the rooms under it', (room) => {
    const inside = files.filter((file) => file.room === room)
    expect(inside.length).toBeGreaterThan(0)
    const wrong = inside.flatMap((file) =>
      own(file)
        .filter((target) => roomOf(target) !== room && !MAY_IMPORT[room].includes(roomOf(target)))
        // the command line: a room's commands have the types of the dispatcher
        .filter(
          (target) =>
            !(
              /^(cli-command|config)\.ts$/.test(target) &&
              new RegExp(`import type [^']*'\\.\\./${target}'`).test(file.text)
            ),
        )
        .map((target) => `${file.path} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('another room is entered through its index only', () => {
    const wrong = files.flatMap((file) =>
      own(file)
        .filter(
          (target) =>
            roomOf(target) !== file.room &&
            roomOf(target) !== '' &&
            !/\/(index|[a-z-]+\.cli)\.ts$/.test(target) &&
            !(file.room === '' && /\/(staff|portal)-pages\.ts$/.test(target)),
        )
        .map((target) => `${file.path} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('a slice does not import the composition', () => {
    const wrong = files
      .filter((file) => slices.includes(file.room))
      .flatMap((file) =>
        own(file)
          .filter((target) => !target.includes('/') && !/^(cli-command|config)\.ts$/.test(target))
          .map((target) => `${file.path} -> ${target}`),
      )
    expect(wrong).toEqual([])
  })

  test('no two slices need each other', () => {
    const needs = new Map(
      slices.map((slice) => [
        slice,
        new Set(
          files
            .filter((file) => file.room === slice)
            .flatMap(own)
            .map(roomOf),
        ),
      ]),
    )
    const both = slices.flatMap((one) =>
      slices
        .filter((two) => one < two && needs.get(one)?.has(two) && needs.get(two)?.has(one))
        .map((two) => `${one} <-> ${two}`),
    )
    expect(both).toEqual([])
  })

  test('the portal reaches no staff page, and the staff site no page of the portal', () => {
    const reached = (root: string) => {
      const seen = new Set<string>()
      const walk = (path: string) => {
        if (seen.has(path)) return
        seen.add(path)
        const file = files.find((one) => one.path === path)
        for (const target of file ? own(file) : []) walk(target)
      }
      walk(root)
      return [...seen]
    }
    expect(reached('portal.ts').length).toBeGreaterThan(50)
    expect(reached('portal.ts').filter((path) => /\/staff-(pages|[^/]*\.page)\.tsx?$/.test(path))).toEqual([])
    expect(reached('staff.ts').filter((path) => /\/(portal-pages|my-[^/]*\.page)\.tsx?$/.test(path))).toEqual(
      [],
    )
  })
})

describe('each thing in its place', () => {
  const where = (pattern: RegExp, allowed: (path: string) => boolean) =>
    files.filter((file) => pattern.test(file.text) && !allowed(file.path)).map((file) => file.path)

  test('SQL stands in stores, the database room and the ledger room', () => {
    const sql =
      /[`'"]\s*(select\s+[\s\S]{1,200}\sfrom\s|select wall\.|insert into\s|update \w+\.\w+\s+set\s|delete from\s|with \w+ as \()/
    expect(files.filter((file) => sql.test(file.text)).length).toBeGreaterThan(5)
    expect(where(sql, (path) => path.endsWith('.store.ts') || /^(db|ledger)\//.test(path))).toEqual([])
  })
  test('only the room of access knows Cedar', () => {
    expect(
      new Set(
        files.filter((file) => file.imports.some((name) => name.includes('cedar'))).map((file) => file.room),
      ),
    ).toEqual(new Set(['access']))
  })
  test('only pages and the rooms around them know HTTP', () => {
    expect(
      where(
        /from 'fastify'/,
        (path) =>
          /^(web|shell|identity|publication|stand-in)\//.test(path) ||
          /\.page\.tsx?$/.test(path) ||
          !path.includes('/'),
      ),
    ).toEqual([])
  })
  test('the mark that makes an opened dossier does not leave the door', () => {
    const users = files
      .filter((file) => /\bpassage\b/.test(file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
      .map((file) => file.room)
    expect(new Set(users)).toEqual(new Set(['door']))
  })
  test('rules take the time as an argument', () => {
    const rules = files.filter(
      (file) =>
        file.room === 'kernel' ||
        /\/(registration|search-question|merge|period|promise-state|evidence|capacity)\.ts$/.test(file.path),
    )
    expect(rules.length).toBeGreaterThan(10)
    expect(
      rules.filter((file) => /new Date\(\)|Date\.now\(/.test(file.text)).map((file) => file.path),
    ).toEqual([])
  })
  test('no file tells two stories: 250 lines at most', () => {
    expect(
      files
        .map((file) => `${file.path} ${file.text.split('\n').length}`)
        .filter((one) => Number(one.split(' ')[1]) > 251),
    ).toEqual([])
  })
})

describe('what a newcomer finds', () => {
  test('every room has a README of forty lines at most', () => {
    const rooms = readdirSync(SRC, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
    const lines = (room: string) =>
      existsSync(join(SRC, room, 'README.md'))
        ? readFileSync(join(SRC, room, 'README.md'), 'utf8').split('\n').length
        : 0
    expect(rooms.filter((room) => lines(room) === 0 || lines(room) > 41)).toEqual([])
  })
  test('decision records have numbers of their own', () => {
    const numbers = readdirSync(join(ROOT, 'docs/decisions')).map((name) => name.slice(0, 4))
    expect(numbers.length).toBeGreaterThan(5)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
  test('the code uses the English words of the word list, not the banned ones', () => {
    const words = readFileSync(join(ROOT, 'docs/words.md'), 'utf8')
    const never = ['customer', 'patient', 'tenant', 'curator', 'toestemming', 'gegeven', 'dossiers_archive']
    expect(words).toContain('customer')
    const wrong = files.flatMap((file) => {
      const code = file.text.replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      return never
        .filter((word) => new RegExp(`\\b${word}`, 'i').test(code))
        .map((word) => `${file.path}: ${word}`)
    })
    expect(wrong).toEqual([])
  })
})
