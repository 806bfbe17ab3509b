import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { smallFacts, smallWords } from '../../test/small-statement.ts'
import { readConfig } from '../config.ts'
import type { Facts } from './facts.ts'
import { type RuleFactsReader, statementCommands } from './statement.cli.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gestand-'))
})
afterEach(() => rm(root, { recursive: true }))

async function run(args: string[], facts: Facts = smallFacts(), rules?: RuleFactsReader) {
  const folder = join(root, 'statements/de-brug')
  await mkdir(folder, { recursive: true })
  await cp(
    join(import.meta.dirname, '../../statements/statement.schema.json'),
    join(root, 'statements/statement.schema.json'),
  )
  await writeFile(join(folder, 'statement.yaml'), stringify(facts))
  await writeFile(join(folder, 'words.nl.md'), smallWords('nl'))
  await writeFile(join(folder, 'words.en.md'), smallWords('en'))
  const lines: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await statementCommands(rules).statement!.run(args, {
    stdin: Readable.from([]),
    out: (line) => lines.out.push(line),
    err: (line) => lines.err.push(line),
    config: { ...readConfig({}), root, statements: join(root, 'statements') },
  })
  return { code, ...lines }
}

test('check is good when nothing contradicts itself; tensions with the law are warnings with their article', async () => {
  const { code, out, err } = await run(['check'])
  expect(code).toBe(0)
  expect(err).toEqual([])
  expect(out).toEqual([
    'warning: statements/de-brug/statement.yaml: BRUG-1.2: De wet kent meer vormen van toestemming. [AVG art. 7]',
    'de-brug: 0 contradictions, 1 tensions with the law',
  ])
})

test('check fails on a contradiction and says where', async () => {
  const facts = smallFacts()
  facts.purposes[0]!.activity = 'nothing'
  const { code, err } = await run(['check'], facts)
  expect(code).toBe(1)
  expect(err).toEqual([
    'error: statements/de-brug/statement.yaml: purposes.support: activity nothing does not exist',
  ])
})

test('check holds the statement against the access rules', async () => {
  const rules = { roles: [], purposes: [], clauses: [], activities: [], exceptions: [] }
  const { code, err } = await run(['check'], smallFacts(), async () => rules)
  expect(code).toBe(1)
  expect(err[0]).toContain('statements/de-brug/access.cedar: roles.consultant: no rule names role consultant')
})

test('check fails on a statement that cannot be read', async () => {
  const { code, err } = await run(['check'], { ...smallFacts(), theme: 7 } as unknown as Facts)
  expect(code).toBe(1)
  expect(err[0]).toContain('statement.yaml: theme:')
})

test('facts prints the facts of one organisation as JSON; of an unknown one it says so', async () => {
  const { code, out } = await run(['facts', 'de-brug'])
  expect(code).toBe(0)
  expect(JSON.parse(out.join('\n'))).toEqual(smallFacts())
  expect(await run(['facts', 'nobody'])).toEqual({
    code: 1,
    out: [],
    err: ['there is no statement of nobody'],
  })
})

test('another word is answered with how to ask', async () => {
  expect(await run(['chek'])).toMatchObject({
    code: 2,
    err: ['statement check | statement facts [organisation]'],
  })
})
