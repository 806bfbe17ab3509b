import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { emptyDatabase } from '../../test/db.ts'
import { openDatabase } from './database.ts'
import { LOGIN_ROLES, readPasswords } from './passwords.ts'
import { connect } from './pool.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')

test('at the address of another server everything is the same: migrated, and a way in for each role', async () => {
  const empty = await emptyDatabase()
  // The roles belong to the whole server, so their passwords must be those that the other tests use.
  const options = { url: empty.url, dataDir: join(inject('runFolder'), 'server'), migrations }
  const database = await openDatabase(options)
  expect(database.migrated.length).toBeGreaterThan(0)
  expect((await openDatabase(options)).migrated).toEqual([])
  for (const role of LOGIN_ROLES) {
    const pool = connect(database.urlFor(role), { max: 1 })
    expect((await pool.query('select current_user::text as who')).rows).toEqual([{ who: role }])
    await pool.end()
  }
  await database.stop()
  await empty.drop()
})

test('passwords are made once, differ, and can be read by this account alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gestand-passwords-'))
  const file = join(folder, 'below', 'passwords.json')
  const passwords = readPasswords(file)
  expect(readPasswords(file)).toEqual(passwords)
  expect(new Set(Object.values(passwords)).size).toBe(LOGIN_ROLES.length + 1)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  rmSync(folder, { recursive: true })
})
