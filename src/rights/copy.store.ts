import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import { itemColumn, type Knock, type Opened, type WallAnswer } from '../door/index.ts'
import type { NoteText } from '../notes/index.ts'
import { itemValue } from '../shell/index.ts'
import type { Copy, CopyWorker } from './copy.schema.ts'

/** Opens the dossier for a copy; the wall asks that the person showed a moment ago who they are. */
export async function openForCopy(
  tx: Tx,
  knock: Knock,
  dossierId: string,
  parts: readonly string[],
): Promise<WallAnswer> {
  const [answer] = await tx.query<WallAnswer>('select * from wall.copy($1, $2, $3, $4, $5, $6)', [
    knock.token,
    dossierId,
    parts,
    knock.purpose,
    knock.trace,
    knock.accessPoint,
  ])
  if (answer === undefined) throw new Error('The wall gave no answer.')
  return answer
}

/** What the session may see and do for whom it acts for now. */
export async function scopeToCopy(tx: Tx, knock: Knock): Promise<{ parts: string[]; actions: string[] }> {
  const [scope] = await tx.query<{ parts: string[]; actions: string[] }>(
    'select parts, wall.acting_actions($1) as actions from wall.acting_scope($1)',
    [knock.token],
  )
  return scope ?? { parts: [], actions: [] }
}

/** The columns by which somebody of the staff is told of. */
export type WorkerRow = {
  staff_id: string
  role: string | null
  sealed_name: Buffer | null
  employer: string | null
}

/** Name, function and employer of somebody of the staff. */
export async function workerOf(opened: Opened<'existence', 'export'>, row: WorkerRow): Promise<CopyWorker> {
  const { staff_id, role, sealed_name, employer } = row
  return { name: sealed_name && (await opened.staffName(staff_id, sealed_name)), role, employer }
}

type DossierRow = { opened_on: string; statement_version: string }
type ClosureRow = { closed_at: Date; reopened_at: Date | null }

/** The dossier itself: since when it is there, and when it was closed. */
export async function copyOfDossier(
  opened: Opened<'existence', 'export'>,
): Promise<Omit<Copy['dossier'], 'clientNumber' | 'state'>> {
  const here = [opened.facts.organisation, opened.dossierId]
  const [dossier] = await opened.tx.query<DossierRow>(
    'select opened_on, statement_version from dossier.dossiers where organisation_id = $1 and dossier_id = $2',
    here,
  )
  if (dossier === undefined) throw new Error('The dossier that was opened is not there.')
  const closures = await opened.tx.query<ClosureRow>(
    'select closed_at, reopened_at from dossier.closures where organisation_id = $1 and dossier_id = $2 order by closed_at',
    here,
  )
  return {
    openedOn: dossier.opened_on,
    openedUnder: dossier.statement_version,
    closures: closures.map(({ closed_at, reopened_at }) => ({
      closedAt: closed_at.toISOString(),
      reopenedAt: reopened_at?.toISOString() ?? null,
    })),
  }
}

type ItemRow = WorkerRow & {
  item_id: string
  item: string
  part: string
  class: Copy['items'][number]['class']
  sealed: Buffer
  source: string
  received_on: string
  recorded_at: Date
  statement_version: string
}

/** The items of the parts that stand open, in the order in which they came. */
export async function copyOfItems(opened: Opened<'existence', 'export'>): Promise<Copy['items']> {
  const { organisation } = opened.facts
  const rows = await opened.tx.query<ItemRow>(
    `select i.item_id, i.item, i.part, i.class, i.sealed, i.source, i.received_on, i.recorded_at, i.statement_version,
            i.recorded_by as staff_id, null as role, s.sealed_name, s.employer
       from dossier.items i left join identity.staff s on s.organisation_id = i.organisation_id and s.staff_id = i.recorded_by
      where i.organisation_id = $1 and i.dossier_id = $2 order by i.recorded_at, i.item_id`,
    [organisation, opened.dossierId],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return Promise.all(
    rows.map(async (row) => {
      const place = {
        dossierId: opened.dossierId,
        class: row.class,
        table: 'dossier.items',
        row: row.item_id,
        column: itemColumn(row.item),
      }
      const { value, reason } = itemValue(opened.unseal(place, row.sealed))
      return {
        item: row.item,
        part: row.part,
        class: row.class,
        value,
        reason: reason ?? null,
        source: row.source,
        receivedOn: row.received_on,
        recordedAt: row.recorded_at.toISOString(),
        recordedBy: await workerOf(opened, row),
        statementVersion: row.statement_version,
      }
    }),
  )
}

type NoteRow = WorkerRow & {
  note_id: string
  class: Copy['notes'][number]['class']
  sealed: Buffer
  written_at: Date
}

/** Every report, the newest first. */
export async function copyOfNotes(opened: Opened<'existence' | 'notes', 'export'>): Promise<Copy['notes']> {
  const rows = await opened.tx.query<NoteRow>(
    `select n.note_id, n.class, n.sealed, n.written_at, n.written_by as staff_id, n.written_as as role, s.sealed_name, s.employer
       from dossier.notes n left join identity.staff s on s.organisation_id = n.organisation_id and s.staff_id = n.written_by
      where n.organisation_id = $1 and n.dossier_id = $2 order by n.written_at desc, n.note_id`,
    [opened.facts.organisation, opened.dossierId],
  )
  if (rows.length > 0) await opened.loadKeys([opened.dossierId])
  return Promise.all(
    rows.map(async (row) => {
      const place = {
        dossierId: opened.dossierId,
        class: row.class,
        table: 'dossier.notes',
        row: row.note_id,
      }
      const { kind, happenedOn, text } = JSON.parse(opened.unseal(place, row.sealed)) as NoteText
      return {
        kind,
        happenedOn,
        text,
        class: row.class,
        writtenAt: row.written_at.toISOString(),
        writtenBy: await workerOf(opened, row),
      }
    }),
  )
}

type InvolvedRow = WorkerRow & { from_on: string; until_on: string | null }

/** Who is involved, and who was. */
export async function copyOfInvolved(opened: Opened<'existence', 'export'>): Promise<Copy['involved']> {
  const rows = await opened.tx.query<InvolvedRow>(
    `select i.staff_id, i.role, i.from_on, i.until_on, s.sealed_name, s.employer
       from dossier.involvements i left join identity.staff s on s.organisation_id = i.organisation_id and s.staff_id = i.staff_id
      where i.organisation_id = $1 and i.dossier_id = $2 order by i.from_on desc, i.staff_id`,
    [opened.facts.organisation, opened.dossierId],
  )
  return Promise.all(
    rows.map(async (row) => ({
      worker: await workerOf(opened, row),
      fromOn: row.from_on,
      untilOn: row.until_on,
    })),
  )
}
