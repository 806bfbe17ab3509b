import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import type { Knock, Opened, WallAnswer } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import type { ClearanceKind, ClearancePeriod } from './clearance.ts'
import type { BlockReason, Person, RoleRequest } from './person.ts'
import type { StaffKey } from './staff-keys.ts'
import { findEarlier, findWaysIn, NO_WAY_IN } from './ways-in.store.ts'

/** Calls a function of the wall that judges, writes its entry and changes rows. */
export type Ask = (tx: Tx, knock: Knock) => Promise<WallAnswer>

const SIGNATURES = {
  add_staff: '$1, $5, $6, $7, $8, $9, $2, $3, $4',
  end_employment: '$1, $5, $6, $2, $3, $4',
  ask_role: '$1, $5, $6, $7, $8, $2, $3, $4',
  decide_role: '$1, $5, $6, $2, $3, $4',
  record_clearance: '$1, $5, $6, $7, $8, $2, $3, $4',
  make_team: '$1, $5, $6, $2, $3, $4',
  join_team: '$1, $5, $6, $7, $8, $2, $3, $4',
  leave_team: '$1, $5, $6, $2, $3, $4',
  set_staff_keys: '$1, $5, $6, $7, $2, $3, $4',
  correct_staff: '$1, $5, $6, $7, $8, $2, $3, $4',
  employ_again: '$1, $5, $6, $7, $2, $3, $4',
  block_staff: '$1, $5, $6, $7, $2, $3, $4',
  lift_block: '$1, $5, $2, $3, $4',
  withdraw_invitation: '$1, $5, $2, $3, $4',
} as const

function ask(name: keyof typeof SIGNATURES, ...values: unknown[]): Ask {
  return async (tx, knock) => {
    const [answer] = await tx.query<WallAnswer>(`select * from wall.${name}(${SIGNATURES[name]})`, [
      knock.token,
      knock.purpose,
      knock.trace,
      knock.accessPoint,
      ...values,
    ])
    if (!answer) throw new Error('The wall gave no answer.')
    return answer
  }
}

export const addStaffRow = (row: {
  id: string
  subjectKey: Buffer
  sealedName: Buffer
  employer: string
  from: PlainDate
}): Ask => ask('add_staff', row.id, row.subjectKey, row.sealedName, row.employer, row.from)
export const endEmploymentRow = (staffId: string, lastDay: PlainDate): Ask =>
  ask('end_employment', staffId, lastDay)
export const askRoleRow = (row: {
  id: string
  staffId: string
  role: string
  change: RoleRequest['change']
}): Ask => ask('ask_role', row.id, row.staffId, row.role, row.change)
export const decideRoleRow = (requestId: string, decision: 'confirmed' | 'rejected'): Ask =>
  ask('decide_role', requestId, decision)
export const recordClearanceRow = (staffId: string, period: ClearancePeriod): Ask =>
  ask('record_clearance', staffId, period.kind, period.from, period.until)
export const makeTeamRow = (teamId: string, name: string): Ask => ask('make_team', teamId, name)
export const joinTeamRow = (
  teamId: string,
  staffId: string,
  from: PlainDate,
  until: PlainDate | undefined,
): Ask => ask('join_team', teamId, staffId, from, until ?? null)
export const leaveTeamRow = (teamId: string, staffId: string): Ask => ask('leave_team', teamId, staffId)

export const setStaffKeysRow = (staffId: string, keys: readonly StaffKey[]): Ask =>
  ask(
    'set_staff_keys',
    staffId,
    keys.map(({ kind }) => kind),
    keys.map(({ key }) => key),
  )

/** Puts right what was written down wrongly; undefined leaves as it is. */
export const correctStaffRow = (
  staffId: string,
  { name, employer }: { name: { sealed: Buffer; keys: Buffer[] } | undefined; employer: string | undefined },
): Ask => ask('correct_staff', staffId, name?.sealed ?? null, name?.keys ?? null, employer ?? null)
export const employAgainRow = (staffId: string, employer: string, from: PlainDate): Ask =>
  ask('employ_again', staffId, employer, from)
export const blockRow = (blockId: string, staffId: string, reason: BlockReason): Ask =>
  ask('block_staff', blockId, staffId, reason)
export const liftBlockRow = (staffId: string): Ask => ask('lift_block', staffId)
export const withdrawInvitationRow = (staffId: string): Ask => ask('withdraw_invitation', staffId)

type PersonRow = {
  staff_id: string
  sealed_name: Buffer
  employer: string
  employed_from: PlainDate
  employed_until: PlainDate | null
  roles: Person['roles']
  teams: Person['teams']
  clearances: ClearancePeriod[]
}

/** Everybody of the staff, those who left too, by name. */
export async function findPeople(opened: Opened<never, 'review'>): Promise<Person[]> {
  const rows = await opened.tx.query<PersonRow>('select * from wall.people()')
  const [ways, earlier] = [await findWaysIn(opened), await findEarlier(opened)]
  const people = await Promise.all(
    rows.map(
      async (row): Promise<Person> => ({
        id: row.staff_id,
        name: await opened.staffName(row.staff_id, row.sealed_name),
        employer: row.employer,
        employedFrom: row.employed_from,
        employedUntil: row.employed_until,
        roles: row.roles,
        teams: row.teams,
        clearances: row.clearances,
        wayIn: ways.get(row.staff_id) ?? NO_WAY_IN,
        earlier: earlier.get(row.staff_id) ?? [],
      }),
    ),
  )
  return people.sort((a, b) => a.name.localeCompare(b.name, 'nl'))
}

type RequestRow = {
  request_id: string
  staff_id: string
  staff_name: Buffer
  role: string
  change: RoleRequest['change']
  asked_by: string
  asked_by_name: Buffer
  asked_at: Date
}

/** The changes of role that wait, the oldest first. */
export async function findRequests(opened: Opened<'existence', 'review'>): Promise<RoleRequest[]> {
  const rows = await opened.tx.query<RequestRow>('select * from wall.role_requests()')
  return Promise.all(
    rows.map(async (row) => ({
      id: row.request_id,
      staffId: row.staff_id,
      name: await opened.staffName(row.staff_id, row.staff_name),
      role: row.role,
      change: row.change,
      askedBy: row.asked_by,
      askedByName: await opened.staffName(row.asked_by, row.asked_by_name),
      askedAt: row.asked_at,
    })),
  )
}

export async function findTeams(
  opened: Opened<'existence', 'review'>,
): Promise<{ id: string; name: string; members: number }[]> {
  return opened.tx.query('select team_id as id, name, members from wall.teams()')
}

/** One's own declarations: the wall finds out who asks from the token. */
export async function findOwnClearances(tx: Tx, knock: Knock): Promise<ClearancePeriod[]> {
  const rows = await tx.query<{ kind: ClearanceKind; valid_from: PlainDate; valid_until: PlainDate }>(
    'select kind, valid_from, valid_until from wall.own_clearances($1, $2)',
    [knock.token, knock.purpose],
  )
  return rows.map((row) => ({ kind: row.kind, from: row.valid_from, until: row.valid_until }))
}

/** Who is there; opens nothing and leaves no entry. */
export async function greetRow(tx: Tx, knock: Knock): Promise<WallAnswer> {
  const [answer] = await tx.query<WallAnswer>('select * from wall.greet($1, $2)', [
    knock.token,
    knock.purpose,
  ])
  if (!answer) throw new Error('The wall gave no answer.')
  return answer
}
