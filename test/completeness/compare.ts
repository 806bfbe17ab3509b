import type { Kind, Reply } from './load.ts'

/** An entry of the ledger, by the name of the look it belongs to. */
export type NamedEntry = {
  name: string
  event: string
  outcome: string
  session: string
  dossier: string | null
  hits: number | null
  trace: string
}

/** What was sent and what arrived. */
export type Asked = { asked: ReadonlyMap<string, Kind>; arrived: ReadonlyMap<string, Reply> }

/** How entries and answers stand to one another. A look has one entry; what a search found, one each beside it. */
export type Comparison = {
  answers: number
  /** Answers with exactly one entry, which says the same. */
  matched: number
  /** Answers that arrived and have no entry. */
  unlogged: string[]
  /** Entries that say otherwise than the answer did, or stand there twice, or for something that nobody asked. */
  wrong: string[]
  /** Entries whose answer never arrived: whoever asked, or was asked, was gone. */
  unanswered: string[]
}

const FOUND = 'client.found'

/** Matches every answer with its own entry, and every entry with its own answer. */
export function compare({ asked, arrived }: Asked, entries: readonly NamedEntry[]): Comparison {
  const own = new Map<string, NamedEntry[]>()
  const found = new Map<string, NamedEntry[]>()
  for (const entry of entries) put(entry.event === FOUND ? found : own, entry)
  const traces = new Map<string, number>()
  for (const { trace } of [...own.values()].flat()) traces.set(trace, (traces.get(trace) ?? 0) + 1)

  const comparison: Comparison = {
    answers: arrived.size,
    matched: 0,
    unlogged: [...arrived.keys()].filter((name) => !own.has(name)),
    wrong: [...found.keys()].filter((name) => !own.has(name)),
    unanswered: [],
  }
  for (const [name, [entry, ...more]] of own) {
    const reply = arrived.get(name)
    if (entry === undefined) continue
    const alone = more.length === 0 && traces.get(entry.trace) === 1
    const listed = found.get(name) ?? []
    if (!asked.has(name) || !alone || !fits(entry, listed)) comparison.wrong.push(name)
    else if (reply === undefined) comparison.unanswered.push(name)
    else if (says(entry, reply)) comparison.matched += 1
    else comparison.wrong.push(name)
  }
  return comparison
}

function put(into: Map<string, NamedEntry[]>, entry: NamedEntry): void {
  const there = into.get(entry.name)
  if (there === undefined) into.set(entry.name, [entry])
  else there.push(entry)
}

/** Everything a search found stands there, and nothing else. */
function fits(entry: NamedEntry, found: readonly NamedEntry[]): boolean {
  return found.length === (entry.hits ?? 0) && found.every(({ trace }) => trace === entry.trace)
}

function says(entry: NamedEntry, reply: Reply): boolean {
  return (
    entry.outcome === (reply.outcome === 'opened' ? 'allowed' : 'refused') &&
    entry.session === reply.session &&
    entry.dossier === reply.dossier &&
    (entry.hits === null || entry.hits === reply.shown)
  )
}
