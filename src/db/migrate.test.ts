import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmptyDatabase, emptyDatabase } from '../../test/db.ts'
import { MigrationError, migrate } from './migrate.ts'

let db: EmptyDatabase
let folder: string

beforeEach(async () => {
  db = await emptyDatabase()
  folder = mkdtempSync(join(tmpdir(), 'gestand-migrations-'))
  write('0001_first.sql', 'create table first (n int);')
  write('0002_second.sql', 'insert into first values (1);\ninsert into first values (2);')
})

afterEach(async () => {
  await db.drop()
  rmSync(folder, { recursive: true })
})

function write(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql)
}

async function numbers(): Promise<number[]> {
  return (await db.admin.query<{ n: number }>('select n from first order by n')).rows.map(({ n }) => n)
}

test('migrations run once, in order', async () => {
  write('schema.sql', 'this is no migration')
  expect(await migrate(db.url, folder)).toEqual(['0001_first.sql', '0002_second.sql'])
  expect(await migrate(db.url, folder)).toEqual([])
  write('0003_third.sql', 'insert into first values (3);')
  expect(await migrate(db.url, folder)).toEqual(['0003_third.sql'])
  expect(await numbers()).toEqual([1, 2, 3])
})

test('programs that migrate at the same moment run each migration once', async () => {
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(db.url, folder)))
  expect(runs.flat().sort()).toEqual(['0001_first.sql', '0002_second.sql'])
  expect(await numbers()).toEqual([1, 2])
})

test('a migration that was edited after it was run is refused', async () => {
  await migrate(db.url, folder)
  write('0002_second.sql', 'insert into first values (100);')
  await expect(migrate(db.url, folder)).rejects.toThrow(
    'Migration 0002_second.sql was changed after it was run on this database. Put the file back',
  )
})

test('other line endings are no edit', async () => {
  await migrate(db.url, folder)
  write('0002_second.sql', 'insert into first values (1);\r\ninsert into first values (2);')
  expect(await migrate(db.url, folder)).toEqual([])
})

test('of a migration that fails nothing is kept, and the message has its line', async () => {
  write('0003_wrong.sql', 'insert into first values (3);\n\ninsert into nowhere values (1);')
  const attempt = migrate(db.url, folder)
  await expect(attempt).rejects.toThrow(MigrationError)
  await expect(attempt).rejects.toThrow(
    'Migration 0003_wrong.sql failed, line 3: relation "nowhere" does not exist.',
  )
  expect(await numbers()).toEqual([1, 2])
  write('0003_wrong.sql', 'insert into first values (3);')
  expect(await migrate(db.url, folder)).toEqual(['0003_wrong.sql'])
})

test('the database of a newer version is left alone', async () => {
  write('0003_newer.sql', 'select 1;')
  await migrate(db.url, folder)
  rmSync(join(folder, '0003_newer.sql'))
  await expect(migrate(db.url, folder)).rejects.toThrow(
    '0003_newer.sql, which this version of the program does not know',
  )
})

test('a number that was passed already is refused', async () => {
  rmSync(join(folder, '0001_first.sql'))
  write('0002_second.sql', 'select 2;')
  await migrate(db.url, folder)
  write('0001_late.sql', 'select 1;')
  await expect(migrate(db.url, folder)).rejects.toThrow('comes before 0002_second.sql, which was run already')
})

test('two migrations with one number, and a name without one, are refused', async () => {
  write('0002_other.sql', 'select 1;')
  await expect(migrate(db.url, folder)).rejects.toThrow('two migrations with number 0002')
  rmSync(join(folder, '0002_other.sql'))
  write('3-third.sql', 'select 1;')
  await expect(migrate(db.url, folder)).rejects.toThrow('must be named like 0001_some_name.sql')
})

test('what a migration sets for itself does not reach the next one', async () => {
  write('0003_setting.sql', `set timezone = 'Pacific/Auckland';`)
  write('0004_reader.sql', `create table seen as select current_setting('timezone') as zone;`)
  await migrate(db.url, folder)
  const { rows } = await db.admin.query('select zone from seen')
  expect(rows).toEqual([{ zone: 'UTC' }])
})
