/** Cedar's JSON form of a policy, as far as our rules use it. What is not here, the compiler refuses. */
export type EntityId = { type: string; id: string }
export type Expression = Record<string, unknown>
export type Scope = { op: string; entity?: EntityId; entities?: EntityId[] }
export type PolicyJson = {
  effect: 'permit' | 'forbid'
  principal: Scope
  action: Scope
  resource: Scope
  conditions: { kind: 'when' | 'unless'; body: Expression }[]
  /** Absent when the policy has none. */
  annotations?: Record<string, string>
}

/** Which roles and parts belong to which group: `statements/groups.json`. */
export type Groups = { RoleGroup: Record<string, string[]>; PartGroup: Record<string, string[]> }

export type PolicySource = {
  /** Of the organisation, or `walls`. */
  from: string
  policies: PolicyJson[]
}
export type RuleSources = { groups: Groups; sources: PolicySource[] }
