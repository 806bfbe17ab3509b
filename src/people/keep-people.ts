import { randomBytes, randomUUID } from 'node:crypto'
import { type Answer, type Door, STAFF_NAME, type Visitor, view } from '../door/index.ts'
import { staffSubjectKey } from '../identity/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import { seal, type Vault } from '../vault/index.ts'
import {
  type Ask,
  addStaffRow,
  correctStaffRow,
  findPeople,
  findRequests,
  findTeams,
  setStaffKeysRow,
} from './people.store.ts'
import type { Person, RoleRequest } from './person.ts'
import { staffKeysOf } from './staff-keys.ts'

/**
 * Keeping who works here is, in the words of the rules, to review what exists: it opens no dossier. The statement's purpose for
 * reviewing serves it.
 */
export const KEEPING = { action: 'review', parts: ['existence'], use: 'review' } as const

/** What stood in the way of a change that the rules allow. The sentence stands in the words under the same name. */
export const CONFLICTS = [
  'own-employment',
  'own-role',
  'own-clearance',
  'own-team',
  'own-keys',
  'no-keys',
  'own-access',
  'same-person',
  'step-up',
  'one-too-many',
  'not-there',
  'not-yours',
  'last-one',
  'unknown-employer',
  'account-taken',
  'unknown-role',
  'has-role',
  'has-no-role',
  'asked-already',
  'wrong-period',
  'name-taken',
  'member-already',
  'involved-already',
  'cannot-be-involved',
  'cannot-come-in',
  'nothing-to-hand-over',
  'own-block',
  'own-details',
  'blocked-already',
  'same-person-block',
  'no-invitation',
  'nothing-changed',
  'works-here',
  'still-involved',
] as const
export type Conflict = (typeof CONFLICTS)[number]

/** A conflict that the words have no sentence for is a fault of the program. */
export function conflictOf(value: string | undefined): Conflict | undefined {
  if (value === undefined) return undefined
  const known = CONFLICTS.find((one) => one === value)
  if (!known) throw new Error(`The wall named a conflict without words: ${value}.`)
  return known
}

/** Changes something about the people here. The value is what stood in the way; undefined when it is done. */
export function keep(door: Door, visitor: Visitor, ask: Ask): Promise<Answer<string | undefined>> {
  return door.change(visitor, KEEPING, ask)
}

/** Everybody of the staff. */
export const listPeople = view({
  event: 'people.listed',
  ...KEEPING,
  run: async (opened): Promise<Person[]> => findPeople(opened),
})

/** One person, with the teams there are to join. */
export const lookAtPerson = view({
  event: 'people.opened',
  ...KEEPING,
  run: async (opened, staffId: string) => ({
    person: (await findPeople(opened)).find((one) => one.id === staffId),
    teams: await findTeams(opened),
    requests: (await findRequests(opened)).filter((one) => one.staffId === staffId),
  }),
})

/** The changes of role that wait for a second person. */
export const listRequests = view({
  event: 'people.requests-listed',
  ...KEEPING,
  run: async (opened): Promise<RoleRequest[]> => findRequests(opened),
})

/** What can wait for who keeps the people here: who is not in order, and which changes of role. */
export const lookAtWaiting = view({
  event: 'people.listed',
  ...KEEPING,
  run: async (opened): Promise<{ people: Person[]; requests: RoleRequest[] }> => ({
    people: await findPeople(opened),
    requests: await findRequests(opened),
  }),
})

export const listTeams = view({
  event: 'people.teams-listed',
  ...KEEPING,
  run: async (opened) => findTeams(opened),
})

/** What expires, for who keeps the people here, and for the data protection officer. */
export const listClearances = view({
  event: 'people.clearances-listed',
  ...KEEPING,
  run: async (opened): Promise<Person[]> => findPeople(opened),
})
export const reviewClearances = view({
  event: 'people.clearances-listed',
  action: 'review',
  parts: ['access-log'],
  use: 'review',
  run: async (opened): Promise<Person[]> => findPeople(opened),
})

export type NewStaff = {
  name: string
  employer: string
  account: string | undefined
  from: PlainDate
  /** Kept as keyed hashes only, to notice who looks into a dossier at the own address or in the own street. */
  postcode?: string | undefined
  houseNumber?: string | undefined
}

/** Adds somebody of the staff, without any role: that takes two persons. Without an account nobody can sign in as them yet. */
export async function addStaff(
  needs: { door: Door; vault: Vault; staffIssuer: string },
  visitor: Visitor,
  staff: NewStaff,
): Promise<{ id: string; answer: Answer<string | undefined> }> {
  const { organisation } = visitor
  const id = randomUUID()
  const subjectKey =
    staff.account === undefined
      ? randomBytes(32)
      : staffSubjectKey(await needs.vault.indexKey(organisation), needs.staffIssuer, staff.account)
  const key = await needs.vault.organisationKey(organisation)
  const sealedName = seal(key, staff.name, { organisation, ...STAFF_NAME, row: id })
  const ask = addStaffRow({ id, subjectKey, sealedName, employer: staff.employer, from: staff.from })
  const answer = await keep(needs.door, visitor, ask)
  if (answer.outcome === 'opened' && answer.value === undefined) {
    const keys = await staffKeysOf(needs.vault, organisation, staff)
    await keep(needs.door, visitor, setStaffKeysRow(id, keys))
  }
  return { id, answer }
}

/** What to ask to put a name or employer right. With the name changes what the person is recognised by. */
export async function planCorrection(
  vault: Vault,
  organisation: string,
  staffId: string,
  { name, employer }: { name: string | undefined; employer: string | undefined },
): Promise<Ask> {
  if (name === undefined) return correctStaffRow(staffId, { name, employer })
  const key = await vault.organisationKey(organisation)
  const sealed = seal(key, name, { organisation, ...STAFF_NAME, row: staffId })
  const found = await staffKeysOf(vault, organisation, { name })
  const keys = found.filter(({ kind }) => kind === 'surname').map((one) => one.key)
  return correctStaffRow(staffId, { name: { sealed, keys }, employer })
}
