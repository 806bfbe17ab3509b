import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { inject } from 'vitest'
import { withClient } from '../src/db/admin-client.ts'
import {
  type Cluster,
  connect,
  migrate,
  type Pool,
  readPasswords,
  setPasswords,
  startCluster,
} from '../src/db/index.ts'

/** A migrated, empty database of one's own, with a pool for each role. */
export type FreshDatabase = {
  /** The superuser. */
  admin: Pool
  app: Pool
  signin: Pool
  worker: Pool
  publicReader: Pool
  /** The address for a role: `admin`, `gestand_app`, `gestand_worker` … */
  url(role: string): string
  drop(): Promise<void>
}

/** A database with nothing in it, for tests of migrating. */
export type EmptyDatabase = { admin: Pool; url: string; drop(): Promise<void> }

const TEMPLATE = 'gestand_template'
const MIGRATIONS = join(import.meta.dirname, '..', 'migrations')

let server: Promise<Cluster> | undefined

/** Makes a database for a test: a copy of one that was migrated once for the whole run. Drop it when done. */
export async function freshDatabase(): Promise<FreshDatabase> {
  server ??= startTestServer()
  const { adminUrl, urlFor } = await server
  const name = newName()
  await withClient(adminUrl, async (client) => {
    await client.query(`create database ${name} template ${TEMPLATE}`)
    // A copy takes everything along but the rights on the database itself.
    await client.query(
      `update pg_database set datacl = template.datacl, datdba = template.datdba
        from pg_database template where pg_database.datname = $1 and template.datname = $2`,
      [name, TEMPLATE],
    )
  })
  const url = (role: string) => {
    const address = new URL(role === 'admin' ? adminUrl : urlFor(role as Parameters<typeof urlFor>[0]))
    address.pathname = name
    return address.href
  }
  const open = (role: string) => connect(url(role), { max: 5, name: `test ${role}` })
  const pools = {
    admin: open('admin'),
    app: open('gestand_app'),
    signin: open('gestand_signin'),
    worker: open('gestand_worker'),
    publicReader: open('gestand_public'),
  }
  return {
    ...pools,
    url,
    async drop() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
      await withClient(adminUrl, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

/** Makes a database without any migration. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  server ??= startTestServer()
  const { adminUrl } = await server
  const name = newName()
  await withClient(adminUrl, (client) => client.query(`create database ${name}`))
  const address = new URL(adminUrl)
  address.pathname = name
  const admin = connect(address.href, { max: 5 })
  return {
    admin,
    url: address.href,
    async drop() {
      await admin.end()
      await withClient(adminUrl, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

function newName(): string {
  return `test_${randomBytes(6).toString('hex')}`
}

/** The embedded server in the folder of this run. Without fsync: it has to survive nothing but the run. */
async function startTestServer(): Promise<Cluster> {
  const dataDir = join(inject('runFolder'), 'server')
  const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB', max_connections: '300' }
  const cluster = await startCluster({ dataDir, settings, watch: false })
  await withClient(cluster.adminUrl, async (client) => {
    // One worker of the run makes the template, the others wait for it.
    await client.query('select pg_advisory_lock(1)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [TEMPLATE])
    if (rowCount === 0) await makeTemplate(cluster.adminUrl, dataDir)
  })
  return cluster
}

async function makeTemplate(adminUrl: string, dataDir: string): Promise<void> {
  const draft = 'gestand_template_draft'
  const address = new URL(adminUrl)
  address.pathname = draft
  await withClient(adminUrl, async (client) => {
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    await migrate(address.href, MIGRATIONS)
    await setPasswords(adminUrl, readPasswords(join(dataDir, 'passwords.json')))
    await client.query(`alter database ${draft} rename to ${TEMPLATE}`)
    await client.query(`alter database ${TEMPLATE} with allow_connections false`)
  })
}
