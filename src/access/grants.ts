import type { Policy } from './compile.ts'
import { allowed, decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import { type OrganisationRules, type Rules, rulesOf } from './rules.ts'
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

/** Under which the rules are expanded; without consent and without exception unless said otherwise. */
export type Circumstances = { consent?: Consent; exception?: string }

/** Expands the rules of an organisation over the whole finite vocabulary: what the database looks up. */
export function grantsOf(
  rules: Rules,
  organisation: string,
  purposes: readonly PurposeFact[],
  circumstances: Circumstances = {},
): GrantRow[] {
  const own = rulesOf(rules, organisation)
  return roles.flatMap((role) =>
    actions.flatMap((action) => {
      const candidates = own.index.get(action)?.get(role) ?? []
      const reachable = new Set(
        candidates.filter((policy) => policy.effect === 'permit').flatMap((policy) => policy.parts as Part[]),
      )
      return [...reachable].flatMap((part) => {
        const relevant = candidates.filter((policy) => policy.parts.includes(part))
        return requestsOn(own, role, action, part, purposes, circumstances)
          .filter(({ request }) => allowed(relevant, request))
          .map(({ request, purpose }) => rowOf(rules, relevant, request, purpose))
      })
    }),
  )
}

function requestsOn(
  own: OrganisationRules,
  role: Role,
  action: Action,
  part: Part,
  purposes: readonly PurposeFact[],
  { consent = 'none', exception = 'none' }: Circumstances,
): { request: AccessRequest; purpose: PurposeFact }[] {
  const { organisation } = own
  return relations.flatMap((relation) =>
    states.flatMap((state) =>
      purposes.map((purpose) => ({
        purpose,
        request: {
          ...{ organisation, role, relation, part, action, state, purpose: purpose.id, consent, exception },
          ...{ secondFactor: true, cleared: true },
        },
      })),
    ),
  )
}

function rowOf(rules: Rules, relevant: Policy[], request: AccessRequest, purpose: PurposeFact): GrantRow {
  const { role, relation, part, action, state } = request
  const { policies, clauses } = decide(rules, request)
  const activity = relevant.find(
    (policy) => policies.includes(policy.id) && policy.activity !== undefined,
  )?.activity
  return {
    ...{ role, relation, part, action, state, policies, clauses },
    ...{ purpose: purpose.id, activity: activity ?? purpose.activity },
  }
}
