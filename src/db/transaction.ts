import type { PoolClient } from 'pg'
import type { Pool } from './pool.ts'

/** The inside of a transaction: all that can be done with it is to ask the database. */
export type Tx = { query<R>(text: string, values?: unknown[]): Promise<R[]> }

/** Runs work in one transaction: everything happens when it ends well, nothing when it throws. */
export async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const sent: Sent = { last: undefined }
  let broken: Error | undefined
  try {
    return await run(client, work, sent)
  } catch (error) {
    broken = await rollBack(client, sent)
    throw error
  } finally {
    client.release(broken)
  }
}

/** What was sent last. A connection answers in the order of sending: when this has its answer, everything has. */
type Sent = { last: Promise<unknown> | undefined }

async function run<T>(client: PoolClient, work: (tx: Tx) => Promise<T>, sent: Sent): Promise<T> {
  // Not awaited before the first statement, so that a pipelining client sends both in one go.
  const begun = client.query('begin')
  sent.last = begun
  let over = false
  const tx: Tx = {
    async query<R>(text: string, values?: unknown[]): Promise<R[]> {
      // Work that was not waited for may outlive its transaction; on its own the statement would be committed at once.
      if (over) throw new Error('The transaction is over.')
      const answer = client.query<R & object>(text, values)
      sent.last = answer
      await Promise.all([begun, answer])
      return (await answer).rows
    },
  }
  const [, result] = await Promise.all([begun, work(tx)]).finally(() => {
    over = true
  })
  const ended = await client.query('commit')
  // A failed statement whose error was swallowed turns the commit into a rollback; that is no success.
  if (ended.command !== 'COMMIT')
    throw new Error('The transaction was rolled back: a statement in it had failed.')
  return result
}

/**
 * Undoes; the error of doing so, when the connection is no longer fit to be used again. Waits for what was sent before it: where the
 * begin found the connection dying, the first statement stands behind it still, and a client that has one waiting should get no more.
 */
async function rollBack(client: PoolClient, sent: Sent): Promise<Error | undefined> {
  try {
    await sent.last?.catch(() => undefined)
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error as Error
  }
}
