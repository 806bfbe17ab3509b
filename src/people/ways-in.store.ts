import type { Buffer } from 'node:buffer'
import type { Opened } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import type { Block, BlockReason, Person } from './person.ts'

type WayInRow = {
  staff_id: string
  has_account: boolean
  invitation: NonNullable<Person['wayIn']['invitation']>['state'] | null
  invited_at: Date
  invitation_ends_at: Date
  block_reason: BlockReason | null
  blocked_at: Date
  blocked_by: string
  blocked_by_name: Buffer
  lifted_at: Date | null
  lifted_by: string | null
  lifted_by_name: Buffer | null
}

/** Of whom nothing is told. */
export const NO_WAY_IN: Person['wayIn'] = { hasAccount: false, invitation: undefined, block: undefined }

/** How each person gets in. Nothing for the data protection officer, who sees the declarations alone. */
export async function findWaysIn(opened: Opened<never, 'review'>): Promise<Map<string, Person['wayIn']>> {
  const rows = await opened.tx.query<WayInRow>('select * from wall.people_accounts()')
  const found = rows.map(
    async (row): Promise<[string, Person['wayIn']]> => [
      row.staff_id,
      {
        hasAccount: row.has_account,
        invitation:
          row.invitation === null
            ? undefined
            : { state: row.invitation, madeAt: row.invited_at, endsAt: row.invitation_ends_at },
        block: await blockIn(opened, row),
      },
    ],
  )
  return new Map(await Promise.all(found))
}

async function blockIn(opened: Opened<never, 'review'>, row: WayInRow): Promise<Block | undefined> {
  if (row.block_reason === null) return undefined
  const { lifted_by: lifter, lifted_by_name: lifterName } = row
  return {
    reason: row.block_reason,
    at: row.blocked_at,
    by: { id: row.blocked_by, name: await opened.staffName(row.blocked_by, row.blocked_by_name) },
    liftedAt: row.lifted_at ?? undefined,
    liftedBy: lifter && lifterName ? await opened.staffName(lifter, lifterName) : undefined,
  }
}

/** The employments of people before the one they have now. */
export async function findEarlier(opened: Opened<never, 'review'>): Promise<Map<string, Person['earlier']>> {
  const rows = await opened.tx.query<{
    staff_id: string
    employer: string
    from_on: PlainDate
    until_on: PlainDate
  }>('select staff_id, employer, from_on, until_on from wall.past_employments()')
  const found = new Map<string, Person['earlier']>()
  for (const { staff_id: id, employer, from_on: from, until_on: until } of rows)
    found.set(id, [...(found.get(id) ?? []), { employer, from, until }])
  return found
}
