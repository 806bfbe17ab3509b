import type { Policy } from './compile.ts'
import type { AccessRequest } from './request.ts'
import type { Rules } from './rules.ts'

/** The answer, with the policies that determined it: the forbids that hold, else the permits that hold. */
export type Decision = { decision: 'allow' | 'deny'; clauses: string[]; policies: string[] }

/** Decides a request. The door and the command line both call this; nothing else decides. */
export function decide(rules: Rules, request: AccessRequest): Decision {
  const policies =
    rules.organisations.get(request.organisation)?.index.get(request.action)?.get(request.role) ?? []
  const permits: Policy[] = []
  const forbids: Policy[] = []
  for (const policy of policies) {
    if (policy.holds(request)) (policy.effect === 'forbid' ? forbids : permits).push(policy)
  }
  const determining = forbids.length > 0 ? forbids : permits
  return {
    decision: forbids.length === 0 && permits.length > 0 ? 'allow' : 'deny',
    clauses: [...new Set(determining.flatMap((policy) => policy.clauses))],
    policies: determining.map((policy) => policy.id),
  }
}

/** Only yes or no, for questions asked by the million (grants, lists). */
export function allowed(policies: readonly Policy[], request: AccessRequest): boolean {
  let permitted = false
  for (const policy of policies) {
    if (!policy.holds(request)) continue
    if (policy.effect === 'forbid') return false
    permitted = true
  }
  return permitted
}
