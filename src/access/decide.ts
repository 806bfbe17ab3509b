import type { Policy } from './compile.ts'
import type { AccessRequest } from './request.ts'
import type { Rules } from './rules.ts'

/** The answer, with the policies that determined it: the forbids that hold, else the permits that hold. */
export type Decision = { decision: 'allow' | 'deny'; clauses: string[]; policies: string[] }

/** Decides a request, with what it rests on. */
export function decide(rules: Rules, request: AccessRequest): Decision {
  const permits: Policy[] = []
  const forbids: Policy[] = []
  for (const policy of relevant(rules, request)) {
    if (policy.holds(request)) (policy.effect === 'forbid' ? forbids : permits).push(policy)
  }
  const determining = forbids.length > 0 ? forbids : permits
  return {
    decision: forbids.length === 0 && permits.length > 0 ? 'allow' : 'deny',
    clauses: [...new Set(determining.flatMap((policy) => policy.clauses))],
    policies: determining.map((policy) => policy.id),
  }
}

/** Only yes or no. The door and the command line decide by these two; nothing else does. */
export function allows(rules: Rules, request: AccessRequest): boolean {
  return allowed(relevant(rules, request), request)
}

function relevant(rules: Rules, { organisation, action, role }: AccessRequest): readonly Policy[] {
  return rules.organisations.get(organisation)?.index.get(action)?.get(role) ?? []
}

/** Only yes or no among policies that were looked up already, for questions asked by the million (grants). */
export function allowed(policies: readonly Policy[], request: AccessRequest): boolean {
  let permitted = false
  for (const policy of policies) {
    if (!policy.holds(request)) continue
    if (policy.effect === 'forbid') return false
    permitted = true
  }
  return permitted
}
