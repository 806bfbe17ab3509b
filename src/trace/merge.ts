/** What decides whether two entries tell the client the same thing. */
export type Look = {
  day: string
  /** The last moment, where it stands for several. */
  at: Date
  since?: Date
  count?: number
  actorId: string
  event: string
  action: string | null
  outcome: string
  clause: string | undefined
  parts: readonly string[]
  /** The incidental access under which it was: each has a reason of its own. */
  access?: string | undefined
  /** Of what was refused: which kind of access ran then, that it did not belong to. */
  beside?: string | undefined
}

/** Similar looks of one person on one day as one line, with the first and last moment and how often. */
export type MergedLook<L extends Look> = L & {
  first: Date
  last: Date
  times: number
  allParts: readonly string[]
}

/**
 * Merges similar entries of a day (NEN 7513 chapter 9 allows it in what the client sees; the ledger keeps every one). Expects the
 * newest first and keeps that order by the last moment.
 */
export function mergeLooks<L extends Look>(looks: readonly L[]): MergedLook<L>[] {
  const merged = new Map<string, MergedLook<L>>()
  for (const look of looks) {
    const key = JSON.stringify([
      look.day,
      look.actorId,
      look.event,
      look.action,
      look.outcome,
      look.clause,
      look.access,
      look.beside,
    ])
    const { since = look.at, count = 1 } = look
    const known = merged.get(key)
    if (!known) {
      merged.set(key, { ...look, first: since, last: look.at, times: count, allParts: look.parts })
      continue
    }
    merged.set(key, {
      ...known,
      first: since < known.first ? since : known.first,
      last: look.at > known.last ? look.at : known.last,
      times: known.times + count,
      allParts: [...new Set([...known.allParts, ...look.parts])],
    })
  }
  return [...merged.values()]
}
