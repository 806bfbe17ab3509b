import { randomBytes, randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Pool } from '../../src/db/index.ts'
import type { Visitor } from '../../src/door/index.ts'
import { clientNumberFrom } from '../../src/kernel/index.ts'
import type { TestHouse } from '../house.ts'

/** Somebody who can run any SQL as the application's role, in one transaction. */
export type Foothold = {
  client: PoolClient
  /** Runs SQL; the transaction goes on after an error, which is thrown. */
  run<R extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>
  /** The error's SQLSTATE, or how many rows came back or were written. */
  attempt(text: string, values?: unknown[]): Promise<string | number>
  open(visitor: Visitor, look: Partial<Look> & { dossier: string | null }): Promise<Answered>
}

export type Look = { dossier: string | null; parts: string[]; action: string; purpose: string; event: string }
export type Answered = {
  outcome: string
  reason: string | null
  relation: string
  dossier_id: string | null
  state: string
}

/** Works as the application's role in a transaction that is rolled back in the end. */
export async function asApp<T>(pool: Pool, work: (foothold: Foothold) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    return await work(foothold(client))
  } finally {
    await client.query('rollback')
    client.release()
  }
}

export function foothold(client: PoolClient): Foothold {
  const run: Foothold['run'] = async (text, values) => {
    await client.query('savepoint before')
    try {
      const { rows } = await client.query(text, values)
      await client.query('release before')
      return rows
    } catch (error) {
      await client.query('rollback to before')
      throw error
    }
  }
  return {
    client,
    run,
    async attempt(text, values) {
      await client.query('savepoint before')
      try {
        const { rowCount } = await client.query(text, values)
        await client.query('release before')
        return rowCount ?? 0
      } catch (error) {
        await client.query('rollback to before')
        return codeOf(error)
      }
    },
    async open(visitor, look) {
      const all = { parts: ['notes'], action: 'read', purpose: 'support', event: 'dossier.read', ...look }
      const [answer] = await run<Answered>(OPEN, openValues(visitor.token, all))
      return answer!
    },
  }
}

/** Registers somebody new past the program; the id that the wall gave the dossier. */
export async function register(
  at: Foothold,
  visitor: Visitor,
  parts: string[],
  purpose: string,
): Promise<string> {
  const [answer] = await at.run<{ outcome: string; dossier_id: string }>(
    `select outcome, dossier_id from wall.register($1, $2, $3, $4, gen_random_uuid(), 'x')`,
    [visitor.token, clientNumberFrom(randomBytes(16)), parts, purpose],
  )
  if (answer?.outcome !== 'allowed') throw new Error('not registered')
  return answer.dossier_id
}

/** Plants what no function of the wall makes: a dossier of MEE with the id of one of Tom, and this person involved. */
export async function plantSameId(owner: Pool, dossier: string, visitor: Visitor): Promise<void> {
  await owner.query(
    `with me as (select staff_id, role from identity.sessions where token_hash = sha256($3)),
       made as (insert into dossier.dossiers (organisation_id, dossier_id, client_number, opened_on, statement_version)
         select $1, $2, '2222-222-2', current_date, max(version) from statement.versions where organisation_id = $1 returning dossier_id)
     insert into dossier.involvements (organisation_id, dossier_id, staff_id, role, from_on)
     select $1, made.dossier_id, me.staff_id, me.role, current_date from me, made`,
    [visitor.organisation, dossier, visitor.token],
  )
}

export const OPEN =
  'select outcome, reason, relation, dossier_id, state from wall.open($1, $2, $3, $4, $5, $6, $7, $8)'

export function openValues(token: Buffer | null, look: Look): unknown[] {
  return [token, look.dossier, look.parts, look.action, look.purpose, look.event, randomUUID(), 'staff-site']
}

export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}

/** SQLSTATE: no right at all, or refused by a policy. */
export const DENIED = '42501'
export const UNLISTED_PURPOSE = 'GS001'
export const NOT_A_WORD = 'GS002'

/** The tables with something about people, and how many rows the application's role sees in each now. */
export async function seen(foothold: Foothold): Promise<Record<string, string | number>> {
  const tables = await foothold.run<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('dossier', 'identity') and c.relkind in ('r', 'p') or n.nspname = 'ledger' and c.relname = 'entries' order by 1`,
  )
  const result: Record<string, string | number> = {}
  for (const { name } of tables) {
    const counted = await foothold
      .run<{ n: number }>(`select count(*)::int as n from ${name}`)
      .then((rows) => rows[0]!.n, codeOf)
    result[name] = counted
  }
  return result
}

/** Only what is not empty and not forbidden. */
export async function leaks(foothold: Foothold): Promise<Record<string, string | number>> {
  const all = await seen(foothold)
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0 && count !== DENIED))
}

/** How many entries the ledger holds, and the newest. */
export async function ledgerOf(house: TestHouse): Promise<{ count: number; last: LedgerRow }> {
  const { rows } = await house.owner.query<LedgerRow & { count: number }>(
    `select e.*, (select count(*)::int from ledger.entries) as count from ledger.entries e order by e.seq desc limit 1`,
  )
  const { count, ...last } = rows[0]!
  return { count, last }
}

export type LedgerRow = {
  outcome: string
  reason: string | null
  activity: string
  purpose: string
  dossier_id: string | null
  parts: string[]
  actor_id: string
  clauses: string[]
}
