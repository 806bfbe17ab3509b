import { describe, expect, test } from 'vitest'
import { codeOf, files, own, roomOf } from './source-files.ts'

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

const slices = [...new Set(files.map((file) => file.room))].filter(
  (room) => room !== '' && !FOUNDATIONS.some((one) => one === room),
)

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
    const users = files.filter((file) => /\bpassage\b/.test(codeOf(file))).map((file) => file.room)
    expect(new Set(users)).toEqual(new Set(['door']))
  })
  test('what the rules say depends on no clock: in the slices nobody looks at one', () => {
    const looks = /new Date\(\)|Date\.now\b/
    const machinery = ['db', 'vault', 'ledger', 'web', 'identity', 'stand-in', 'demo']
    expect(files.filter(({ text }) => looks.test(text)).length).toBeGreaterThan(3)
    expect(where(looks, (path) => !path.includes('/') || machinery.includes(roomOf(path)))).toEqual([])
  })
  test('chance comes from the random source of the system', () => {
    expect(where(/Math\.random/, () => false)).toEqual([])
    expect(where(/random(Bytes|UUID|Int)\(/, () => false).length).toBeGreaterThan(3)
  })
  test('only the configuration reads the environment', () => {
    const allowed = ['config.ts', 'config.cli.ts', 'cli.ts', 'db/embedded/binaries.ts']
    expect(where(/process\.env/, (path) => allowed.includes(path))).toEqual([])
    expect(where(/process\.env/, () => false)).toEqual(expect.arrayContaining(['config.ts']))
  })
  test('no file tells two stories: 250 lines at most', () => {
    expect(
      files
        .map((file) => `${file.path} ${file.text.split('\n').length}`)
        .filter((one) => Number(one.split(' ')[1]) > 251),
    ).toEqual([])
  })
})
