import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { isAlive, isOurServer, readPostmaster, stopPostmaster } from '../src/db/embedded/postmaster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where this run keeps its database server; nothing is there until a test asks for a database. */
    runFolder: string
  }
}

const PREFIX = 'gestand-test-'

/** One folder a run for the database server of the tests, which the first test that needs it starts. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearRunsThatWereKilled()
  const folder = join(tmpdir(), `${PREFIX}${process.pid}`)
  // The server may run under another account, which must be able to walk through.
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  project.provide('runFolder', folder)
  return () => clear(folder)
}

async function clearRunsThatWereKilled(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length))))
      await clear(join(tmpdir(), name))
  }
}

async function clear(folder: string): Promise<void> {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    // A server alone, or that of a whole house.
    for (const data of [join(folder, name, 'cluster'), join(folder, name, 'database', 'cluster')]) {
      const server = readPostmaster(data)
      if (server && isOurServer(server.pid, data)) await stopPostmaster(server.pid)
    }
  }
  rmSync(folder, { recursive: true, force: true })
}
