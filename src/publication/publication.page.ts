import type { FastifyInstance } from 'fastify'
import type { Pool } from '../db/index.ts'
import { addChangesPage } from './changes.page.tsx'
import { addOrganisationsPage } from './organisations.page.tsx'
import { addPrivacyPages } from './privacy.page.tsx'
import { addRegisterPage } from './register.page.tsx'
import { addApi } from './register-api.page.ts'
import { openShelf } from './shelf.ts'

export type PublicationNeeds = {
  /** A pool of the role gestand_public. */
  reader: Pool
  now: () => Date
  /** The address of the public site as browsers see it. */
  origin: string
  /** The JSON Schema of statement.yaml, served for editors. */
  statementSchema: string
}

/** Adds the statements, their versions and changes, and the registers to the public site. */
export async function addPublication(site: FastifyInstance, needs: PublicationNeeds): Promise<void> {
  const shelf = openShelf(needs.reader, needs.now)
  addOrganisationsPage(site, shelf)
  addPrivacyPages(site, shelf)
  addChangesPage(site, shelf)
  addRegisterPage(site, shelf)
  await addApi(site, { shelf, origin: needs.origin, statementSchema: needs.statementSchema })
}
