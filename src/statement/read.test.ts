import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { smallFacts, smallWords } from '../../test/small-statement.ts'
import type { Facts } from './facts.ts'
import { loadEarlierVersions, loadStatements } from './read.ts'
import * as vocabulary from './vocabulary.ts'

const schemaFile = join(import.meta.dirname, '../../statements/statement.schema.json')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statements-'))
  await cp(schemaFile, join(folder, 'statement.schema.json'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(place: string, facts: object = smallFacts()): Promise<void> {
  const at = join(folder, place)
  await mkdir(at, { recursive: true })
  await writeFile(join(at, 'statement.yaml'), stringify(facts))
  await writeFile(join(at, 'words.nl.md'), smallWords('nl'))
  await writeFile(join(at, 'words.en.md'), smallWords('en'))
}

test('a folder with facts and words is a statement, the facts filled into the words', async () => {
  await write('de-brug')
  const [statement] = await loadStatements(folder)
  expect(statement?.facts).toEqual(smallFacts())
  expect(statement?.words('nl').title).toBe('Privacy bij De Brug (nl)')
  expect(statement?.clause('BRUG-2.1', 'nl')).toEqual({
    id: 'BRUG-2.1',
    section: '2',
    chapter: 'Hoe lang',
    paragraphs: ['Wij bewaren uw dossier 7 jaar. Dit geldt vanaf 1 januari 2026.'],
  })
  expect(statement?.clause('BRUG-2.1', 'en')?.paragraphs[0]).toContain('1 January 2026')
  expect(statement?.label('nl', 'roles.consultant')).toBe('consulent')
  expect(() => statement?.label('nl', 'roles.janitor')).toThrow(
    'de-brug 2026-01-01 (nl) has no label roles.janitor',
  )
})

test('earlier versions are read from their own folders, oldest first', async () => {
  await write('de-brug')
  await write('de-brug/versions/2025-06-01', {
    ...smallFacts(),
    version: '2025-06-01',
    inForceFrom: '2025-06-01',
  })
  await write('de-brug/versions/2024-02-01', {
    ...smallFacts(),
    version: '2024-02-01',
    inForceFrom: '2024-02-01',
  })
  const earlier = await loadEarlierVersions(folder, 'de-brug')
  expect(earlier.map((statement) => statement.facts.version)).toEqual(['2024-02-01', '2025-06-01'])
  expect(await loadStatements(folder)).toHaveLength(1)
})

test('an earlier version in a folder of another date is refused', async () => {
  await write('de-brug')
  await write('de-brug/versions/2024-02-01')
  await expect(loadEarlierVersions(folder, 'de-brug')).rejects.toThrow(
    'versions/2024-02-01: version: says 2026-01-01',
  )
})

const broken: [name: string, message: string, break_: (facts: Facts) => object][] = [
  [
    'a fact that is missing',
    'de-brug/statement.yaml: top: lacks "theme"; add it',
    ({ theme, ...rest }) => rest,
  ],
  [
    'a fact of an unknown kind',
    'activities.support.ground: must be one of consent',
    (facts) => {
      Object.assign(facts.activities[0]!, { ground: 'habit' })
      return facts
    },
  ],
  [
    'a fact that is spelt wrongly',
    'items.note: has "klass", which the schema does not know',
    (facts) => {
      Object.assign(facts.items[1]!, { klass: 'special' })
      return facts
    },
  ],
  [
    'another organisation than the folder',
    'organisation.id: is de-dijk; name it after its folder, de-brug',
    (facts) => {
      facts.organisation.id = 'de-dijk'
      return facts
    },
  ],
]
test.each(broken)('%s is told with file, path and what to do', async (_name, message, break_) => {
  await write('de-brug', break_(smallFacts()))
  await expect(loadStatements(folder)).rejects.toThrow(message)
})

test('a file that is missing is named', async () => {
  await write('de-brug')
  await rm(join(folder, 'de-brug/words.en.md'))
  await expect(loadStatements(folder)).rejects.toThrow('words.en.md: file: cannot be read (ENOENT); add it')
})

test('YAML that cannot be read is told with its line', async () => {
  await write('de-brug')
  await writeFile(join(folder, 'de-brug/statement.yaml'), 'a: [1\nb: 2\n')
  await expect(loadStatements(folder)).rejects.toThrow(/statement\.yaml: yaml: .* at line 2/)
})

test('words in the wrong place are told with their line', async () => {
  await write('de-brug')
  await writeFile(join(folder, 'de-brug/words.nl.md'), `Los.\n${smallWords('nl')}\n- items surname\n`)
  const reading = loadStatements(folder)
  await expect(reading).rejects.toThrow('words.nl.md: line 1: stands outside a clause')
  await expect(reading).rejects.toThrow('"- items surname" is no label')
})

test('an organisation without facts is told; a folder of something else is passed over', async () => {
  await write('de-brug')
  await mkdir(join(folder, 'cases/allow'), { recursive: true })
  expect(await loadStatements(folder)).toHaveLength(1)
  await rm(join(folder, 'de-brug/statement.yaml'))
  await expect(loadStatements(folder)).rejects.toThrow(
    'de-brug/statement.yaml: file: cannot be read (ENOENT)',
  )
})

test('a folder without statements is told, rather than taken for a house without promises', async () => {
  await expect(loadStatements(folder)).rejects.toThrow('holds no statement')
})

test('schema and program know the same words', async () => {
  const schema = JSON.parse(await readFile(schemaFile, 'utf8'))
  const { properties, $defs } = schema
  expect($defs.part.enum).toEqual(vocabulary.parts)
  expect($defs.ground.enum).toEqual(vocabulary.grounds)
  expect(properties.items.items.properties.class.enum).toEqual(vocabulary.dataClasses)
  expect(properties.items.items.properties.source.enum).toEqual(vocabulary.itemSources)
  expect(properties.terms.items.properties.from.enum).toEqual(vocabulary.termTriggers)
})
