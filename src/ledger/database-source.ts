import type { PoolClient } from 'pg'
import type { Pool } from '../db/index.ts'
import { largestSize, readCheckpoints } from './checkpoints.store.ts'
import { copyLines, pinTextForm } from './entries.store.ts'
import type { Claim } from './marks.ts'
import type { LedgerSource } from './verify.ts'

const PAGE = 500

/** The ledger in the database, read by any role that may select it. Takes two connections while it is read. */
export function databaseSource(pool: Pool, organisation: string): LedgerSource {
  return {
    organisation,
    async open() {
      // First how far it is signed, then the entries: so no checkpoint can be ahead of the entries read.
      const until = await withClient(pool, (client) => largestSize(client, organisation))
      return { checkpoints: checkpoints(pool, organisation, until), lines: lines(pool, organisation) }
    },
  }
}

async function* checkpoints(pool: Pool, organisation: string, until: number): AsyncGenerator<Claim> {
  let after = 0
  while (after < until) {
    const page = await withClient(pool, (client) =>
      readCheckpoints(client, organisation, { after, until, limit: PAGE }),
    )
    for (const { note, frontier, ...columns } of page) yield { note, frontier, columns }
    after = page.at(-1)?.size ?? until
  }
}

async function* lines(pool: Pool, organisation: string): AsyncGenerator<Buffer> {
  const client = await pool.connect()
  let whole = false
  try {
    await client.query('begin read only')
    await pinTextForm(client, 'none')
    yield* copyLines(client, organisation, {})
    await client.query('commit')
    whole = true
  } finally {
    // A COPY that was not read to its end leaves the connection unusable.
    client.release(!whole)
  }
}

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}
