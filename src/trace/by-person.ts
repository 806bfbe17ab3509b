import type { LogLine } from './access-log.ts'
import type { MergedLook } from './merge.ts'

type Line = MergedLook<LogLine>

/** What one person did on one day, as one item of the log: told once who it was, and once why what belongs together was allowed. */
export type ByPerson = {
  /** Any of the lines, for who it was: they are the same in that. */
  who: Line
  first: Date
  last: Date
  /** Lines that the same promise allows, for the same reason. */
  blocks: Line[][]
}

/** Puts the lines of a day together by person. What was refused, looked at once or in an emergency stays an item of its own. */
export function byPerson(lines: readonly Line[]): ByPerson[] {
  return groups(lines, whoOf).map((mine) => ({
    who: mine[0],
    first: mine.reduce((first, line) => (line.first < first ? line.first : first), mine[0].first),
    last: mine.reduce((last, line) => (line.last > last ? line.last : last), mine[0].last),
    blocks: groups(mine, whyOf),
  }))
}

function whoOf(line: Line): unknown[] {
  const { day, actorId, own, name, acts, role, employer, access } = line
  const who = [day, actorId, own, name, acts, role, employer]
  // Its sentence says beside which access it was.
  if (line.outcome === 'refused') return [...who, line.relation === 'involved', 'refused']
  const kind = line.relation === 'involved' || line.relation === 'incidental' ? line.relation : ''
  return [...who, line.emergency, access, kind]
}

function whyOf(line: Line): unknown[] {
  return [line.clauses, line.relation === 'represents']
}

/** The items with the same key together, in the order in which they come. */
function groups<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): [Item, ...Item[]][] {
  const found = new Map<string, [Item, ...Item[]]>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    const known = found.get(key)
    if (known) known.push(item)
    else found.set(key, [item])
  }
  return [...found.values()]
}
