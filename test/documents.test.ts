import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codeOf, files, ROOT } from './source-files.ts'

/** Files of a folder of the project, without what is installed or made. */
function under(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const folders = ['src', 'test', 'docs', 'scripts', 'statements', 'migrations']
const top = readdirSync(ROOT).filter(
  (name) => /\.(md|json|yml|ts)$/.test(name) && !/^(package-lock|proof)/.test(name),
)
const texts = [
  ...top,
  ...folders.flatMap((folder) => under(folder, /\.(tsx?|m?js|md|sql|ya?ml|cedar|cedarschema|css|json)$/)),
]
const documents = texts.filter((path) => path.endsWith('.md'))

test('the scan sees the documents and the sources', () => {
  expect(documents.length).toBeGreaterThan(30)
  expect(texts.length).toBeGreaterThan(500)
})

describe('what a newcomer finds', () => {
  test('every room has a README of forty lines at most', () => {
    const rooms = [...new Set(files.map(({ room }) => room).filter(Boolean))]
    expect(rooms.length).toBeGreaterThan(15)
    const wrong = rooms.filter((room) => {
      const own = documents.find((path) => path === join('src', room, 'README.md'))
      return own === undefined || read(own).trimEnd().split('\n').length > 40
    })
    expect(wrong).toEqual([])
  })

  test('every test that a document names is there', () => {
    const tests = texts.filter((path) => /\.test\.tsx?$/.test(path))
    const names = documents.flatMap((path) =>
      [...read(path).matchAll(/[\w./-]+\.test\.tsx?/g)].map(([name]) => ({ path, name })),
    )
    expect(names.length).toBeGreaterThan(40)
    // By its path from the project or from the document; inside a list the folder is named once.
    const wrong = names.filter(
      ({ path, name }) =>
        !tests.includes(name) &&
        !tests.includes(join(dirname(path), name)) &&
        (name.includes('/') || !tests.some((one) => basename(one) === name)),
    )
    expect(wrong).toEqual([])
  })

  test('every file and folder of the project that a document names is there', () => {
    const named = documents.flatMap((path) =>
      [...read(path).matchAll(/`((?:src|test|docs|migrations|scripts|statements)\/[\w./-]+)`/g)].map(
        ([, name = '']) => ({
          path,
          name: name.replace(/[/.]+$/, ''),
        }),
      ),
    )
    expect(named.length).toBeGreaterThan(20)
    const known = new Set(
      texts.flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))),
    )
    expect(named.filter(({ name }) => !known.has(name))).toEqual([])
  })

  test('every invariant of the architecture names a test that holds it', () => {
    const [, chapter = ''] = read('ARCHITECTURE.md').split('## Invariants')
    const invariants = (chapter.split('\n## ')[0] ?? '').split(/\n ?\d+\. /).slice(1)
    expect(invariants.length).toBeGreaterThan(15)
    expect(invariants.filter((text) => !/\.test\.tsx?`/.test(text))).toEqual([])
  })

  test('decision records have numbers of their own, and the chapters of the template', () => {
    const records = under('docs/decisions', /\.md$/)
    expect(records.length).toBeGreaterThan(10)
    const numbers = records.map((path) => basename(path).slice(0, 4))
    expect(new Set(numbers).size).toBe(numbers.length)
    const chapters = [
      'Date',
      'Status',
      'Context',
      'Decision',
      'Consequences',
      'How we will notice it was wrong',
    ]
    expect(
      records.flatMap((path) =>
        chapters.filter((name) => !read(path).includes(name)).map((name) => `${path}: ${name}`),
      ),
    ).toEqual([])
  })

  test('migrations have numbers of their own', () => {
    const numbers = under('migrations', /^\d{4}_.*\.sql$/).map((path) => basename(path).slice(0, 4))
    expect(numbers.length).toBeGreaterThan(8)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

describe('the words', () => {
  const rows = read('docs/words.md')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (Nederlands|---)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const english = new Set(rows.flatMap(([, , word = '']) => word.match(/[a-z-]+/gi) ?? []).values())
  const banned = [...new Set(rows.flatMap((row) => (row[4] ?? '').split(/[,;] /)))].filter(
    (word) => /^[a-z]+$/.test(word) && !english.has(word),
  )
  /** Banned as the translation of one word, and at home in code with an everyday or technical meaning. */
  const everyday = new Set(
    'alert block reason field attribute notice process operation conflict resident user controller agent proxy order assign section category file demand record guard token event'.split(
      ' ',
    ),
  )

  test('the code uses the English words of the word list, and none of the banned ones', () => {
    const hard = banned.filter((word) => !everyday.has(word))
    expect(hard).toEqual(
      expect.arrayContaining(
        ['customer', 'tenant', 'citizen', 'archive'].filter((word) => banned.includes(word)),
      ),
    )
    expect(hard.length).toBeGreaterThan(30)
    const wrong = files.flatMap((file) => {
      const words = new Set(
        (codeOf(file).match(/[A-Za-z]+/g) ?? []).flatMap((name) =>
          name
            .replace(/([a-z])([A-Z])/g, '$1 $2')
            .toLowerCase()
            .split(' '),
        ),
      )
      return hard.filter((word) => words.has(word)).map((word) => `${file.path}: ${word}`)
    })
    expect(wrong).toEqual([])
  })

  test('no Dutch in names', () => {
    const dutch =
      /\b\w*(toestemming|bewaartermijn|grondslag|verslag|gegevens|medewerker|betrokken|inzage)\w*\b/gi
    const wrong = files.flatMap((file) =>
      [...codeOf(file).matchAll(dutch)].map(([name]) => `${file.path}: ${name}`),
    )
    expect(wrong.filter((one) => !/\.words\.ts:/.test(one))).toEqual([])
  })
})

test('no path of somebody’s own machine, and no mark that something is unfinished, stands in the project', () => {
  const machine = /(^|[\s'"`(=])\/(home|Users|root|work|workspace)\/\w/m
  const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/
  expect(texts.filter((path) => machine.test(read(path)))).toEqual([])
  expect(texts.filter((path) => unfinished.test(read(path)) && !path.endsWith('documents.test.ts'))).toEqual(
    [],
  )
  expect(machine.test(`read '${['', 'home', 'somebody'].join('/')}'`)).toBe(true)
})
