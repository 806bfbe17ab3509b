import pg from 'pg'
import { nameStatements } from './named-statements.ts'

/** A pool of connections of one role. */
export type Pool = pg.Pool

/** What can be chosen for a pool besides its address. */
export type PoolOptions = {
  /** Most connections at once; 10 when not given. */
  max?: number
  /** Shown by the server in its list of connections. */
  name?: string
  /**
   * Send statements without waiting for the answer to the one before (as far as the code does not wait): saves round
   * trips. Not for COPY.
   */
  pipeline?: boolean
  /** What to do when a connection breaks while nobody uses it; by default nothing: the pool makes a new one. */
  onError?: (error: Error) => void
}

/** Opens a pool. Statements with parameters are prepared once a connection: that saves most of the server's work. */
export function connect(url: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({ ...settingsOf(url, options), max: options.max ?? 10, Client: NamingClient })
  // Without a listener a broken idle connection would end the process.
  pool.on('error', options.onError ?? (() => undefined))
  return pool
}

/** What every connection is told, one of a pool or not. */
export function settingsOf(url: string, { name, pipeline }: PoolOptions) {
  return {
    connectionString: url,
    pipeline: pipeline ?? false,
    application_name: name ?? 'gestand',
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  }
}

/** A client that prepares each statement with parameters once. */
export class NamingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    nameStatements(this)
    // A server that goes says so to a connection that nobody listens to yet: in the same breath as that it is open, or between two
    // statements. That would end the program. The next statement fails by itself.
    this.on('error', () => undefined)
  }
}

const DATE = 1082

/** A date has no time and no zone: it stays `2026-03-09`, instead of midnight wherever the server stands. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (oid === DATE) return (text: string) => text
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}) as typeof pg.types.getTypeParser
