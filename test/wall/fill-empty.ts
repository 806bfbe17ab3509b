import type { Pool } from '../../src/db/index.ts'

/** Something of each type. What the rows say does not matter: only that there is one to be seen. */
const VALUES: Readonly<Record<string, string>> = {
  text: `'x'`,
  uuid: 'gen_random_uuid()',
  bytea: `decode(repeat('00', 100), 'hex')`,
  boolean: 'true',
  integer: '1',
  bigint: '1',
  date: `'2026-01-01'`,
  'timestamp with time zone': 'now()',
  'text[]': `'{}'`,
  jsonb: `'{}'`,
}

/** Puts a row into every table about people that has none, past its keys and checks: an empty table would prove nothing. */
export async function fillEmptyTables(owner: Pool): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    const { rows: tables } = await client.query<{
      name: string
      columns: string[]
      types: string[]
      checks: string[]
    }>(
      `select format('%I.%I', n.nspname, c.relname) as name, array_agg(quote_ident(a.attname) order by a.attnum)::text[] as columns,
              array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum)::text[] as types,
              array(select quote_ident(k.conname) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c')::text[] as checks
         from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('dossier', 'identity') and c.relkind in ('r', 'p') and a.attgenerated = '' and a.attidentity = ''
        group by c.oid, n.nspname, c.relname`,
    )
    for (const { name, columns, types, checks } of tables) {
      const { rowCount } = await client.query(`select from ${name} limit 1`)
      if (rowCount !== 0) continue
      for (const check of checks) await client.query(`alter table ${name} drop constraint ${check}`)
      const values = types.map((type) => VALUES[type] ?? 'null')
      await client.query(`insert into ${name} (${columns.join()}) values (${values.join()})`)
    }
    await client.query('commit')
  } finally {
    client.release()
  }
}
