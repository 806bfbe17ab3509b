import { type Opened, view } from '../door/index.ts'
import { plainDay } from '../web/index.ts'
import { type LogEntry, listEntries, type Period } from './access-log.store.ts'
import { type Look, type MergedLook, mergeLooks } from './merge.ts'

/** One line of "who looked": who, when, at what, and by which clause. */
export type LogLine = Look & {
  clauses: readonly string[]
  name: string | undefined
  role: string
  employer: string | undefined
  own: boolean
  relation: string
  version: string
  emergency: boolean
}

const MOST = 5000

/** Who looked into this dossier, in a period (TOM-12.3). Looking here is itself written down. */
export const accessLog = view({
  event: 'access-log.read',
  action: 'read',
  parts: ['access-log'],
  use: 'support',
  run: async (opened, { period, own }: { period: Period; own: boolean }): Promise<MergedLook<LogLine>[]> => {
    const entries = await listEntries(opened, period, MOST)
    const names = await namesIn(opened, entries)
    const lines = entries.map((entry) => lineOf(entry, opened, names))
    return mergeLooks(lines.filter((line) => own || !line.own))
  },
})

async function namesIn(
  opened: Opened<never, never>,
  entries: readonly LogEntry[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const { actor_id, sealed_name } of entries) {
    if (sealed_name !== null && !names.has(actor_id))
      names.set(actor_id, await opened.staffName(actor_id, sealed_name))
  }
  return names
}

function lineOf(entry: LogEntry, opened: Opened<never, never>, names: ReadonlyMap<string, string>): LogLine {
  return {
    day: plainDay(entry.at),
    at: entry.at,
    actorId: entry.actor_id,
    // Beginning a report and keeping its draft are the same to the client.
    event: entry.event === 'note.draft-saved' ? 'note.begun' : entry.event,
    action: entry.action,
    outcome: entry.outcome,
    clause: entry.clauses.join(' '),
    clauses: entry.clauses,
    parts: entry.parts,
    name: names.get(entry.actor_id),
    role: entry.actor_role,
    employer: entry.employer ?? undefined,
    own: entry.actor_id === opened.facts.actor.id,
    relation: entry.relation,
    version: entry.statement_version,
    emergency: entry.emergency,
  }
}
