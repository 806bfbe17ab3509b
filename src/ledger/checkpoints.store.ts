import type { ClientBase } from 'pg'
import { type Position, START } from './checkpoint.ts'

/** A checkpoint as it stands in the database: claims, until they are checked. */
export type StoredCheckpoint = { size: number; root: Buffer; last: Position; frontier: Buffer; note: string }

/** Where the ledger of an organisation stands. */
export type Head = {
  organisation: string
  stored: StoredCheckpoint | undefined
  /** Whether settled entries wait after it. */
  waiting: boolean
}

/** The root of a complete subtree, with the place of the last entry under it. */
export type Subtree = { level: number; index: number; root: Buffer; last: Position }

type Row = {
  size: string
  root: Buffer
  generation: number
  tx: string
  seq: string
  frontier: Buffer
  note: string
}

type SubtreeRow = Pick<Row, 'root' | 'generation' | 'tx' | 'seq'> & { index: string }

const CHECKPOINT =
  'c.size, c.root, c.generation, c.last_tx::text as tx, c.last_seq as seq, c.frontier, c.note'

/** The only sequencer at work is the one whose connection holds this lock. */
export async function takeSequencerLock(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('gestand ledger sequencer', 0)) as mine`,
  )
  return rows[0]?.mine === true
}

export async function readHeads(client: ClientBase): Promise<Head[]> {
  const { rows } = await client.query<{ organisation: string; waiting: boolean } & Row>(
    `select o.organisation_id as organisation, ${CHECKPOINT},
            exists (
              select from ledger.entries e
               where e.organisation_id = o.organisation_id
                 and (e.generation, e.tx, e.seq) >
                     (coalesce(c.generation, $1), coalesce(c.last_tx, '0'::xid8), coalesce(c.last_seq, 0))
                 and (e.tx < pg_snapshot_xmin(pg_current_snapshot()) or e.generation < o.generation)) as waiting
       from statement.organisations o
       left join lateral (
         select * from ledger.checkpoints k where k.organisation_id = o.organisation_id order by k.size desc limit 1
       ) c on true
      order by o.organisation_id`,
    [START.generation],
  )
  return rows.map((row) => ({
    organisation: row.organisation,
    stored: row.size === null ? undefined : checkpointOf(row),
    waiting: row.waiting,
  }))
}

/** Every organisation that has anything in the ledger, also one that is registered no more. */
export async function organisationsIn(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive known as (
       (select e.organisation_id as id from ledger.entries e order by e.organisation_id limit 1)
       union all
       select (select e.organisation_id from ledger.entries e where e.organisation_id > known.id
                order by e.organisation_id limit 1) from known where known.id is not null)
     select id from known where id is not null
     union select distinct organisation_id from ledger.checkpoints
     order by id`,
  )
  return rows.map(({ id }) => id)
}

/** The stored checkpoints after a size and up to another, smallest first. */
export async function readCheckpoints(
  client: ClientBase,
  organisation: string,
  range: { after: number; until: number; limit: number },
): Promise<StoredCheckpoint[]> {
  const { rows } = await client.query<Row>(
    `select ${CHECKPOINT} from ledger.checkpoints c
      where c.organisation_id = $1 and c.size > $2 and c.size <= $3 order by c.size limit $4`,
    [organisation, range.after, range.until, range.limit],
  )
  return rows.map(checkpointOf)
}

export async function lastCheckpoint(
  client: ClientBase,
  organisation: string,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await client.query<Row>(
    `select ${CHECKPOINT} from ledger.checkpoints c where c.organisation_id = $1 order by c.size desc limit 1`,
    [organisation],
  )
  return rows[0] && checkpointOf(rows[0])
}

