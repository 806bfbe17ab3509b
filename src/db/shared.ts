import pg from 'pg'
import { NamingClient, settingsOf } from './pool.ts'

/** Connections for statements that stand on their own, each a transaction by itself: many askers at once share a few. */
export type Shared = {
  query<R>(text: string, values: unknown[]): Promise<R[]>
  /** Waits for the answers that are still to come. */
  end(): Promise<void>
}

type Connection = { client: NamingClient; opened: Promise<unknown> }

/** Room for one connection, made when it is first needed and again when it broke. */
type Lane = { connection: Connection | undefined; waiting: number }

/**
 * A statement is sent at once, behind those of others that wait for their answer on the same connection. So the server has the next one
 * at hand when it is ready with one, and two of its processes stay warm in the processor's caches where a pool keeps eight half awake.
 * What fails, fails alone; only when a connection breaks do all that wait on it fail.
 */
export function connectShared(url: string, options: { connections: number; name: string }): Shared {
  const lanes: Lane[] = Array.from({ length: options.connections }, () => ({
    connection: undefined,
    waiting: 0,
  }))
  let over = false

  function open(lane: Lane): Connection {
    const client = new NamingClient(settingsOf(url, { name: options.name, pipeline: true }))
    const connection = { client, opened: client.connect() }
    client.once('error', () => leave(lane, connection))
    connection.opened.catch(() => leave(lane, connection))
    return connection
  }

  return {
    async query<R>(text: string, values: unknown[]): Promise<R[]> {
      if (over) throw new Error('The connections are closed.')
      const lane = lanes.reduce((best, one) => (one.waiting < best.waiting ? one : best))
      lane.connection ??= open(lane)
      const { connection } = lane
      lane.waiting += 1
      try {
        await connection.opened
        return await ask<R>(connection.client, text, values)
      } catch (error) {
        if (!isOfStatement(error)) leave(lane, connection)
        throw error
      } finally {
        lane.waiting -= 1
      }
    },
    async end() {
      over = true
      await Promise.all(
        lanes.map(async ({ connection }) => {
          await connection?.opened.catch(() => undefined)
          await connection?.client.end()
        }),
      )
    },
  }
}

/**
 * With a callback: the promises that the driver makes hang on to the answers before them until the great garbage collection, so that
 * nearly all of them are copied and kept, and the processor's caches are full of the dead.
 */
function ask<R>(client: NamingClient, text: string, values: unknown[]): Promise<R[]> {
  return new Promise((resolve, reject) => {
    client.query<R & object>(text, values, (error, result) => (error ? reject(error) : resolve(result.rows)))
  })
}

/** Sends nobody to this connection any more. It closes when it has given the answers that are still to come, at once when it is broken. */
function leave(lane: Lane, connection: Connection): void {
  // The next one may have come in its place since.
  if (lane.connection === connection) lane.connection = undefined
  void connection.client.end()
}

/**
 * Whether only the statement failed. Else the connection is no good any more: it broke, or the server says (57P) that it goes and closes
 * it a moment later, or a value could not be sent, after which the driver believes a statement prepared that the server has forgotten.
 */
function isOfStatement(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !error.code?.startsWith('57P')
}
