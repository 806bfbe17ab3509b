import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Pool } from './db/index.ts'
import { addPublication } from './publication/index.ts'
import { makeSite, type SiteOptions } from './web/index.ts'

export type PublicSiteNeeds = {
  /** A pool of the role gestand_public. */
  reader: Pool
  origin: string
  statementsFolder: string
  now?: () => Date
  log?: SiteOptions['log']
}

/** The public site: statements and registers, for everybody, without a cookie. Listen on it to open it. */
export async function makePublicSite(needs: PublicSiteNeeds): Promise<FastifyInstance> {
  const { reader, origin, now = () => new Date(), log } = needs
  const site = await makeSite({ name: 'public', origin, ...(log && { log }) })
  const statementSchema = await readFile(join(needs.statementsFolder, 'statement.schema.json'), 'utf8')
  await addPublication(site, { reader, now, origin, statementSchema })
  return site
}
