import type { Policy } from './compile.ts'
import { allowed, decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import type { OrganisationRules, Rules } from './rules.ts'
import {
  type Action,
  actions,
  type Consent,
  type Part,
  type Relation,
  type Role,
  relations,
  roles,
  type State,
  states,
} from './vocabulary.ts'

/** One request that is allowed to somebody with a second factor and a clearance. */
export type GrantRow = {
  role: Role
  relation: Relation
  part: Part
  action: Action
  state: State
  purpose: string
  activity: string
  policies: string[]
  clauses: string[]
}

/** A purpose of the statement and the activity that belongs to it unless a rule names another. */
export type PurposeFact = { id: string; activity: string }

/**
 * Expands the rules of an organisation over the whole finite vocabulary: what the database looks up.
 * Without consent and without exception, unless another consent is asked for.
 */
export function grantsOf(
  rules: Rules,
  organisation: string,
  purposes: readonly PurposeFact[],
  consent: Consent = 'none',
): GrantRow[] {
  const own = rules.organisations.get(organisation)
  if (!own)
    throw new Error(
      `There are no access rules of ${organisation}; known are ${[...rules.organisations.keys()].join(', ')}.`,
    )
  const rows: GrantRow[] = []
  for (const role of roles) {
    for (const action of actions) rows.push(...rowsOf(rules, own, role, action, purposes, consent))
  }
  return rows
}

function rowsOf(
  rules: Rules,
  own: OrganisationRules,
  role: Role,
  action: Action,
  purposes: readonly PurposeFact[],
  consent: Consent,
): GrantRow[] {
  const candidates = own.index.get(action)?.get(role) ?? []
  const permits = candidates.filter((policy) => policy.effect === 'permit')
  const reachable = new Set(permits.flatMap((policy) => policy.parts as Part[]))
  const rows: GrantRow[] = []
  for (const part of reachable) {
    const relevant = candidates.filter((policy) => policy.parts.includes(part))
    for (const relation of relations) {
      for (const state of states) {
        for (const purpose of purposes) {
          const request: AccessRequest = {
            organisation: own.organisation,
            role,
            relation,
            part,
            action,
            state,
            purpose: purpose.id,
            consent,
            exception: 'none',
            secondFactor: true,
            cleared: true,
          }
          if (allowed(relevant, request)) rows.push(rowOf(rules, relevant, request, purpose))
        }
      }
    }
  }
  return rows
}

function rowOf(rules: Rules, relevant: Policy[], request: AccessRequest, purpose: PurposeFact): GrantRow {
  const { role, relation, part, action, state } = request
  const { policies, clauses } = decide(rules, request)
  const activity = relevant.find(
    (policy) => policies.includes(policy.id) && policy.activity !== undefined,
  )?.activity
  return {
    role,
    relation,
    part,
    action,
    state,
    purpose: purpose.id,
    activity: activity ?? purpose.activity,
    policies,
    clauses,
  }
}
