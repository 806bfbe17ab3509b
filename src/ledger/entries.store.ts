import type { ClientBase } from 'pg'
import { escapeLiteral } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Position, START } from './checkpoint.ts'
import { COLUMNS } from './lines.ts'

/** Which entries of an organisation: those after a place, up to and with another place, at most so many. */
export type LineRange = {
  after?: Position
  until?: Position
  limit?: number
  /** Only entries whose order is final: no transaction that might still add one before them is running. */
  settled?: boolean
}

/** The text form of a row depends on these, and it is what is hashed. */
const CANONICAL = [
  `set local client_encoding = 'UTF8'`,
  `set local timezone = 'UTC'`,
  `set local datestyle = 'ISO, MDY'`,
  `set local intervalstyle = 'postgres'`,
  `set local bytea_output = 'hex'`,
  'set local extra_float_digits = 1',
].join('; ')

/** Makes rows look the same on every server until the end of the transaction; a long COPY may take its time. */
export async function pinTextForm(client: ClientBase, timeLimit: 'usual' | 'none' = 'usual'): Promise<void> {
  await client.query(timeLimit === 'none' ? `${CANONICAL}; set local statement_timeout = 0` : CANONICAL)
}

/** Streams the canonical lines in order, in pieces of any length. Call `pinTextForm` first in the same transaction. */
export function copyLines(client: ClientBase, organisation: string, range: LineRange): AsyncIterable<Buffer> {
  return client.query(copyTo(copyStatement(organisation, range)))
}

// COPY takes no parameters. The organisation is quoted; everything else is a number.
function copyStatement(organisation: string, { after = START, until, limit, settled }: LineRange): string {
  const conditions = [`e.organisation_id = ${escapeLiteral(organisation)}`]
  if (after !== START) conditions.push(`(e.generation, e.tx, e.seq) > ${place(after)}`)
  if (until) conditions.push(`(e.generation, e.tx, e.seq) <= ${place(until)}`)
  if (settled) conditions.push(SETTLED)
  return `copy (
    select ${COLUMNS.map((column) => `e.${column}`).join(', ')} from ledger.entries e
     where ${conditions.join(' and ')}
     order by e.generation, e.tx, e.seq ${limit === undefined ? '' : `limit ${Number(limit)}`}
  ) to stdout`
}

// Transactions of an older generation ran in a database that is no more; their numbers say nothing about this one.
const SETTLED = `(e.tx < pg_snapshot_xmin(pg_current_snapshot()) or e.generation <
  (select o.generation from statement.organisations o where o.organisation_id = e.organisation_id))`

const place = ({ generation, tx, seq }: Position) =>
  `(${Number(generation)}, '${Number(tx)}'::xid8, ${Number(seq)})`
