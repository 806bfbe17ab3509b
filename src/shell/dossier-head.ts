import type { FastifyRequest } from 'fastify'
import type { Visitor } from '../door/index.ts'
import { valuesOf } from './item-value.ts'
import { shortName } from './person-name.ts'
import { meet, type Site } from './site.ts'

/** Whose dossier a form is about, so that nobody writes in the wrong one. A look of its own, with its own entry. */
export async function whoseDossier(
  site: Site,
  request: FastifyRequest,
  visitor: Visitor,
  dossierId: string,
): Promise<string> {
  const parts = ['existence', 'identity'] as const
  const look = { event: 'dossier.read', parts, use: 'support', newest: 0 } as const
  const { value, facts } = meet(site, request, await site.door.read(visitor, look, dossierId))
  return [shortName(valuesOf(value)), facts.clientNumber].filter(Boolean).join(' · ')
}
