import type { Visitor } from '../door/index.ts'
import { type BirthDate, isRefusal, parseBirthDate } from '../kernel/index.ts'
import { type Site, shortName, valuesOf } from '../shell/index.ts'

const LOOK = { event: 'dossier.read', parts: ['existence', 'identity'], use: 'support', newest: 0 } as const

/** The client's date of birth, as far as it is known and open. A look of its own, with its own entry. */
export async function birthOf(
  site: Site,
  visitor: Visitor,
  dossierId: string,
): Promise<BirthDate | undefined> {
  const answer = await site.door.read(visitor, LOOK, dossierId)
  if (answer.outcome !== 'opened') return undefined
  const birth = parseBirthDate(valuesOf(answer.value).get('birth-date') ?? '')
  return isRefusal(birth) ? undefined : birth
}

/** The client's name and number, likewise. */
export async function nameOf(
  site: Site,
  visitor: Visitor,
  dossierId: string,
): Promise<{ name: string; number: string } | undefined> {
  const answer = await site.door.read(visitor, LOOK, dossierId)
  if (answer.outcome !== 'opened') return undefined
  return { name: shortName(valuesOf(answer.value)), number: answer.facts.clientNumber ?? '' }
}
