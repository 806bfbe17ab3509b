import { type Answer, command, type Door, type Visitor, view } from '../door/index.ts'
import { accountSubjectKey, codeKey, newCode } from '../identity/index.ts'
import { type BirthDate, isComplete, type PlainDate } from '../kernel/index.ts'
import type { Vault } from '../vault/index.ts'
import { bandOn, birthdayOf } from './capacity.ts'
import {
  insertPortalCode,
  listPortalAccess,
  type NewPortalCode,
  withdrawPortalCodes,
} from './portal-code.store.ts'
import { listRepresentations } from './representation.store.ts'

/** Who acts for the client, and who has a code or an account for the portal. */
export const portalAccess = view({
  event: 'portal-code.read',
  action: 'read',
  parts: ['existence', 'identity', 'network'],
  use: 'support',
  run: async (opened) => ({
    people: (await listRepresentations(opened)).filter(({ revokedAt }) => revokedAt === undefined),
    access: await listPortalAccess(opened),
  }),
})

const makeCode = command({
  event: 'portal-code.made',
  parts: ['network'],
  use: 'support',
  run: async (opened, code: NewPortalCode) => insertPortalCode(opened, code),
})

/** Takes back the codes and the account of the client (undefined) or of who represents: from the next request on nothing opens. */
export const withdrawPortalAccess = command({
  event: 'portal-code.withdrawn',
  parts: ['network'],
  use: 'support',
  run: async (opened, representationId: string | undefined) => withdrawPortalCodes(opened, representationId),
})

/** Makes a code to hand over. It is in this answer and nowhere else: the database has its keyed hash. */
export async function makePortalCode(
  door: Door,
  vault: Vault,
  visitor: Visitor,
  dossierId: string,
  whom: { representationId: string | undefined; aloneFrom: PlainDate | undefined },
): Promise<Answer<string>> {
  const code = newCode()
  const index = await vault.indexKey(visitor.organisation)
  const answer = await door.enter(visitor, makeCode, dossierId, {
    ...whom,
    codeKey: codeKey(index, code),
    subjectKey: accountSubjectKey(index, whom.representationId ?? dossierId),
  })
  return answer.outcome === 'opened' ? { ...answer, value: code } : answer
}

/**
 * Whether the client may have an account of their own: from 12 years, until 16 only when a worker judged them able. `aloneFrom`: the
 * day from which that judgement is no longer needed; the database looks at it with every request.
 */
export function mayHaveAccount(
  birth: BirthDate | undefined,
  able: boolean,
  today: PlainDate,
): { aloneFrom: PlainDate | undefined } | { refused: 'noBirth' | 'tooYoung' | 'weighFirst' } {
  if (birth === undefined) return { refused: 'noBirth' }
  const band = bandOn(birth, today)
  if (band === 'under-12') return { refused: 'tooYoung' }
  if (band !== '12-15') return { aloneFrom: undefined }
  if (!able) return { refused: 'weighFirst' }
  return isComplete(birth) ? { aloneFrom: birthdayOf(birth, 16) } : { refused: 'noBirth' }
}
