import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { makePublicSite } from '../src/public.ts'
import {
  loadEarlierVersions,
  loadStatements,
  publishEarlierVersion,
  publishStatement,
} from '../src/statement/index.ts'
import { type FreshDatabase, freshDatabase } from './db.ts'

/** The public site over a database of its own, with both organisations and the invented one in two versions. */
export type PublishedSite = {
  site: FastifyInstance
  db: FreshDatabase
  versions: string[]
  close(): Promise<void>
}

export const thirdOrganisation = 'buurthulp-de-linde'
const root = join(import.meta.dirname, '..')

/** Publishes all statements and makes the public site; close it when done. */
export async function publishedSite(): Promise<PublishedSite> {
  const db = await freshDatabase()
  const fixtures = join(root, 'test/fixtures/statements')
  const statementsFolder = join(root, 'statements')
  const earlier = await loadEarlierVersions(fixtures, thirdOrganisation)
  const third = await loadStatements(fixtures)
  for (const statement of earlier) await publishEarlierVersion(db.admin, statement)
  for (const statement of [...third, ...(await loadStatements(statementsFolder))])
    await publishStatement(db.admin, statement, [])
  const site = await makePublicSite({
    reader: db.publicReader,
    origin: 'http://localhost:3002',
    statementsFolder,
    now: () => new Date('2026-11-20T10:00:00Z'),
  })
  return {
    site,
    db,
    versions: [...earlier, ...third].map((statement) => statement.facts.version),
    async close() {
      await site.close()
      await db.drop()
    },
  }
}
