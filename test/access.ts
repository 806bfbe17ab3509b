import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AccessRequest, parseRequest } from '../src/access/request.ts'
import { loadRules, type Rules } from '../src/access/rules.ts'

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
      return { file, about, request: parseRequest(request, organisations), decision, policies }
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
