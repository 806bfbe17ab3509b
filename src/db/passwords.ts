import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { withClient } from './admin-client.ts'

/** The roles that the programs of Gestand sign in as; the first migration makes them, without a password. */
export const LOGIN_ROLES = ['gestand_app', 'gestand_signin', 'gestand_public', 'gestand_worker'] as const
export type LoginRole = (typeof LOGIN_ROLES)[number]

/** Passwords by role; `admin` is the superuser of the embedded server. */
export type Passwords = Record<LoginRole | 'admin', string>

/** Reads the passwords, made at first use: random, in a file that only this account can read. */
export function readPasswords(file: string): Passwords {
  if (!existsSync(file)) makePasswords(file)
  return JSON.parse(readFileSync(file, 'utf8')) as Passwords
}

function makePasswords(file: string): void {
  const names = ['admin', ...LOGIN_ROLES]
  const passwords = Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('base64url')]))
  mkdirSync(dirname(file), { recursive: true, mode: 0o711 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 })
  try {
    // A link appears whole or not at all, and never over a file that another process made first.
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Gives the login roles that exist their passwords. The server sees only what it stores, so no log can hold a password. */
export async function setPasswords(adminUrl: string, passwords: Passwords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('begin')
    // Two programs that start together would collide on the row of the role.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('gestand passwords', 0))`)
    const { rows } = await client.query<{ rolname: LoginRole }>(
      'select rolname from pg_roles where rolname = any($1) order by rolname',
      [[...LOGIN_ROLES]],
    )
    for (const { rolname } of rows) {
      await client.query(`alter role ${rolname} password '${scramVerifier(passwords[rolname])}'`)
    }
    await client.query('commit')
  })
}

/** What PostgreSQL stores of a password (RFC 5803); given in this form it is stored as it is. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const iterations = 4096
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const serverKey = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
