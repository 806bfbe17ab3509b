import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type PolicyText, parsePolicies } from './cedar.ts'
import { compilePolicy, type Policy } from './compile.ts'
import type { Groups, RuleSources } from './policy-json.ts'
import { type RuleFacts, ruleFactsIn } from './rule-facts.ts'
import { actions, roles } from './vocabulary.ts'

/** The rules of one organisation: the walls and its own, ready to be asked. */
export type OrganisationRules = {
  organisation: string
  policies: Policy[]
  /** By action and role: only the policies whose scope can match. */
  index: Map<string, Map<string, Policy[]>>
  /** What its own rules name, without the walls. */
  named: RuleFacts
}

export type Rules = { organisations: Map<string, OrganisationRules> }

/** Part of the content hash: raise it when the form of the kept result changes. */
const formOfTheCache = 1

/**
 * Reads the walls and the rules of every organisation and compiles them. With several folders, the first holds schema,
 * groups and walls. Cedar's parse is kept under `cache` by the hash of the texts, so that an unchanged start is fast.
 */
export async function loadRules(
  folders: string | string[],
  cache = resolve('.build', 'access'),
): Promise<Rules> {
  const all = [folders].flat()
  const first = all[0]
  if (first === undefined) throw new Error('loadRules needs the folder of the statements')
  const [schema, groups] = await Promise.all(
    ['schema.cedarschema', 'groups.json'].map((name) => readFile(join(first, name), 'utf8')),
  )
  const files = [
    await policyText(first, 'walls', 'walls.cedar'),
    ...(await Promise.all(all.map(organisationTexts))).flat(),
  ]
  return compileRules(await sourcesOf(schema ?? '', groups ?? '', files, cache))
}

/** Compiles parsed rules. Refuses two policies of one name. */
export function compileRules({ groups, sources }: RuleSources): Rules {
  const walls = sources.find((source) => source.from === 'walls')?.policies ?? []
  const compiledWalls = walls.map((json) => compilePolicy(json, groups))
  const organisations = new Map<string, OrganisationRules>()
  for (const source of sources) {
    if (source.from === 'walls') continue
    const own = source.policies.map((json) => compilePolicy(json, groups))
    const promised = new Set(own.flatMap((policy) => policy.clauses.map(series)))
    const policies = [
      ...compiledWalls.map((wall) => ({
        ...wall,
        clauses: wall.clauses.filter((id) => promised.has(series(id))),
      })),
      ...own,
    ]
    const twice = policies.find(
      (policy, index) => policies.findIndex((other) => other.id === policy.id) !== index,
    )
    if (twice)
      throw new Error(`${source.from}: the rule ${twice.id} stands there twice; give one another @id`)
    const silent = own.find((policy) => policy.clauses.length === 0)
    if (silent)
      throw new Error(
        `${source.from}: the rule ${silent.id} names no clause; say with @clause which promise it rests on`,
      )
    organisations.set(source.from, {
      organisation: source.from,
      policies,
      index: indexOf(policies),
      named: ruleFactsIn(source.policies, groups),
    })
  }
  return { organisations }
}

/** The rules of one organisation; an organisation without rules is a mistake of the caller. */
export function rulesOf(rules: Rules, organisation: string): OrganisationRules {
  const own = rules.organisations.get(organisation)
  if (own) return own
  throw new Error(
    `There are no access rules of ${organisation}; known are ${[...rules.organisations.keys()].join(', ')}.`,
  )
}

/** The series of a clause id: `TOM` of `TOM-9.5`. A wall names the clauses of several statements; each keeps its own. */
function series(clause: string): string {
  return clause.split('-')[0] ?? clause
}

/** Only the policies whose scope can match, by action and role. */
export function indexOf(policies: Policy[]): OrganisationRules['index'] {
  return new Map(
    actions.map((action) => [
      action,
      new Map(
        roles.map((role) => [
          role,
          policies.filter((policy) => policy.actions.includes(action) && policy.roles.includes(role)),
        ]),
      ),
    ]),
  )
}

async function organisationTexts(folder: string): Promise<PolicyText[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: false })
  const texts = entries
    .filter((entry) => entry.isDirectory())
    .map(async (entry) => {
      const inside = await readdir(join(folder, entry.name))
      return inside.includes('access.cedar')
        ? policyText(folder, entry.name, join(entry.name, 'access.cedar'))
        : undefined
    })
  return (await Promise.all(texts))
    .filter((text) => text !== undefined)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

async function policyText(folder: string, from: string, path: string): Promise<PolicyText> {
  return { from, path: join(folder, path), text: await readFile(join(folder, path), 'utf8') }
}

async function sourcesOf(
  schema: string,
  groupsText: string,
  files: PolicyText[],
  cache: string,
): Promise<RuleSources> {
  const groups = JSON.parse(groupsText) as Groups
  const hash = createHash('sha256').update(
    JSON.stringify([formOfTheCache, schema, groupsText, files.map((f) => [f.from, f.text])]),
  )
  const kept = join(cache, `${hash.digest('hex')}.json`)
  const known = await readFile(kept, 'utf8').catch(() => undefined)
  if (known !== undefined) return JSON.parse(known) as RuleSources
  const parsed = await parsePolicies(schema, files)
  const sources = { groups, sources: [...parsed].map(([from, policies]) => ({ from, policies })) }
  await keep(kept, JSON.stringify(sources))
  return sources
}

async function keep(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.${process.pid}`, text)
    await rename(`${path}.${process.pid}`, path)
  } catch {
    // A folder that cannot be written only costs the parse at the next start.
  }
}
