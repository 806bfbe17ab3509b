import type { Buffer } from 'node:buffer'

/** Why the rules refuse. Any other reason is of a function that the rules allow and the facts do not (`one-too-many`). */
export type RuleReason = 'no-rule' | 'second-factor' | 'clearance'

export function isOfTheRules(reason: string | null): reason is RuleReason {
  return reason === 'no-rule' || reason === 'second-factor' || reason === 'clearance'
}

/** What the wall found out about the asker and the dossier. Column names of the type wall.answer. */
export type WallAnswer = {
  outcome: 'allowed' | 'refused' | 'no-session' | 'greeted'
  reason: string | null
  organisation_id: string
  session_id: string
  actor_kind: 'staff' | 'client'
  actor_id: string
  actor_role: string
  sealed_name: Buffer | null
  employer: string | null
  second_factor: boolean
  cleared: boolean
  relation: string
  state: string
  statement_version: string
  activity: string
  policies: string[]
  clauses: string[]
  dossier_id: string | null
  client_number: string | null
  dossiers: string[]
  relations: string[]
  states: string[]
  /** When the entry was written; null when something kept it out of the ledger. */
  at: Date | null
}

/** Who looks, at what, and why that is allowed: the facts of one passage through the door. */
export type Facts = {
  organisation: string
  sessionId: string
  actor: {
    kind: 'staff' | 'client'
    id: string
    role: string
    name: string | undefined
    employer: string | undefined
  }
  relation: string
  state: string
  secondFactor: boolean
  cleared: boolean
  purpose: string
  activity: string
  statementVersion: string
  policies: string[]
  clauses: string[]
  dossierId: string | undefined
  clientNumber: string | undefined
  at: Date
}

/** The dossiers of a list or search, in the order in which the wall gave them. */
export type Listed = { dossierId: string; relation: string; state: string }

export function factsOf(answer: WallAnswer, purpose: string, name: string | undefined): Facts {
  if (answer.at === null) throw new Error('The wall wrote no entry.')
  return {
    organisation: answer.organisation_id,
    sessionId: answer.session_id,
    actor: {
      kind: answer.actor_kind,
      id: answer.actor_id,
      role: answer.actor_role,
      name,
      employer: answer.employer ?? undefined,
    },
    relation: answer.relation,
    state: answer.state,
    secondFactor: answer.second_factor,
    cleared: answer.cleared,
    purpose,
    activity: answer.activity,
    statementVersion: answer.statement_version,
    policies: answer.policies,
    clauses: answer.clauses,
    dossierId: answer.dossier_id ?? undefined,
    clientNumber: answer.client_number ?? undefined,
    at: answer.at,
  }
}

export function listedOf(answer: WallAnswer): Listed[] {
  return answer.dossiers.map((dossierId, index) => ({
    dossierId,
    relation: answer.relations[index] ?? 'none',
    state: answer.states[index] ?? 'open',
  }))
}
