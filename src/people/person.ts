import type { PlainDate } from '../kernel/index.ts'
import type { Statement } from '../statement/index.ts'
import type { Language } from '../web/index.ts'
import type { ClearancePeriod } from './clearance.ts'

/** Somebody of the staff, as those see him who keep who works here. */
export type Person = {
  id: string
  name: string
  employer: string
  employedFrom: PlainDate
  employedUntil: PlainDate | null
  /** Running and coming ones. */
  roles: { role: string; from: PlainDate; until: PlainDate | null }[]
  teams: { id: string; name: string; from: PlainDate; until: PlainDate | null }[]
  /** Past ones too. */
  clearances: ClearancePeriod[]
  /** How this person gets in: the own account or the invitation to make one, and the last block. */
  wayIn: { hasAccount: boolean; invitation: Invitation | undefined; block: Block | undefined }
  /** Employments before this one, the oldest first. */
  earlier: { employer: string; from: PlainDate; until: PlainDate }[]
}

/** The last invitation to make an own account. */
export type Invitation = { state: 'open' | 'used' | 'withdrawn' | 'over'; madeAt: Date; endsAt: Date }

/** Why somebody can be blocked; anything else is a conversation and no block. */
export const BLOCK_REASONS = ['device-lost', 'account-at-risk', 'inquiry', 'absence'] as const
export type BlockReason = (typeof BLOCK_REASONS)[number]

/** A block: it runs until somebody else lifts it. Without a name it was lifted from the command line. */
export type Block = {
  reason: BlockReason
  at: Date
  by: { id: string; name: string }
  liftedAt: Date | undefined
  liftedBy: string | undefined
}

/** The block that runs now. */
export function runningBlock({ wayIn: { block } }: Person): Block | undefined {
  return block?.liftedAt === undefined ? block : undefined
}

/** A change of role that waits for a second person. */
export type RoleRequest = {
  id: string
  staffId: string
  name: string
  role: string
  change: 'give' | 'take'
  askedBy: string
  askedByName: string
  askedAt: Date
}

/** The employers that somebody can have: the members, or the organisation itself (TOM-1.1). */
export function employersOf({ facts }: Statement): { id: string; name: string }[] {
  const { id, name, members = [] } = facts.organisation
  return [...members, { id, name }]
}

/** The name of an employer, or of the party that somebody looks for by a mandate; the id when the statement has neither any more. */
export function employerName(statement: Statement, id: string): string {
  const { parties } = statement.facts
  return [...employersOf(statement), ...parties].find((one) => one.id === id)?.name ?? id
}

/** The functions of staff that the statement has. */
export function staffRolesOf({ facts }: Statement): string[] {
  return facts.roles.filter((role) => role.kind === 'staff').map((role) => role.id)
}

/** How many may hold a role at the same time; undefined when the statement sets no bound. */
export function maximumOf({ facts }: Statement, role: string): number | undefined {
  if (role === 'administrator' && facts.administrators) return facts.administrators.max
  return facts.roles.find((one) => one.id === role)?.maximum
}

/** The functions of somebody in words; empty without any. */
export function functionsOf(person: Pick<Person, 'roles'>, statement: Statement, language: Language): string {
  return person.roles.map(({ role }) => statement.label(language, `roles.${role}`)).join(', ')
}

/** Whether somebody works here on a day. */
export function worksOn(person: Person, day: PlainDate): boolean {
  return person.employedFrom <= day && (person.employedUntil === null || person.employedUntil >= day)
}
