import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import cedar from '@cedar-policy/cedar-wasm/nodejs'
import type { AccessRequest } from '../src/access/request.ts'

/** Cedar's own engine over the same files, with nothing of our compiler in between. */
export type Oracle = (request: AccessRequest) => { decision: string; policies: string[]; errors: unknown[] }

type Files = { schema: string; groups: string; walls: string; own: Record<string, string> }

/** The texts of the rules as they stand in the folders. */
export function ruleFiles(organisations: Record<string, string>): Files {
  const read = (path: string) => readFileSync(join('statements', path), 'utf8')
  return {
    schema: read('schema.cedarschema'),
    groups: read('groups.json'),
    walls: read('walls.cedar'),
    own: Object.fromEntries(
      Object.entries(organisations).map(([id, folder]) => [
        id,
        readFileSync(join(folder, id, 'access.cedar'), 'utf8'),
      ]),
    ),
  }
}

/** An oracle that hands Cedar the policies of the request's organisation and action (a tenth of the cost of all of them). */
export function makeOracle(files: Files): Oracle {
  const groups = JSON.parse(files.groups) as Record<string, Record<string, string[]>>
  const parsed = new Map(
    Object.entries(files.own).map(([id, text]) => [id, policiesIn(`${files.walls}\n${text}`)]),
  )
  const prepared = new Set<string>()
  return (request) => {
    const set = `${request.organisation} ${request.action}`
    if (!prepared.has(set)) {
      const policies = (parsed.get(request.organisation) ?? []).filter((policy) =>
        speaksOf(policy.json, request.action),
      )
      const staticPolicies = Object.fromEntries(policies.map((policy) => [policy.id, policy.text]))
      const answer = cedar.preparsePolicySet(set, { staticPolicies })
      if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
      prepared.add(set)
    }
    return ask(set, request, groups)
  }
}

function ask(
  set: string,
  request: AccessRequest,
  groups: Record<string, Record<string, string[]>>,
): ReturnType<Oracle> {
  const uid = (type: string, id: string) => ({ type, id })
  const word = (type: string, id: string) => ({ __entity: { type, id } })
  const entity = (type: string, id: string) => ({
    uid: uid(type, id),
    attrs: {},
    parents: Object.entries(groups[`${type}Group`] ?? {}).flatMap(([group, words]) =>
      words.includes(id) ? [uid(`${type}Group`, group)] : [],
    ),
  })
  const answer = cedar.statefulIsAuthorized({
    principal: uid('Role', request.role),
    action: uid('Action', request.action),
    resource: uid('Part', request.part),
    context: {
      relation: word('Relation', request.relation),
      state: word('State', request.state),
      purpose: word('Purpose', request.purpose),
      consent: word('Consent', request.consent),
      exception: word('Exception', request.exception ?? 'none'),
      secondFactor: request.secondFactor,
      cleared: request.cleared,
    },
    preparsedPolicySetId: set,
    entities: [entity('Role', request.role), entity('Part', request.part)],
  })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
  const { decision, diagnostics } = answer.response
  return { decision, policies: diagnostics.reason.toSorted(), errors: diagnostics.errors }
}

type Parsed = {
  id: string
  text: string
  json: { action: { op: string; entity?: { id: string }; entities?: { id: string }[] } }
}

function policiesIn(text: string): Parsed[] {
  const parts = cedar.policySetTextToParts(text)
  if (parts.type === 'failure') throw new Error(JSON.stringify(parts.errors))
  return parts.policies.map((policy) => {
    const answer = cedar.policyToJson(policy)
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
    const json = answer.json as unknown as Parsed['json'] & { annotations: Record<string, string> }
    return { id: json.annotations.id ?? '', text: policy, json }
  })
}

function speaksOf({ action }: Parsed['json'], name: string): boolean {
  return (
    action.op === 'All' || [action.entity, ...(action.entities ?? [])].some((entity) => entity?.id === name)
  )
}
