import { type Opened, view } from '../door/index.ts'
import { type AccessWords, accessesOf } from '../incidental-access/index.ts'
import { actingPeople, type Kind } from '../representation/index.ts'
import { plainDay } from '../web/index.ts'
import { type LogEntry, type LogOpen, listEntries, type Period } from './access-log.store.ts'
import { type Look, type MergedLook, mergeLooks } from './merge.ts'

/** One line of "who looked": who, when, at what, and by which clause. */
export type LogLine = Look & {
  clauses: readonly string[]
  name: string | undefined
  /** Of who looked for the client: as what. */
  acts: Kind | undefined
  role: string
  employer: string | undefined
  own: boolean
  relation: string
  version: string
  emergency: boolean
  beside: 'incidental' | 'emergency' | undefined
  /** Why somebody who is not involved looked, in their own words (TOM-9.8). */
  accessReason: string | undefined
}

const MOST = 5000

/** Who looked into this dossier, in a period (TOM-12.3). Looking here is itself written down. */
export const accessLog = view({
  event: 'access-log.read',
  action: 'read',
  parts: ['access-log'],
  use: 'support',
  run: async (opened, { period, own }: { period: Period; own: boolean }): Promise<MergedLook<LogLine>[]> => {
    const lines = await linesIn(opened, period, MOST)
    // An account and a copy are always told of: it may be somebody else who used the code, or sat at this screen.
    return lines.filter(({ own: mine, event }) => own || !mine || ALWAYS_TOLD.includes(event))
  },
})

const ALWAYS_TOLD = ['account.made', 'account.recovered', 'copy.made']

/** Everything of the access log, for a copy: also what the client did, and however much it is. */
export async function wholeLog(opened: Opened<'access-log', 'export'>): Promise<MergedLook<LogLine>[]> {
  return linesIn(opened, { from: new Date(0), until: new Date(8.64e15) }, EVERYTHING)
}

/** More than there can be. */
const EVERYTHING = 2 ** 31 - 1

async function linesIn(opened: LogOpen, period: Period, most: number): Promise<MergedLook<LogLine>[]> {
  const entries = await listEntries(opened, period, most)
  const known = {
    names: await namesIn(opened, entries),
    accesses: await accessesOf(opened, period),
    acting: await actingPeople(opened),
  }
  return mergeLooks(entries.map((entry) => lineOf(entry, opened, known)))
}

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

type Known = {
  names: ReadonlyMap<string, string>
  accesses: readonly AccessWords[]
  acting: ReadonlyMap<string, { name: string; kind: Kind }>
}

function lineOf(entry: LogEntry, opened: Opened<never, never>, { names, accesses, acting }: Known): LogLine {
  // who was refused may be anybody: only somebody recorded here has a name
  const person = entry.actor_kind === 'representative' ? acting.get(entry.actor_id) : undefined
  const access = accesses.find(({ accessId }) => accessId === entry.access_id)
  return {
    day: plainDay(entry.at),
    at: entry.at,
    since: entry.first,
    count: entry.times,
    actorId: entry.actor_id,
    // Beginning a report and keeping its draft are the same to the client.
    event: entry.event === 'note.draft-saved' ? 'note.begun' : entry.event,
    action: entry.action,
    outcome: entry.outcome,
    clause: entry.clauses.join(' '),
    clauses: entry.clauses,
    parts: entry.parts,
    name: names.get(entry.actor_id) ?? person?.name,
    acts: person?.kind,
    role: entry.actor_role,
    employer: entry.employer ?? undefined,
    own: entry.actor_id === opened.facts.actor.id,
    relation: entry.relation,
    version: entry.statement_version,
    emergency: entry.emergency,
    access: entry.access_id ?? undefined,
    beside: entry.beside ?? undefined,
    accessReason: access?.reason,
  }
}
