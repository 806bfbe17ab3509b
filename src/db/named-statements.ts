import { createHash } from 'node:crypto'
import type pg from 'pg'

/** How many prepared statements a connection keeps; the server holds memory for each. */
const KEPT = 500

type Query = { text: string; values?: unknown[]; name?: string }

/**
 * Lets a client name its statements: each statement with parameters is prepared under the SHA-1 of its text, and planned
 * once for the life of the connection. The longest unused one is dropped when there are too many.
 */
export function nameStatements(client: pg.Client, kept: number = KEPT): void {
  const send = client.query.bind(client) as (...args: unknown[]) => unknown
  const names = new StatementNames(kept, (name) => {
    // Fails in an aborted transaction; the server then keeps one statement too many, which harms nothing.
    send(`deallocate "${name}"`, () => undefined)
  })
  const query = (first: unknown, second?: unknown, callback?: unknown): unknown => {
    const named = asQuery(first, second)
    if (!named) return send(...[first, second, callback].filter((argument) => argument !== undefined))
    const query = { ...named, name: names.of(named.text) }
    const done = typeof second === 'function' ? second : callback
    return done === undefined ? send(query) : send(query, done)
  }
  client.query = query as typeof client.query
}

/** The query when it is one to name: text with parameters, and no name of its own. */
function asQuery(first: unknown, second: unknown): Query | undefined {
  const query =
    typeof first === 'string'
      ? { text: first, values: second }
      : { ...(first as Query), ...(Array.isArray(second) ? { values: second } : {}) }
  if (typeof first !== 'string' && 'submit' in (first as object)) return undefined
  if (query.text === undefined || ('name' in query && query.name)) return undefined
  return Array.isArray(query.values) && query.values.length > 0 ? (query as Query) : undefined
}

/** Names by statement text, in the order of last use. */
class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #kept: number
  readonly #drop: (name: string) => void
  #made = 0

  constructor(kept: number, drop: (name: string) => void) {
    this.#kept = kept
    this.#drop = drop
  }

  of(text: string): string {
    const known = this.#names.get(text)
    // The number keeps a statement that comes back apart from its dropped predecessor.
    const name = known ?? `${createHash('sha1').update(text).digest('hex')}_${++this.#made}`
    this.#names.delete(text)
    this.#names.set(text, name)
    if (this.#names.size > this.#kept) this.#dropOldest()
    return name
  }

  #dropOldest(): void {
    for (const [text, name] of this.#names) {
      this.#names.delete(text)
      this.#drop(name)
      return
    }
  }
}
