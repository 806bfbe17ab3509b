import type { ClientBase } from 'pg'

/** Tables that are read at every look, each with a column that is stored with its rows. */
const READ = [
  'dossier.items (sealed)',
  'dossier.notes (sealed)',
  'dossier.keys (wrapped)',
  'floor.items (text)',
  'floor.notes (text)',
]

/**
 * Statistics, clean pages and a warm cache, so that nothing of the loading is left to be done while it is measured. By the index, because
 * a scan of a whole large table is kept out of the cache.
 */
export async function settle(client: ClientBase): Promise<void> {
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  await client.query(
    'set enable_seqscan = off; set enable_bitmapscan = off; set max_parallel_workers_per_gather = 0',
  )
  for (const one of READ) {
    const [table, column] = one.replace(/[()]/g, '').split(' ')
    const by = table?.startsWith('floor') ? 'dossier_id' : 'organisation_id, dossier_id'
    await client.query(
      `select sum(length(${column})) from (select ${column} from ${table} order by ${by}) as every`,
    )
  }
  await client.query('reset enable_seqscan; reset enable_bitmapscan; reset max_parallel_workers_per_gather')
}
