import { type Answer, type Door, type Use, type Visitor, view } from '../door/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import {
  endInvolvementRow,
  findCaseloads,
  findColleagues,
  findInvolved,
  handOverRows,
  involveRow,
} from './involvement.store.ts'
import { KEEPING } from './keep-people.ts'

/** Giving a colleague access to a dossier: an involved worker for the support itself, a team manager for managing. */
export const GRANTING = { action: 'grant', parts: ['existence'] } as const

/** Who is involved with this client, and whom one can add. It is asked for in order to grant, and says so in the log. */
export function whoIsInvolved(use: Use) {
  return view({
    event: 'involvement.listed',
    ...GRANTING,
    use,
    run: async (opened) => ({
      involved: await findInvolved(opened),
      colleagues: await findColleagues(opened),
    }),
  })
}

/** Adds a colleague, of whatever employer. The value is what stood in the way; undefined when it is done. */
export function involve(
  door: Door,
  visitor: Visitor,
  use: Use,
  asked: { dossierId: string; staffId: string; from: PlainDate; until: PlainDate | undefined },
): Promise<Answer<string | undefined>> {
  return door.change(visitor, { ...GRANTING, use }, involveRow(asked))
}

/** Ends an involvement from now on: one's own, or as the manager of the team anybody's. */
export function endInvolvement(
  door: Door,
  visitor: Visitor,
  use: Use,
  asked: { dossierId: string; staffId: string },
): Promise<Answer<string | undefined>> {
  return door.change(visitor, { ...GRANTING, use }, endInvolvementRow(asked.dossierId, asked.staffId))
}

/** How many open dossiers of the manager's teams each colleague has, and who can take them over. Opens no dossier. */
export const lookAtCaseloads = view({
  event: 'people.caseloads-listed',
  ...KEEPING,
  run: async (opened) => ({
    caseloads: await findCaseloads(opened),
    colleagues: await findColleagues(opened),
  }),
})

export type Handover = { leaver: string; taker: string; from: PlainDate; until: PlainDate | undefined }

/** Hands a caseload over, without reading any of it: for a while, or (without an end) for good. */
export function handOver(
  door: Door,
  visitor: Visitor,
  handover: Handover,
): Promise<Answer<string | undefined>> {
  return door.change(visitor, KEEPING, handOverRows(handover))
}
