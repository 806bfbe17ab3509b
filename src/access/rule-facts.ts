import type { EntityId, Groups, PolicyJson } from './policy-json.ts'

/** What the rules of an organisation speak of, for those who hold them against its statement. */
export type RuleFacts = {
  roles: string[]
  purposes: string[]
  exceptions: string[]
  activities: string[]
  clauses: string[]
}

/** Everything that the rules name. */
export function ruleFactsIn(policies: PolicyJson[], groups: Groups): RuleFacts {
  const named = entitiesIn(policies)
  const ids = (type: string) => named.filter((entity) => entity.type === type).map((entity) => entity.id)
  const annotated = (key: string) =>
    policies.flatMap((policy) => (policy.annotations?.[key] ?? '').split(' ').filter((id) => id !== ''))
  return {
    roles: unique([...ids('Role'), ...ids('RoleGroup').flatMap((group) => groups.RoleGroup[group] ?? [])]),
    purposes: unique(ids('Purpose')),
    exceptions: unique(ids('Exception')).filter((id) => id !== 'none'),
    activities: unique(annotated('activity')),
    clauses: unique(annotated('clause')),
  }
}

function entitiesIn(value: unknown): EntityId[] {
  if (typeof value !== 'object' || value === null) return []
  const { type, id } = value as { type?: unknown; id?: unknown }
  if (typeof type === 'string' && typeof id === 'string') return [{ type, id }]
  return Object.values(value).flatMap(entitiesIn)
}

function unique(words: string[]): string[] {
  return [...new Set(words)].sort()
}
