import type { Answer, Door, Visitor } from '../door/index.ts'
import { isRefusal, type PlainDate, parseBirthDate } from '../kernel/index.ts'
import { capacityJudgements, representatives } from '../representation/index.ts'
import { type Answerer, answererOf } from './answerer.ts'

/**
 * Who answers for the client of this dossier, for a worker who may see who acts and what was weighed: two looks, each with its entry.
 * `birth`: the date of birth as it stands in the dossier.
 */
export async function answererIn(
  door: Door,
  visitor: Visitor,
  dossierId: string,
  { birth, today }: { birth: string | undefined; today: PlainDate },
): Promise<Answer<Answerer>> {
  const acting = await door.enter(visitor, representatives, dossierId, undefined)
  if (acting.outcome !== 'opened') return acting
  const weighed = await door.enter(visitor, capacityJudgements, dossierId, undefined)
  if (weighed.outcome !== 'opened') return weighed
  const parsed = parseBirthDate(birth ?? '')
  const client = {
    birth: isRefusal(parsed) ? undefined : parsed,
    today,
    able: weighed.value.find(({ revokedAt }) => revokedAt === undefined)?.able,
    byLaw: acting.value.filter(
      ({ kind, revokedAt, fromOn, untilOn }) =>
        kind !== 'voluntary' && !revokedAt && fromOn <= today && (untilOn ?? today) >= today,
    ),
  }
  return { ...weighed, value: answererOf(client) }
}
