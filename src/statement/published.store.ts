import type { Pool } from '../db/index.ts'
import type { Facts } from './facts.ts'
import type { Lang } from './vocabulary.ts'

export type PublishedOrganisation = { id: string; name: string; theme: string }
export type VersionRow = { version: string; inForceFrom: string; publishedAt: Date }
export type PublishedRow = VersionRow & { facts: Facts; words: Record<Lang, string> }

export async function listOrganisations(reader: Pool): Promise<PublishedOrganisation[]> {
  const { rows } = await reader.query<PublishedOrganisation>(
    'select organisation_id as id, name, theme from statement.organisations order by name',
  )
  return rows
}

/** Every version and edition of an organisation, oldest first; the last one in force on a day is its statement. */
export async function listVersions(reader: Pool, organisation: string): Promise<VersionRow[]> {
  const { rows } = await reader.query<VersionRow>(
    `select version, in_force_from as "inForceFrom", published_at as "publishedAt"
     from statement.versions where organisation_id = $1 order by in_force_from, published_at`,
    [organisation],
  )
  return rows
}

export async function findVersion(
  reader: Pool,
  organisation: string,
  version: string,
): Promise<PublishedRow | undefined> {
  const { rows } = await reader.query<VersionRow & { facts: Facts; nl: string; en: string }>(
    `select version, in_force_from as "inForceFrom", published_at as "publishedAt", facts,
       words_nl as nl, words_en as en
     from statement.versions where organisation_id = $1 and version = $2`,
    [organisation, version],
  )
  const row = rows[0]
  if (!row) return undefined
  const { nl, en, ...rest } = row
  return { ...rest, words: { nl, en } }
}
