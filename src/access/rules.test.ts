import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allCases, allRules, coachReads } from '../../test/access.ts'
import { decide } from './decide.ts'
import { loadRules } from './rules.ts'
import { actions, consents, dossierParts, parts, relations, roles, states } from './vocabulary.ts'

let folder: string
let cache: string

beforeEach(async () => {
  const place = await mkdtemp(join(tmpdir(), 'rules-'))
  folder = join(place, 'statements')
  cache = join(place, 'cache')
  await cp('statements', folder, { recursive: true })
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(folder, file), text.replace(from, to))
}

describe('what is wrong with the rules stops the start, with the file and the reason', () => {
  test.each([
    [
      'a word that the schema lacks',
      'Relation::"involved"',
      'Relation::"invloved"',
      '`"invloved"` is not declared',
    ],
    ['an attribute that the schema lacks', 'context.consent', 'context.consnet', 'consnet'],
    ['a role that does not exist', 'Role::"host"', 'Role::"hots"', 'Role::"hots" is not in the vocabulary'],
    [
      'a group that does not exist',
      'PartGroup::"danger"',
      'PartGroup::"dangre"',
      'PartGroup::"dangre" is no group of Part',
    ],
    ['a rule without a clause', '@clause("TOM-10.5")\n', '', 'names no clause'],
    ['a rule without a name', '@id("tom.host.reads")\n', '', 'has no @id'],
    ['two rules of one name', '@id("tom.host.reads")', '@id("tom.coach.reads")', 'tom.coach.reads'],
    ['a rule that does not parse', 'permit (', 'premit (', 'access.cedar'],
    ['a template', 'principal == Role::"host"', 'principal == ?principal', 'templates are not used here'],
  ])('%s', async (_name, from, to, message) => {
    await edit('tom-in-de-buurt/access.cedar', from, to)
    await expect(loadRules(folder, cache)).rejects.toThrow(message)
  })
})

describe('the kept parse', () => {
  test('an unchanged start reads the kept parse and answers the same', async () => {
    const first = await loadRules(folder, cache)
    expect(await readdir(cache)).toHaveLength(1)
    const second = await loadRules(folder, cache)
    expect(await readdir(cache)).toHaveLength(1)
    for (const { request } of allCases(await allRules()))
      expect(decide(second, request)).toEqual(decide(first, request))
  })

  test('a changed rule is parsed anew', async () => {
    await loadRules(folder, cache)
    await edit(
      'tom-in-de-buurt/access.cedar',
      'action == Action::"read", resource in PartGroup::"work"',
      'action == Action::"review", resource in PartGroup::"work"',
    )
    const changed = await loadRules(folder, cache)
    expect(await readdir(cache)).toHaveLength(2)
    expect(decide(changed, coachReads({ role: 'case-manager' })).decision).toBe('deny')
  })

  test('a folder that cannot be written costs time only', async () => {
    await writeFile(cache, 'a file where the folder should be')
    expect(decide(await loadRules(folder, cache), coachReads()).decision).toBe('allow')
  })
})

test('the schema and the vocabulary of the program have the same words', async () => {
  const schema = await readFile('statements/schema.cedarschema', 'utf8')
  const listed = (text: string | undefined) =>
    [...(text ?? '').matchAll(/"([a-z-]+)"/g)].map((match) => match[1])
  const enumOf = (type: string) => listed(new RegExp(`entity ${type} enum \\[([^\\]]*)\\]`).exec(schema)?.[1])
  expect(enumOf('Relation')).toEqual(relations)
  expect(enumOf('State')).toEqual(states)
  expect(enumOf('Consent')).toEqual(consents)
  expect(listed(/action ([^;]*?)appliesTo/s.exec(schema)?.[1])).toEqual(actions)
})

test('the groups hold words of the vocabulary, and the record is the whole dossier', async () => {
  const groups = JSON.parse(await readFile('statements/groups.json', 'utf8'))
  for (const words of Object.values<string[]>(groups.RoleGroup))
    expect(roles).toEqual(expect.arrayContaining(words))
  for (const words of Object.values<string[]>(groups.PartGroup))
    expect(parts).toEqual(expect.arrayContaining(words))
  expect(groups.PartGroup.record.toSorted()).toEqual([...dossierParts].sort())
  const noContent = ['existence', 'access-log', 'support-dates']
  expect(groups.PartGroup.content.toSorted()).toEqual(
    dossierParts.filter((part) => !noContent.includes(part)).sort(),
  )
})
