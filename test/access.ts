import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decide } from '../src/access/decide.ts'
import { type AccessRequest, parseRequest } from '../src/access/request.ts'
import { loadRules, type Rules, rulesOf } from '../src/access/rules.ts'
import { actions, parts, relations, roles, states } from '../src/access/vocabulary.ts'

/** The folders of the real statements and of the invented one of the tests. */
export const folders = ['statements', 'test/fixtures/statements']

/** A scenario of `cases/`: which rule it is about, what is asked, and what must come out. */
export type Case = {
  file: string
  about: string
  request: AccessRequest
  decision: 'allow' | 'deny'
  policies: string[]
}

/** The rules of all organisations, those of the tests included. */
export function allRules(): Promise<Rules> {
  return loadRules(folders)
}

/** Every scenario under the statements. */
export function allCases(rules: Rules): Case[] {
  const organisations = [...rules.organisations.keys()]
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => /\/cases\/(allow|deny)\/[a-z0-9-]+\.json$/.test(path))
    .map((file) => {
      const { about, request, decision, policies } = JSON.parse(readFileSync(file, 'utf8'))
      const parsed = parseRequest(request, organisations)
      if (!parsed) throw new Error(`${file} asks nothing`)
      return { file, about, request: parsed, decision, policies }
    })
}

/** A request that a neighbourhood coach of the first organisation is allowed, with changes. */
export function coachReads(changes: Partial<AccessRequest> = {}): AccessRequest {
  return {
    organisation: 'tom-in-de-buurt',
    role: 'neighbourhood-coach',
    relation: 'involved',
    part: 'notes',
    action: 'read',
    state: 'open',
    purpose: 'support',
    consent: 'none',
    exception: 'none',
    secondFactor: true,
    cleared: true,
    ...changes,
  }
}

/** Purposes to sweep over: all that a statement of the tests lists, and one that none lists. */
const everyPurpose = [
  'access',
  'aids',
  'support',
  'contribution',
  'management',
  'accountability',
  'registers',
  'help',
  'report',
  'marketing',
]

/**
 * Everything that is allowed with the given words fixed: the whole vocabulary is tried. Signed in with a second factor, cleared,
 * without consent and exception, at the first organisation, unless fixed otherwise.
 */
export function allowedWith(rules: Rules, fixed: Partial<AccessRequest>): AccessRequest[] {
  const base = { ...coachReads(), ...fixed }
  const own = rulesOf(rules, base.organisation)
  const words = <Word>(given: Word | undefined, all: readonly Word[]) => (given === undefined ? all : [given])
  const found: AccessRequest[] = []
  for (const role of words(fixed.role, roles))
    for (const action of words(fixed.action, actions)) {
      // Nothing is permitted where no permit can match: that spares nine in ten of the questions.
      const permits =
        own.index
          .get(action)
          ?.get(role)
          ?.filter((policy) => policy.effect === 'permit') ?? []
      const reachable = new Set(permits.flatMap((policy) => policy.parts))
      for (const part of words(fixed.part, parts).filter((one) => reachable.has(one)))
        for (const relation of words(fixed.relation, relations))
          for (const state of words(fixed.state, states))
            for (const purpose of words(fixed.purpose, everyPurpose)) {
              const request = { ...base, role, action, part, relation, state, purpose }
              if (decide(rules, request).decision === 'allow') found.push(request)
            }
    }
  return found
}

/** The distinct values of some keys, as sorted lines: `read notes`. */
export function lines(requests: AccessRequest[], ...keys: (keyof AccessRequest)[]): string[] {
  return [...new Set(requests.map((request) => keys.map((key) => request[key]).join(' ')))].sort()
}
