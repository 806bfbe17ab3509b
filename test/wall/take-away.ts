import type { Pool } from '../../src/db/index.ts'

/** Changes the database as the superuser for the time of some work, and puts it back. */
export async function during<T>(
  owner: Pool,
  change: string,
  back: string,
  work: () => Promise<T>,
): Promise<T> {
  await owner.query(change)
  try {
    return await work()
  } finally {
    await owner.query(back)
  }
}

/** The policy of a table as the migrations made it, to put it back. */
export async function policyOf(owner: Pool, table: string, name: string): Promise<string> {
  const { rows } = await owner.query<{ qual: string | null; with_check: string | null }>(
    `select qual, with_check from pg_policies where schemaname || '.' || tablename = $1 and policyname = $2`,
    [table, name],
  )
  const { qual, with_check } = rows[0]!
  return `alter policy ${name} on ${table} ${qual ? `using (${qual})` : ''} ${with_check ? `with check (${with_check})` : ''}`
}

/** A function as the migrations made it, to put it back. */
export async function definitionOf(owner: Pool, name: string): Promise<string> {
  const { rows } = await owner.query<{ text: string }>('select pg_get_functiondef($1::regproc) as text', [
    name,
  ])
  return rows[0]!.text
}
