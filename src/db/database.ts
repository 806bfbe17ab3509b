import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startCluster } from './embedded/cluster.ts'
import { migrate } from './migrate.ts'
import { type LoginRole, readPasswords, setPasswords } from './passwords.ts'

/** A migrated database with a way in for each role. */
export type Database = {
  adminUrl: string
  urlFor(role: LoginRole): string
  /** Migrations that were run just now. */
  migrated: string[]
  stop(): Promise<void>
}

/**
 * Makes the database ready for use: the server at `url` (as somebody who may create roles), or else the embedded one in
 * `dataDir`; migrated, and with passwords for the roles that the programs sign in as.
 */
export async function openDatabase(options: {
  url?: string | undefined
  dataDir: string
  migrations: string
}): Promise<Database> {
  const server = options.url
    ? elsewhere(options.url, options.dataDir)
    : await startCluster({ dataDir: options.dataDir })
  try {
    const migrated = await migrate(server.adminUrl, options.migrations)
    await setPasswords(server.adminUrl, readPasswords(join(options.dataDir, 'passwords.json')))
    return { adminUrl: server.adminUrl, urlFor: server.urlFor, migrated, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

function elsewhere(url: string, dataDir: string) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const passwords = readPasswords(join(dataDir, 'passwords.json'))
  const urlFor = (role: LoginRole): string => {
    const address = new URL(url)
    address.username = role
    address.password = passwords[role]
    return address.href
  }
  return { adminUrl: url, urlFor, stop: async () => undefined }
}
