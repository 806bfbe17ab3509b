import { dossierParts } from '../access/index.ts'
import { type Answer, type Can, type Door, type Opened, type Visitor, view } from '../door/index.ts'
import {
  type Judgement,
  listJudgements,
  listRepresentations,
  type Representative,
} from '../representation/index.ts'
import type { Statement } from '../statement/index.ts'
import { type LogLine, type MergedLook, wholeLog } from '../trace/index.ts'
import type { Language } from '../web/index.ts'
import type { Copy } from './copy.schema.ts'
import {
  copyOfDossier,
  copyOfInvolved,
  copyOfItems,
  copyOfNotes,
  openForCopy,
  scopeToCopy,
} from './copy.store.ts'
import { copyOfConsents } from './copy-consents.store.ts'
import { wordsOf } from './copy-words-of.ts'

export type CopyPart = (typeof dossierParts)[number]

/** What a copy holds, before it becomes a file: the rows, and of the lists that other slices show what they show. */
export type Taken = {
  copy: Copy
  representatives: Representative[]
  weighings: Judgement[]
  log: MergedLook<LogLine>[]
}

/** Where and when a copy is taken. */
export type Taking = {
  statement: Statement
  language: Language
  now: Date
  publicOrigin: string
}

/** Which parts this visitor may take along: what the rules say and, of who acts for a client, what the scope says. Empty: none. */
export async function partsToCopy(
  door: Door,
  visitor: Visitor,
  role: string,
  can: Can,
): Promise<readonly CopyPart[]> {
  const relation = role === 'representative' ? 'represents' : 'self'
  const allowed = dossierParts.filter((part) => can('export', part, { relation }))
  if (role !== 'representative') return allowed
  const scope = await door.askOwn(visitor, 'support', scopeToCopy)
  return scope.actions.includes('export') ? allowed.filter((part) => scope.parts.includes(part)) : []
}

/** Takes the copy: one look with action `export`, one entry in the ledger that the client reads. Nothing is kept of it. */
export function takeCopy(
  door: Door,
  visitor: Visitor,
  dossierId: string,
  parts: readonly CopyPart[],
  taking: Taking,
): Promise<Answer<Taken>> {
  const act = view({
    event: 'copy.made',
    action: 'export',
    parts,
    use: 'support',
    run: (opened, input: Taking) => gather(opened, new Set(parts), input),
  })
  return door.through(visitor, act, taking, (tx, knock) => openForCopy(tx, knock, dossierId, parts))
}

async function gather(
  opened: Opened<CopyPart, 'export'>,
  parts: ReadonlySet<CopyPart>,
  { statement, language, now, publicOrigin }: Taking,
): Promise<Taken> {
  const { facts } = opened
  const inPerson = facts.actor.role === 'client'
  const representatives = inPerson && parts.has('consents') ? await listRepresentations(opened) : []
  const weighings = inPerson && parts.has('network') ? await listJudgements(opened) : []
  const log = parts.has('access-log') ? await wholeLog(opened) : []
  const { id, name, dataProtectionOfficer } = statement.facts.organisation
  const copy: Omit<Copy, 'words'> = {
    $schema: `${publicOrigin}/dossier-copy.schema.json`,
    madeAt: now.toISOString(),
    language,
    takenBy: inPerson ? 'client' : 'representative',
    organisation: { id, name, dataProtectionOfficer: dataProtectionOfficer.email },
    statement: { version: facts.statementVersion, address: `${publicOrigin}/${id}/privacy` },
    parts: [...parts],
    dossier: {
      clientNumber: facts.clientNumber ?? '',
      state: stateOf(facts.state),
      ...(await copyOfDossier(opened)),
    },
    items: await copyOfItems(opened),
    notes: parts.has('notes') ? await copyOfNotes(opened) : [],
    involved: await copyOfInvolved(opened),
    consents: parts.has('consents') ? await copyOfConsents(opened, language, representatives) : [],
    representatives: representatives.map(representativeRow),
    weighings: weighings.map(weighingRow),
    accessLog: log.map(lookRow),
  }
  return { copy: { ...copy, words: wordsOf(copy, statement, language) }, representatives, weighings, log }
}

/** A destroyed dossier does not open. */
function stateOf(state: string): Copy['dossier']['state'] {
  return state === 'closed' || state === 'restricted' ? state : 'open'
}

function representativeRow(one: Representative): Copy['representatives'][number] {
  const { name, kind, proof, parts, actions, fromOn } = one
  return {
    ...{ name, kind, proof, parts, actions, fromOn },
    untilOn: one.untilOn ?? null,
    authoritySeenOn: one.authorityOn ?? null,
    recordedAt: one.recordedAt.toISOString(),
    recordedBy: {
      name: one.recordedBy?.name ?? null,
      role: one.recordedBy?.role ?? 'client',
      employer: null,
    },
    stoppedAt: one.revokedAt?.toISOString() ?? null,
  }
}

function weighingRow(one: Judgement): Copy['weighings'][number] {
  const { able, parentsMay, grounds, weighedOn, by, revokedAt } = one
  return {
    able,
    parentsMay,
    grounds,
    weighedOn,
    weighedBy: by,
    takenBackAt: revokedAt?.toISOString() ?? null,
  }
}

function lookRow(line: MergedLook<LogLine>): Copy['accessLog'][number] {
  return {
    first: line.first.toISOString(),
    last: line.last.toISOString(),
    times: line.times,
    you: line.own,
    who: { name: line.name ?? null, role: line.acts ?? line.role, employer: line.employer ?? null },
    relation: line.relation,
    event: line.event,
    action: line.action,
    outcome: line.outcome === 'allowed' || line.outcome === 'refused' ? line.outcome : 'done',
    parts: [...line.allParts],
    emergency: line.emergency,
    reason: line.accessReason ?? null,
    promises: [...line.clauses],
    statementVersion: line.version,
  }
}
