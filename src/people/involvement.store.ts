import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import type { Knock, Opened, WallAnswer } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import type { Ask } from './people.store.ts'

async function first(tx: Tx, text: string, knock: Knock, values: unknown[]): Promise<WallAnswer> {
  const [answer] = await tx.query<WallAnswer>(text, [
    knock.token,
    knock.purpose,
    knock.trace,
    knock.accessPoint,
    ...values,
  ])
  if (!answer) throw new Error('The wall gave no answer.')
  return answer
}

export function involveRow(row: {
  dossierId: string
  staffId: string
  from: PlainDate
  until: PlainDate | undefined
}): Ask {
  const values = [row.dossierId, row.staffId, row.from, row.until ?? null]
  return (tx, knock) => first(tx, 'select * from wall.involve($1, $5, $6, $7, $8, $2, $3, $4)', knock, values)
}

export function endInvolvementRow(dossierId: string, staffId: string): Ask {
  return (tx, knock) =>
    first(tx, 'select * from wall.end_involvement($1, $5, $6, $2, $3, $4)', knock, [dossierId, staffId])
}

export function handOverRows(row: {
  leaver: string
  taker: string
  from: PlainDate
  until: PlainDate | undefined
}): Ask {
  const values = [row.leaver, row.taker, row.from, row.until ?? null, row.until === undefined]
  return (tx, knock) =>
    first(tx, 'select * from wall.hand_over($1, $5, $6, $7, $8, $9, $2, $3, $4)', knock, values)
}

export type Involvement = {
  staffId: string
  name: string
  employer: string
  role: string
  from: PlainDate
  until: PlainDate | null
}

type InvolvedRow = {
  staff_id: string
  sealed_name: Buffer
  employer: string
  role: string
  from_on: PlainDate
  until_on: PlainDate | null
}

/** Everybody who is or was involved with the opened dossier, who is involved now first. */
export async function findInvolved(opened: Opened<'existence', 'grant'>): Promise<Involvement[]> {
  const rows = await opened.tx.query<InvolvedRow>(
    `select v.staff_id, s.sealed_name, s.employer, v.role, v.from_on, v.until_on
       from dossier.involvements v join identity.staff s on s.organisation_id = v.organisation_id and s.staff_id = v.staff_id
      where v.organisation_id = $1 and v.dossier_id = $2 order by v.until_on desc nulls first, v.from_on`,
    [opened.facts.organisation, opened.dossierId],
  )
  return Promise.all(
    rows.map(async (row) => ({
      staffId: row.staff_id,
      name: await opened.staffName(row.staff_id, row.sealed_name),
      employer: row.employer,
      role: row.role,
      from: row.from_on,
      until: row.until_on,
    })),
  )
}

export type Colleague = { id: string; name: string; employer: string; role: string }

/** Who can be involved: the colleagues whose function the rules let read a dossier, by name. */
export async function findColleagues(opened: Opened<'existence', never>): Promise<Colleague[]> {
  const rows = await opened.tx.query<{
    staff_id: string
    sealed_name: Buffer
    employer: string
    role: string
  }>('select * from wall.colleagues_to_involve()')
  const colleagues = await Promise.all(
    rows.map(async (row) => ({
      id: row.staff_id,
      name: await opened.staffName(row.staff_id, row.sealed_name),
      employer: row.employer,
      role: row.role,
    })),
  )
  return colleagues.sort((a, b) => a.name.localeCompare(b.name, 'nl'))
}

export type Caseload = { id: string; name: string; dossiers: number }

/** Numbers of open dossiers of the asker's own teams, by colleague. */
export async function findCaseloads(opened: Opened<'existence', 'review'>): Promise<Caseload[]> {
  const rows = await opened.tx.query<{ staff_id: string; sealed_name: Buffer; dossiers: number }>(
    'select * from wall.caseloads()',
  )
  const loads = await Promise.all(
    rows.map(async (row) => ({
      id: row.staff_id,
      name: await opened.staffName(row.staff_id, row.sealed_name),
      dossiers: row.dossiers,
    })),
  )
  return loads.sort((a, b) => a.name.localeCompare(b.name, 'nl'))
}