/** The last complete subtree of 256 entries that ends before this place. */
export async function blockBefore(
  client: ClientBase,
  organisation: string,
  { generation, tx, seq }: Position,
): Promise<Subtree | undefined> {
  const { rows } = await client.query<SubtreeRow>(
    `select index, root, generation, last_tx::text as tx, last_seq as seq from ledger.subtrees
      where organisation_id = $1 and level = 1 and (generation, last_tx, last_seq) < ($2, $3::xid8, $4)
      order by index desc limit 1`,
    [organisation, generation, String(tx), seq],
  )
  return rows[0] && subtreeOf(1, rows[0])
}

/** The size of the largest stored checkpoint, 0 without any. */
export async function largestSize(client: ClientBase, organisation: string): Promise<number> {
  const { rows } = await client.query<{ size: string | null }>(
    'select max(size) as size from ledger.checkpoints where organisation_id = $1',
    [organisation],
  )
  return Number(rows[0]?.size ?? 0)
}

export async function insertCheckpoint(
  client: ClientBase,
  organisation: string,
  made: StoredCheckpoint,
): Promise<void> {
  const { generation, tx, seq } = made.last
  await client.query(
    `insert into ledger.checkpoints (organisation_id, size, root, generation, last_tx, last_seq, frontier, note)
     values ($1, $2, $3, $4, $5::xid8, $6, $7, $8)`,
    [organisation, made.size, made.root, generation, String(tx), seq, made.frontier, made.note],
  )
}

export async function insertSubtrees(
  client: ClientBase,
  organisation: string,
  made: Subtree[],
): Promise<void> {
  if (made.length === 0) return
  await client.query(
    `insert into ledger.subtrees (organisation_id, level, index, root, generation, last_tx, last_seq)
     select $1, * from unnest($2::smallint[], $3::bigint[], $4::bytea[], $5::int[], $6::xid8[], $7::bigint[])`,
    [
      organisation,
      made.map(({ level }) => level),
      made.map(({ index }) => index),
      made.map(({ root }) => root),
      made.map(({ last }) => last.generation),
      made.map(({ last }) => String(last.tx)),
      made.map(({ last }) => last.seq),
    ],
  )
}

/** The subtrees of one level with the indexes [from, to), in order. */
export async function readSubtrees(
  client: ClientBase,
  organisation: string,
  level: number,
  [from, to]: [from: number, to: number],
): Promise<Subtree[]> {
  const { rows } = await client.query<SubtreeRow>(
    `select index, root, generation, last_tx::text as tx, last_seq as seq from ledger.subtrees
      where organisation_id = $1 and level = $2 and index >= $3 and index < $4 order by index`,
    [organisation, level, from, to],
  )
  return rows.map((row) => subtreeOf(level, row))
}

/** Keeps what a witness answered; the same answer twice is kept once. */
export async function insertCosignature(
  client: ClientBase,
  organisation: string,
  cosignature: { size: number; witness: string; line: string },
): Promise<void> {
  await client.query(
    `insert into ledger.cosignatures (organisation_id, size, witness, line) values ($1, $2, $3, $4) on conflict do nothing`,
    [organisation, cosignature.size, cosignature.witness, cosignature.line],
  )
}

/** The size that this witness last cosigned, 0 when it never did. */
export async function lastCosigned(
  client: ClientBase,
  organisation: string,
  witness: string,
): Promise<number> {
  const { rows } = await client.query<{ size: string | null }>(
    'select max(size) as size from ledger.cosignatures where organisation_id = $1 and witness = $2',
    [organisation, witness],
  )
  return Number(rows[0]?.size ?? 0)
}

const lastOf = ({ generation, tx, seq }: { generation: number; tx: string; seq: string }): Position => ({
  generation,
  tx: Number(tx),
  seq: Number(seq),
})

const subtreeOf = (level: number, row: SubtreeRow): Subtree => ({
  level,
  index: Number(row.index),
  root: row.root,
  last: lastOf(row),
})

const checkpointOf = (row: Row): StoredCheckpoint => ({
  size: Number(row.size),
  root: row.root,
  last: lastOf(row),
  frontier: row.frontier,
  note: row.note,
})
