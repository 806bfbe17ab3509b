import type { Visitor } from '../door/index.ts'
import type { Site } from '../shell/index.ts'
import { mayActFor } from './representation.store.ts'

export { type LegalKind, recordRepresentative, SCOPE } from './representation.ts'

/** Of these parts the ones that the visitor may see who acts for somebody; all of them for everybody else. */
export async function partsInScope<Part extends string>(
  site: Site,
  visitor: Visitor,
  parts: readonly Part[],
): Promise<Part[]> {
  const acting = (await site.door.askOwn(visitor, 'support', mayActFor)).find((one) => one.acting)
  return parts.filter((part) => acting === undefined || acting.parts.includes(part))
}
