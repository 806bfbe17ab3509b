import type { Pool } from '../db/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import {
  inForceOn,
  listOrganisations,
  listVersions,
  type PublishedOrganisation,
  type PublishedStatement,
  publishedStatement,
  type VersionRow,
} from '../statement/index.ts'

/** The published statements, as the public site reads them from the database. */
export type Shelf = {
  organisations(): Promise<PublishedOrganisation[]>
  versions(organisation: string): Promise<VersionRow[]>
  version(organisation: string, version: string): Promise<PublishedStatement | undefined>
  /** The version that holds today. */
  inForce(organisation: string): Promise<PublishedStatement | undefined>
  /** Every version that came into force by today, oldest first. */
  history(organisation: string): Promise<PublishedStatement[]>
}

/** Opens the shelf with the public reader's role. A published edition never changes, so it is read and parsed once. */
export function openShelf(reader: Pool, now: () => Date): Shelf {
  const known = new Map<string, PublishedStatement>()
  const today = () => dayInNetherlands(now())
  const version = async (organisation: string, name: string) => {
    const key = `${organisation} ${name}`
    const found = known.get(key) ?? (await publishedStatement(reader, organisation, name))
    if (found) known.set(key, found)
    return found
  }
  const versions = (organisation: string) => listVersions(reader, organisation)
  return {
    organisations: () => listOrganisations(reader),
    versions,
    version,
    async inForce(organisation) {
      const current = inForceOn(await versions(organisation), today())
      return current && version(organisation, current.version)
    },
    async history(organisation) {
      const past = (await versions(organisation)).filter((row) => row.inForceFrom <= today())
      const read = await Promise.all(past.map((row) => version(organisation, row.version)))
      return read.filter((statement) => statement !== undefined)
    },
  }
}
