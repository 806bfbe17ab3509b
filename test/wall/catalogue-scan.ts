/** What a scan of the catalogue saw, and what it found wrong. A scan that saw nothing proves nothing. */
export type Scan = { seen: number; found: string[] }
export type Db = { query<R extends object>(text: string, values?: unknown[]): Promise<{ rows: R[] }> }

export const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`
export const NAME = `n.nspname || '.' || c.relname`

/** What is there and not in the lists, and the other way round. */
export function compare(wanted: readonly string[], there: readonly string[], what: string): string[] {
  const strange = there
    .filter((line) => !wanted.includes(line))
    .map((line) => `${what} not in the lists: ${line}`)
  return [...strange, ...missing(wanted, there, what)]
}

/** What is in the lists and not there. */
export function missing(wanted: readonly string[], there: readonly string[], what: string): string[] {
  return wanted
    .filter((line) => !there.includes(line))
    .map((line) => `${what} in the lists that is not there: ${line}`)
}
