import type { PoolClient, QueryConfig, QueryResult } from 'pg'
import type { Pool } from '../../src/db/index.ts'

/**
 * The floor: the same rows in plain text, and what a program without purpose, rules, encryption or tamper evidence would do at
 * least: see whether the worker may, read, and write one audit row, durable before the answer.
 */
export const FLOOR_TABLES = `
  create schema floor;
  create table floor.staff (staff_id uuid primary key, name text not null);
  create table floor.involvements (dossier_id uuid, staff_id uuid, primary key (dossier_id, staff_id));
  create table floor.items (dossier_id uuid, item_id uuid, item text, part text, class text, text text, source text,
    recorded_at timestamptz, recorded_by uuid, primary key (dossier_id, item_id));
  create table floor.notes (dossier_id uuid, note_id uuid, class text, text text, written_at timestamptz, written_by uuid,
    written_as text, primary key (dossier_id, note_id));
  create index on floor.notes (dossier_id, written_at desc);
  create table floor.audit (audit_id bigint generated always as identity primary key, at timestamptz not null default now(),
    staff_id uuid not null, dossier_id uuid not null, action text not null, purpose text not null, parts text[] not null);
  create index on floor.audit (dossier_id, at);`

const ITEMS = `
  (select json_agg(json_build_object('kind', 'item', 'id', i.item_id, 'word', i.item, 'class', i.class, 'text', i.text,
            'at', i.recorded_at, 'by', i.recorded_by, 'byName', null, 'origin', i.source))
     from floor.items i where i.dossier_id = $2 and i.part in ('identity', 'question')) as items`
const NOTES = `
  (select json_agg(json_build_object('kind', 'note', 'id', n.note_id, 'word', n.written_as, 'class', n.class, 'text', n.text,
            'at', n.written_at, 'by', n.written_by, 'byName', s.name, 'origin', null) order by n.written_at desc)
     from (select * from floor.notes where dossier_id = $2 order by written_at desc limit 20) n
     left join floor.staff s on s.staff_id = n.written_by) as notes`
const MAY = 'select 1 as yes from floor.involvements where staff_id = $1 and dossier_id = $2'
const AUDIT = `insert into floor.audit (staff_id, dossier_id, action, purpose, parts)`
const AUDITED = `'read', 'support', array['identity', 'question', 'notes']`

type Read = { items: unknown[]; notes: unknown[] }

/** Five round trips: begin, authorise, read, audit, commit. */
export async function floorInFive(pool: Pool, staff: string, dossier: string): Promise<string> {
  const client = await pool.connect()
  try {
    await ask(client, { text: 'begin' })
    const may = await ask(client, { name: 'may', text: MAY, values: [staff, dossier] })
    if (may.rowCount !== 1) throw new Error('not allowed')
    const read = await ask<Read>(client, {
      name: 'read',
      text: `select ${ITEMS}, ${NOTES} where $1::uuid is not null`,
      values: [staff, dossier],
    })
    await ask(client, {
      name: 'audit',
      text: `${AUDIT} values ($1, $2, ${AUDITED})`,
      values: [staff, dossier],
    })
    await ask(client, { text: 'commit' })
    return answerOf(read.rows[0])
  } finally {
    client.release()
  }
}

/** With a callback, as fast as the driver can: its promises hold on to the answers before them. */
function ask<R extends object>(client: PoolClient, query: QueryConfig): Promise<QueryResult<R>> {
  return new Promise((resolve, reject) => {
    client.query<R>(query, (error, result) => (error ? reject(error) : resolve(result)))
  })
}

/** The same as one prepared statement, committed by itself. */
export async function floorInOne(pool: Pool, staff: string, dossier: string): Promise<string> {
  const text = `with ok as (${MAY}), logged as (${AUDIT} select $1, $2, ${AUDITED} from ok returning 1)
    select ${ITEMS}, ${NOTES} from ok`
  const { rows } = await pool.query<Read>({ name: 'one', text, values: [staff, dossier] })
  return answerOf(rows[0])
}

function answerOf(read: Read | undefined): string {
  if (!read) throw new Error('not allowed')
  return JSON.stringify({ records: [...read.items, ...read.notes] })
}
