import type { Opened } from '../door/index.ts'
import type { Figures } from './evidence.ts'

type Row = {
  looks: string
  refusals: string
  entries: string
  size: string | null
  oldest_waiting: Date | null
  without_ground: string
  verified_at: Date | null
  verified_entries: string | null
  findings: number | null
  staff: number
  cleared: number
  expiring: number
  administrators: number
}

type IncidentalRow = { accesses: number; to_judge: number; oldest: Date | null }

/** Counts for the officer: figures only, from the organisation whose log stands open for review. */
export async function readFigures(opened: Opened<'access-log', 'review'>): Promise<Figures> {
  const [row] = await opened.tx.query<Row>(
    `select looks, refusals, entries, size, oldest_waiting, without_ground, verified_at, verified_entries, findings,
            staff, cleared, expiring, administrators from wall.compliance_figures()`,
  )
  const [incidental] = await opened.tx.query<IncidentalRow>(
    `select count(*)::integer as accesses, (count(*) filter (where judged_at is null))::integer as to_judge,
            min(until_at) filter (where judged_at is null) as oldest from wall.accesses_to_review()`,
  )
  if (!row || !incidental) throw new Error('No review stands open.')
  return {
    looksThisWeek: Number(row.looks),
    refusalsThisWeek: Number(row.refusals),
    entries: Number(row.entries),
    checkpointSize: row.size === null ? undefined : Number(row.size),
    oldestWaiting: row.oldest_waiting ?? undefined,
    withoutGround: Number(row.without_ground),
    verified: row.verified_at
      ? { at: row.verified_at, entries: Number(row.verified_entries), findings: Number(row.findings) }
      : undefined,
    staff: row.staff,
    cleared: row.cleared,
    expiring: row.expiring,
    administrators: row.administrators,
    incidental: {
      accesses: incidental.accesses,
      toJudge: incidental.to_judge,
      oldestToJudge: incidental.oldest ?? undefined,
    },
  }
}
