import type { Can } from '../door/index.ts'
import type { Present } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'

/** How long an access of one's own staff may last, in hours; the first is offered. Longer than the last the database refuses. */
export const HOURS = [1, 2, 4, 8] as const
/** Of who looks by a mandate: the last day may be this many days on. */
export const MANDATE_DAYS = 30
export const EMERGENCY_MINUTES = 60
/** The client hears of an emergency at most this many days later. */
export const TOLD_WITHIN_DAYS = 14

/** The purpose under which the statement acts on the ground of vital interest; nothing where it names no such activity. */
export function emergencyPurpose({ facts }: Statement): string | undefined {
  return facts.activities.find((activity) => activity.ground === 'vital-interest')?.purpose
}

/** The parts that somebody may ask under a purpose, in the order of the statement's items. */
export function askableParts(statement: Statement, can: Can, purpose: string): string[] {
  const parts = new Set(['existence', ...statement.facts.activities.flatMap((activity) => activity.parts)])
  return [...parts].filter((part) => can('read', part, { relation: 'incidental', use: { purpose } }))
}

/** The purposes for which somebody may ask an access that is no emergency. */
export function askablePurposes(statement: Statement, can: Can): string[] {
  const emergency = emergencyPurpose(statement)
  return statement.facts.purposes
    .map((purpose) => purpose.id)
    .filter((purpose) => purpose !== emergency && askableParts(statement, can, purpose).length > 0)
}

export function mayAsk(statement: Statement, can: Can): boolean {
  return askablePurposes(statement, can).length > 0
}

export function mayAskInEmergency(statement: Statement, can: Can): boolean {
  const purpose = emergencyPurpose(statement)
  return purpose !== undefined && askableParts(statement, can, purpose).length > 0
}

/** Whether a role is one of another organisation: it looks by a mandate with an end date (TOM-9.10). */
export function needsMandate({ facts }: Statement, role: string): boolean {
  return facts.roles.some((one) => one.id === role && one.kind === 'party')
}

export const REVIEW_DAYS = 7

/** One access on the officer's list. */
export type ToReview = { fromAt: Date; emergency: boolean; judgement: string | undefined }

/** Whether an access waits for the officer: not judged, or judged to be followed up. */
export function waits({ judgement }: ToReview): boolean {
  return judgement === undefined || judgement === 'follow-up'
}

/** Not judged within a week. */
export function isLate(access: ToReview, now: Date): boolean {
  return waits(access) && now.getTime() - access.fromAt.getTime() > REVIEW_DAYS * 86_400_000
}

/** How many whole days too late a judgement is. */
export function daysLate({ fromAt }: Pick<ToReview, 'fromAt'>, now: Date): number {
  return Math.floor((now.getTime() - fromAt.getTime()) / 86_400_000) - REVIEW_DAYS
}

/** The order of the list: what is late first, then emergencies, then the oldest. */
export function inOrderOfReview<A extends ToReview>(accesses: readonly A[], now: Date): A[] {
  const weight = (access: A) => (isLate(access, now) ? 0 : access.emergency ? 1 : 2)
  return accesses
    .filter(waits)
    .toSorted((a, b) => weight(a) - weight(b) || a.fromAt.getTime() - b.fromAt.getTime())
}

/** Whether somebody judges accesses: the data protection officer. */
export function judgesAccesses(can: Can): boolean {
  return can('review', 'access-log', { relation: 'none', use: 'review' })
}

/** Who is told of an emergency at once: who judges it, and the manager of the team. Of which emergencies, the database decides. */
export function hearsOfEmergencies({ facts, can }: Present): boolean {
  if (judgesAccesses(can)) return true
  return (
    facts.actor.role === 'team-manager' && can('review', 'existence', { relation: 'none', use: 'review' })
  )
}
