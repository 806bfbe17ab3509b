import { randomUUID } from 'node:crypto'
import type { Answer, Visitor } from '../src/door/index.ts'
import { emergencyPurpose } from '../src/incidental-access/access-rules.ts'
import { askAccess } from '../src/incidental-access/incidental-access.ts'
import { keep } from '../src/people/keep-people.ts'
import { type Ask, askRoleRow, decideRoleRow } from '../src/people/people.store.ts'
import { type TestHouse, TOM } from './house.ts'

/** What came of a change: `done`, what stood in the way, or why the rules refuse. */
export function outcomeOf(answer: Answer<string | undefined>): string {
  if (answer.outcome === 'opened') return answer.value ?? 'done'
  return answer.outcome === 'refused' ? `refused: ${answer.denial.reason}` : answer.outcome
}

/** Changes something about the people, as this visitor. */
export async function kept(house: TestHouse, visitor: Visitor, ask: Ask): Promise<string> {
  return outcomeOf(await keep(house.door, visitor, ask))
}

/** The id of somebody of the demonstration, by the function that only one person of the organisation has, or by subject. */
export async function staffIdOf(
  house: TestHouse,
  subject: string,
  organisation: string = TOM,
): Promise<string> {
  const visitor = await house.staff(subject, organisation)
  const { rows } = await house.owner.query<{ staff_id: string }>(
    'select staff_id from identity.sessions where token_hash = sha256($1)',
    [visitor.token],
  )
  const id = rows[0]?.staff_id
  if (!id) throw new Error(`${subject} has no session`)
  return id
}

/** The second factor was shown just now. */
export async function stepUp(house: TestHouse, visitor: Visitor): Promise<Visitor> {
  await house.owner.query(
    'update identity.sessions set stepped_up_at = now() where token_hash = sha256($1)',
    [visitor.token],
  )
  return visitor
}

/** Asks a role by one person and confirms it by another. */
export async function giveRole(
  house: TestHouse,
  by: { asks: Visitor; confirms: Visitor },
  staffId: string,
  role: string,
): Promise<string> {
  const id = randomUUID()
  const asked = await kept(house, by.asks, askRoleRow({ id, staffId, role, change: 'give' }))
  if (asked !== 'done') return asked
  return kept(house, await stepUp(house, by.confirms), decideRoleRow(id, 'confirmed'))
}

/** Fenna, of another team, opens a dossier in an emergency. */
export async function openInEmergency(house: TestHouse, dossierId: string): Promise<string> {
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossierId],
  )
  const statement = house.statements.get(TOM)
  const purpose = statement && emergencyPurpose(statement)
  if (purpose === undefined) throw new Error('the statement opens nothing in an emergency')
  const answer = await askAccess(house.door, await stepUp(house, await house.staff('fenna')), {
    clientNumber: rows[0]?.client_number ?? '',
    ...{ purpose, parts: ['contact'], emergency: true, toldFrom: undefined },
    until: new Date(Date.now() + 3_600_000),
    words: { reason: 'Buren zien haar al twee dagen niet.' },
  })
  if (answer.outcome !== 'opened') throw new Error(`not opened: ${JSON.stringify(answer)}`)
  return answer.value.accessId
}
