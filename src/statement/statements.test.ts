import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadRules, rulesOf } from '../access/index.ts'
import { checkStatement } from './check.ts'
import { loadEarlierVersions, loadStatements } from './read.ts'
import { languages } from './vocabulary.ts'

const root = join(import.meta.dirname, '../..')
const statements = await loadStatements(join(root, 'statements'))
const promiseIds: string[] = JSON.parse(await readFile(join(root, 'test/promise-ids.json'), 'utf8'))

test('the statements of both organisations stand there', () => {
  const ids = statements.map((statement) => statement.facts.organisation.id)
  expect(ids).toEqual(['mee-zuid-limburg', 'tom-in-de-buurt'])
})

test('every promise is a clause, in order, with words in Dutch and in English', () => {
  expect(promiseIds).toHaveLength(103)
  const clauses = statements.flatMap(({ facts }) => facts.clauses.map((clause) => clause.id))
  expect(clauses.toSorted()).toEqual(promiseIds.toSorted())
  for (const statement of statements)
    for (const { id } of statement.facts.clauses)
      for (const lang of languages)
        expect(statement.clause(id, lang)?.paragraphs.join(' ').length, id).toBeGreaterThan(20)
})

test.each(statements.map((statement) => [statement.facts.organisation.id, statement] as const))(
  '%s does not contradict itself, and says where it strains against the law',
  (_id, statement) => {
    const { errors, tensions } = checkStatement(statement)
    expect(errors).toEqual([])
    expect(tensions.length).toBeGreaterThan(0)
    for (const tension of tensions) expect(tension.law, tension.code).toBeTruthy()
  },
)

test('a third organisation is a third folder: it is read and checked like the others, its earlier version too', async () => {
  const folder = join(root, 'test/fixtures/statements')
  const [third, ...others] = await loadStatements(folder)
  expect(others).toEqual([])
  expect(checkStatement(third!).errors).toEqual([])
  const earlier = await loadEarlierVersions(folder, third!.facts.organisation.id)
  expect(earlier.length).toBeGreaterThan(0)
  for (const version of earlier) expect(checkStatement(version).errors).toEqual([])
})

test('statements and access rules speak of the same roles, purposes, activities, exceptions and clauses', async () => {
  const rules = await loadRules(join(root, 'statements'))
  for (const statement of statements) {
    const { named } = rulesOf(rules, statement.facts.organisation.id)
    expect(checkStatement(statement, named).errors).toEqual([])
  }
})
