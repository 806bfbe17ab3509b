export { dossierParts, type Part, parts, registers } from '../kernel/index.ts'

/** The fixed words of an access request. Purposes and exceptions are facts of each organisation's statement. */
export const roles = [
  'host',
  'case-manager',
  'neighbourhood-coach',
  'consultant',
  'debt-signalling',
  'quality-officer',
  'team-manager',
  'planner',
  'complaints-officer',
  'incident-officer',
  'data-protection-officer',
  'administrator',
  'processor-assessor',
  'subcontractor',
  'partner',
  'municipal-debt',
  'auditor',
  'supervisor',
  'client',
  'representative',
  'system',
] as const

export const relations = [
  'involved',
  'formerly-involved',
  'same-team',
  'incidental',
  'self',
  'represents',
  'referred',
  'in-plan',
  'none',
] as const

export const actions = [
  'know',
  'search',
  'read',
  'write',
  'decide',
  'disclose',
  'export',
  'print',
  'erase',
  'restrict',
  'grant',
  'review',
] as const

export const states = ['open', 'closed', 'restricted', 'destroyed'] as const
export const consents = ['none', 'valid', 'other-recipient', 'other-purpose', 'expired', 'withdrawn'] as const

export type Role = (typeof roles)[number]
export type Relation = (typeof relations)[number]
export type Action = (typeof actions)[number]
export type State = (typeof states)[number]
export type Consent = (typeof consents)[number]
