import type { Opened } from '../door/index.ts'
import type { Figures } from './evidence.ts'

type Row = {
  looks: string
  refusals: string
  entries: string
  size: string | null
  made_at: Date | null
  oldest_waiting: Date | null
  without_ground: string
  staff: number
  cleared: number
  expiring: number
  administrators: number
}

/** Counts for the officer: figures only, from the organisation whose log stands open for review. */
export async function readFigures(opened: Opened<'access-log', 'review'>): Promise<Figures> {
  const [row] = await opened.tx.query<Row>('select * from wall.compliance_figures()')
  if (!row) throw new Error('No review stands open.')
  return {
    looksThisWeek: Number(row.looks),
    refusalsThisWeek: Number(row.refusals),
    entries: Number(row.entries),
    checkpointSize: row.size === null ? undefined : Number(row.size),
    checkpointAt: row.made_at ?? undefined,
    oldestWaiting: row.oldest_waiting ?? undefined,
    withoutGround: Number(row.without_ground),
    staff: row.staff,
    cleared: row.cleared,
    expiring: row.expiring,
    administrators: row.administrators,
  }
}
