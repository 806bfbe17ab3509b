import type { Facts, Visitor } from '../door/index.ts'
import type { Site } from '../shell/index.ts'
import type { Language } from '../web/index.ts'
import { nameOf } from './client-facts.ts'
import { actingScope } from './representation.store.ts'
import { representationWords } from './representation.words.ts'

export { bandOn, birthdayOf, representativeMay, selfMay } from './capacity.ts'
export { type Judgement, listJudgements } from './capacity-judgement.store.ts'
export { capacityJudgements } from './capacity-judgement.ts'
export { keepsBsn } from './keeps-bsn.ts'
export { actingPeople, type Kind, listRepresentations, type Representative } from './representation.store.ts'
export { recordRepresentative, representatives } from './representation.ts'
export { RepresentativeList } from './representative-list.tsx'
export { type LegalKind, SCOPE } from './scope.ts'

/** Of these parts the ones that the visitor may see who acts for somebody; all of them for everybody else. */
export async function partsInScope<Part extends string>(
  site: Site,
  visitor: Visitor,
  parts: readonly Part[],
): Promise<Part[]> {
  const acting = await site.door.askOwn(visitor, 'support', actingScope)
  return parts.filter((part) => acting === undefined || acting.parts.includes(part))
}

/** For the head of a page of the portal: in whose dossier one looks, and as what; undefined for who looks for themselves. */
export async function inWhoseName(
  site: Site,
  visitor: Visitor,
  { actor, dossierId }: Facts,
  language: Language,
): Promise<{ title: string; under: string } | undefined> {
  if (actor.role !== 'representative' || dossierId === undefined) return undefined
  const acting = await site.door.askOwn(visitor, 'support', actingScope)
  const whose = await nameOf(site, visitor, dossierId)
  if (acting === undefined || whose === undefined) return undefined
  const t = representationWords(language)
  return {
    title: t('dossierOf', { name: whose.name }),
    under: t('inNameOf', { number: whose.number, kind: t(acting.kind) }),
  }
}
