import type { Pool } from '../db/index.ts'
import { findVersion, type PublishedRow, type VersionRow } from './published.store.ts'
import { makeStatement, type Statement } from './statement.ts'

/** A version of a statement as it was published, with the name of its edition. */
export type PublishedStatement = { version: string; inForceFrom: string; statement: Statement }

/** One version by its name, or undefined when it was never published. */
export async function publishedStatement(
  reader: Pool,
  organisation: string,
  version: string,
): Promise<PublishedStatement | undefined> {
  const row = await findVersion(reader, organisation, version)
  return row && { version: row.version, inForceFrom: row.inForceFrom, statement: made(row) }
}

/** The last of the versions (oldest first) that holds on a day. */
export function inForceOn(versions: VersionRow[], today: string): VersionRow | undefined {
  return versions.findLast((version) => version.inForceFrom <= today)
}

function made({ facts, words }: PublishedRow): Statement {
  const files = { facts: 'statement.yaml', nl: 'words.nl.md', en: 'words.en.md' }
  return makeStatement(facts, words, files)
}
