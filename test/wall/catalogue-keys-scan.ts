import { FOREIGN_KEYS, UNIQUE_KEYS } from './catalogue-keys.ts'
import { LOGIN_ROLES, TABLES } from './catalogue-lists.ts'
import { compare, type Db, NAME, type Scan } from './catalogue-scan.ts'

/** Keys by whose collisions or refusals somebody could find out what is there. */
export async function scanKeys(db: Db): Promise<Scan> {
  const client = Object.keys(TABLES).filter((name) => TABLES[name] === 'client')
  const { rows: unique } = await db.query<{ line: string }>(
    `select ${NAME} || ' (' || string_agg(a.attname, ', ' order by k.place) || ')' as line
       from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
       cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
       left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where (i.indisunique or i.indisexclusion) and ${NAME} = any ($1) group by i.indexrelid, n.nspname, c.relname`,
    [client],
  )
  const { rows: foreign } = await db.query<{ line: string }>(
    `select ${NAME} || ' (' || string_agg(a.attname, ', ' order by k.place) || ') to ' || f.confrelid::regclass as line
       from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
       cross join unnest(f.conkey) with ordinality as k (attnum, place)
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where f.contype = 'f' and f.confrelid::regclass::text = any ($1) group by f.oid, f.confrelid, n.nspname, c.relname`,
    [client],
  )
  const found = [
    ...compare(
      Object.keys(UNIQUE_KEYS),
      unique.map((row) => row.line),
      'unique key',
    ),
    ...compare(
      Object.keys(FOREIGN_KEYS),
      foreign.map((row) => row.line),
      'foreign key',
    ),
  ]
  return { seen: unique.length + foreign.length, found }
}

/** The values that the planner keeps of columns about people: no login role reads them. Needs a connection of the superuser. */
export async function scanStatistics(db: Db): Promise<Scan> {
  const { rows } = await db.query<{ column: string }>(
    `select schemaname || '.' || tablename || '.' || attname as column from pg_stats where schemaname in ('dossier', 'identity', 'ledger')`,
  )
  const found: string[] = []
  for (const role of LOGIN_ROLES) {
    await db.query(`set local role ${role}`)
    const { rows: visible } = await db.query<{ column: string }>(
      `select schemaname || '.' || tablename || '.' || attname as column from pg_stats union all
       select schemaname || '.' || tablename || '.' || statistics_name from pg_stats_ext`,
    )
    await db.query('reset role')
    for (const { column } of visible)
      if (rows.some((row) => row.column === column) && TABLES[column.replace(/\.\w+$/, '')] === 'client')
        found.push(`${role} reads the statistics of ${column}`)
  }
  return { seen: rows.length, found }
}
