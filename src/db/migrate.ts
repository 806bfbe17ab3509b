import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { withClient } from './admin-client.ts'

/** A migration that cannot be run; the message is a plain sentence that says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

type Migration = { name: string; sql: string; checksum: string }

/**
 * Brings the database up to date: runs the numbered files of the folder that have not been run, in order, each in one
 * transaction. Forward only: a file that has been run may never change. Returns the names of those run now.
 */
export async function migrate(adminUrl: string, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder)
  return withClient(adminUrl, async (client) => {
    // One at a time; held until this connection ends.
    await client.query(`select pg_advisory_lock(hashtextextended('gestand migrations', 0))`)
    const due = whatIsDue(migrations, await alreadyRun(client))
    for (const migration of due) await run(client, migration)
    return due.map(({ name }) => name)
  })
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d.*\.sql$/.test(name))
  const numbers = new Set<string>()
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
    if (!number) throw new MigrationError(`Migration ${name} must be named like 0001_some_name.sql.`)
    if (numbers.has(number))
      throw new MigrationError(`There are two migrations with number ${number}. Give one the next number.`)
    numbers.add(number)
  }
  return names.sort().map((name) => {
    // The line endings that a checkout on Windows makes are no change.
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

async function alreadyRun(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create table if not exists public.migrations (
      name text primary key,
      checksum text not null,
      run_at timestamptz not null default now()
    )`)
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.migrations',
  )
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function whatIsDue(migrations: Migration[], done: Map<string, string>): Migration[] {
  const known = new Set(migrations.map(({ name }) => name))
  const last = [...done.keys()].sort().at(-1) ?? ''
  for (const name of done.keys()) {
    if (known.has(name)) continue
    throw new MigrationError(
      `The database has had migration ${name}, which this version of the program does not know. Run the newer version.`,
    )
  }
  const due = []
  for (const migration of migrations) {
    const { name, checksum } = migration
    if (done.has(name)) {
      if (done.get(name) === checksum) continue
      throw new MigrationError(
        `Migration ${name} was changed after it was run on this database. Put the file back and make the change in a new migration.`,
      )
    }
    if (name < last) {
      throw new MigrationError(
        `Migration ${name} comes before ${last}, which was run already. Give it the next number.`,
      )
    }
    due.push(migration)
  }
  return due
}

async function run(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin')
    // First: whoever runs the same migration elsewhere, without our lock, collides here and not halfway.
    await client.query('insert into public.migrations (name, checksum) values ($1, $2)', [name, checksum])
    await client.query(sql)
    // A migration may act as another role or look elsewhere; the next one starts afresh.
    await client.query('reset all')
    await client.query('reset role')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const { message, position } = error as { message: string; position?: string }
    const line = position ? `, line ${sql.slice(0, Number(position)).split('\n').length}` : ''
    throw new MigrationError(`Migration ${name} failed${line}: ${message}. Nothing of it was kept.`)
  }
}
