import { randomBytes, randomUUID } from 'node:crypto'
import { checkRegistration, itemsFor, registerClient } from '../client/index.ts'
import type { Pool } from '../db/index.ts'
import { type Answer, type Door, STAFF_NAME, type Visitor } from '../door/index.ts'
import { endSession, insertStaff, staffSubjectKey, startSession, stepUp } from '../identity/index.ts'
import { addDays, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { writeNote } from '../notes/index.ts'
import { staffKeysOf } from '../people/index.ts'
import { recordRepresentative, SCOPE } from '../representation/index.ts'
import type { Statement } from '../statement/index.ts'
import { seal, type Vault } from '../vault/index.ts'
import { beginEarlier, hasStaff, insertStaffKey, insertTeam, insertTeamMember } from './demo.store.ts'
import type { DemoClient, DemoOrganisation, DemoStaff } from './people.ts'

/** What filling needs: the owner for people and teams; the door for everything about clients. */
export type FillNeeds = {
  owner: Pool
  signin: Pool
  door: Door
  vault: Vault
  statements: ReadonlyMap<string, Statement>
  staffIssuer: string
}

/** Fills an organisation that has nobody yet. Clients and notes come in through the door, so they stand in the ledger too. */
export async function fillOrganisation(needs: FillNeeds, demo: DemoOrganisation): Promise<void> {
  if (await hasStaff(needs.owner, demo.id)) return
  const teams = new Map<string, string>()
  for (const name of demo.teams) {
    const teamId = randomUUID()
    teams.set(name, teamId)
    await insertTeam(needs.owner, { organisation: demo.id, teamId, name })
  }
  for (const person of demo.staff)
    await addStaff(needs, demo.id, person, person.team && teams.get(person.team))
  for (const client of demo.clients) await addClient(needs, demo.id, client)
}

/** Adds somebody of the staff, in a team when one is given. Returns the id. */
export async function addStaff(
  needs: FillNeeds,
  organisation: string,
  person: DemoStaff,
  teamId: string | undefined,
): Promise<string> {
  const staffId = randomUUID()
  const nameKey = await needs.vault.organisationKey(organisation)
  await insertStaff(needs.owner, {
    organisation,
    staffId,
    subjectKey: staffSubjectKey(await needs.vault.indexKey(organisation), needs.staffIssuer, person.subject),
    sealedName: seal(nameKey, person.name, { organisation, ...STAFF_NAME, row: staffId }),
    employer: person.employer,
    role: person.role,
    since: ago(3 * 365),
    until: {
      secrecy: ago(-3 * 365),
      conduct: person.expired ? ago(1) : ago(-2 * 365),
      awareness: ago(-182),
      ...(person.endsSoon && { [person.endsSoon]: ago(-19) }),
    },
  })
  for (const key of await staffKeysOf(needs.vault, organisation, person))
    await insertStaffKey(needs.owner, { organisation, staffId, ...key })
  if (teamId !== undefined)
    await insertTeamMember(needs.owner, { organisation, teamId, staffId, since: ago(3 * 365) })
  return staffId
}

/** Signs somebody of the staff in without a browser. */
export async function signInStaff(needs: FillNeeds, organisation: string, subject: string): Promise<Visitor> {
  const token = randomBytes(32)
  const started = await startSession(needs.signin, {
    organisation,
    kind: 'staff',
    token,
    secondFactor: true,
    ...(await asShown(needs, organisation, subject)),
  })
  if (!started) throw new Error(`${subject} has no account at ${organisation}.`)
  return { organisation, token, accessPoint: 'staff-site' }
}

/** Shows the second factor again for somebody of the staff, before a sensitive act. */
async function showFactor(
  needs: FillNeeds,
  { organisation, token }: Visitor,
  subject: string,
): Promise<void> {
  await stepUp(needs.signin, { token, fresh: token, ...(await asShown(needs, organisation, subject)) })
}

/** What an identity provider would say of somebody. */
async function asShown(needs: FillNeeds, organisation: string, subject: string) {
  return {
    subject: staffSubjectKey(await needs.vault.indexKey(organisation), needs.staffIssuer, subject),
    assurance: 'demonstration',
    trace: randomUUID(),
    accessPoint: 'staff-site',
  } as const
}

/** Registers a client and writes the notes, each as the worker who is named, and signs them out again. Returns the dossier's id. */
export async function addClient(needs: FillNeeds, organisation: string, client: DemoClient): Promise<string> {
  const statement = needs.statements.get(organisation)
  if (!statement) throw new Error(`There is no statement of ${organisation}.`)
  const visitor = await signInStaff(needs, organisation, client.registeredBy)
  const sessions = [visitor]
  const rule = { minimumAge: statement.facts.minimumAge, today: dayInNetherlands(new Date()) }
  const checked = checkRegistration(
    { values: client.values, reasons: client.reasons ?? {} },
    itemsFor(statement, client.service),
    rule,
  )
  if (checked.outcome !== 'complete')
    throw new Error(
      `The demonstration does not fit the statement of ${organisation}: ${JSON.stringify(checked)}`,
    )
  const { dossierId } = mustOpen(await registerClient(needs.door, needs.vault, visitor, checked.registration))
  for (const { by, sensitive, daysAgo, ...said } of client.notes) {
    const writer = by === client.registeredBy ? visitor : await signInStaff(needs, organisation, by)
    sessions.push(writer)
    const note = { ...said, happenedOn: ago(daysAgo) }
    mustOpen(await needs.door.enter(writer, writeNote, dossierId, { note, sensitive: sensitive === true }))
  }
  if (client.representatives) await showFactor(needs, visitor, client.registeredBy)
  for (const person of client.representatives ?? []) {
    const given = {
      ...person,
      parts: SCOPE,
      acts: 'arrange' as const,
      fromOn: dayInNetherlands(new Date()),
      untilOn: undefined,
    }
    mustOpen(await recordRepresentative(needs.door, needs.vault, visitor, dossierId, given))
  }
  if (client.beganDaysAgo !== undefined)
    await beginEarlier(needs.owner, { organisation, dossierId, day: ago(client.beganDaysAgo) })
  for (const { token } of sessions) await endSession(needs.signin, token)
  return dossierId
}

function ago(days: number): PlainDate {
  return addDays(dayInNetherlands(new Date()), -days)
}

function mustOpen<T>(answer: Answer<T>): T {
  if (answer.outcome !== 'opened') throw new Error(`The door did not open: ${answer.outcome}.`)
  return answer.value
}
