import type { Pool } from './pool.ts'
import { QUERIES } from './schema-queries.ts'
import { inTransaction } from './transaction.ts'

/** A thing in the database, as SQL that makes it: `part` says where in the file it stands, `name` in which order. */
type Thing = { part: string; name: string; sql: string }

const HEADER = `-- The database as all migrations together leave it: for reading, and for seeing in a review what a migration changes.
-- Made by "npm run -s cli -- schema --write"; npm test fails when it is not up to date. Never run: the migrations are.
`

/** Renders everything that the migrations made, in an order that does not depend on when or where it was made. */
export async function dumpSchema(pool: Pool): Promise<string> {
  const things = await inTransaction(pool, async (tx) => {
    // Without a search path the catalogue functions write every name with its schema.
    await tx.query(`set local search_path = ''`)
    const found: Thing[] = []
    for (const query of QUERIES) found.push(...(await tx.query<Thing>(query)))
    return found
  })
  const parts = [...new Set(things.map(({ part }) => part))].sort()
  const texts = parts.map((part) => {
    const sorted = things.filter((thing) => thing.part === part).sort((a, b) => (a.name < b.name ? -1 : 1))
    return `-- ${part.slice(part.indexOf(' ') + 1)}\n\n${sorted.map(({ sql }) => sql.trimEnd()).join('\n\n')}\n`
  })
  return [HEADER, ...texts].join('\n')
}
