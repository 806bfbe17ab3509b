import type { AccessRequest } from '../access/index.ts'
import type { Facts } from './facts.ts'

/** The question to the rules that a look asks about one part: who in which relation, in which state, for what. Without consent. */
export function requestOf(facts: Facts, action: string, part: string): AccessRequest {
  const { organisation, purpose, relation, state, secondFactor, cleared } = facts
  const role = facts.actor.role
  // The words come from the database, whose grants were made of the same vocabulary.
  return {
    organisation,
    role,
    relation,
    part,
    action,
    state,
    purpose,
    consent: 'none',
    secondFactor,
    cleared,
  } as AccessRequest
}
