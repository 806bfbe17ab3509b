import { randomUUID } from 'node:crypto'
import { type Answer, command, type Door, type Visitor, view } from '../door/index.ts'
import { accountSubjectKey } from '../identity/index.ts'
import type { PlainDate } from '../kernel/index.ts'
import { blindIndex, type Vault } from '../vault/index.ts'
import {
  insertRepresentation,
  listRepresentations,
  type NewRepresentation,
  revoke,
} from './representation.store.ts'
import { ACTS, type Acts, type LegalKind } from './scope.ts'

/** What is written down of who acts: of the BSN only a keyed hash stays. */
export type Given = {
  /** Undefined where the organisation keeps no BSN: then a code of a worker lets the person in. */
  bsn: string | undefined
  name: string
  proof: string
  parts: readonly string[]
  acts: Acts
  fromOn: PlainDate
  untilOn: PlainDate | undefined
  /** Of a parent: the day on which the authority was seen in the register. */
  authorityOn?: PlainDate | undefined
}

/** A worker who is involved records who acts by law, and on what proof. */
const recordLegal = command({
  event: 'representation.recorded',
  parts: ['network'],
  use: 'support',
  run: async (opened, row: NewRepresentation) => {
    await opened.loadKeys([opened.dossierId])
    return insertRepresentation(opened, row)
  },
})

export async function recordRepresentative(
  door: Door,
  vault: Vault,
  visitor: Visitor,
  dossierId: string,
  { kind, ...given }: Given & { kind: LegalKind },
): Promise<Answer<string>> {
  return door.enter(visitor, recordLegal, dossierId, await rowOf(vault, visitor, kind, given))
}

/** The client lets somebody act, from now on. The database asks that the client showed a moment ago who they are. */
const mandate = command({
  event: 'mandate.given',
  parts: ['consents'],
  use: 'support',
  run: async (opened, row: NewRepresentation) => {
    await opened.loadKeys([opened.dossierId])
    return insertRepresentation(opened, row)
  },
})

export async function giveMandate(
  door: Door,
  vault: Vault,
  visitor: Visitor,
  dossierId: string,
  given: Given,
): Promise<Answer<string>> {
  return door.enter(visitor, mandate, dossierId, await rowOf(vault, visitor, 'voluntary', given))
}

/** The client takes a mandate back: the next request of who acted is refused. Whether there was one to take back. */
export const takeBackMandate = command({
  event: 'mandate.taken-back',
  parts: ['consents'],
  use: 'support',
  run: async (opened, representationId: string) => revoke(opened, representationId),
})

/** A worker ends a representation: the judge ended it, or it was a mistake. */
export const endRepresentation = command({
  event: 'representation.ended',
  parts: ['network'],
  use: 'support',
  run: async (opened, representationId: string) => revoke(opened, representationId),
})

/** Who acts for this client, for a worker who is involved. */
export const representatives = view({
  event: 'representation.read',
  action: 'read',
  parts: ['existence', 'identity', 'network'],
  use: 'support',
  run: async (opened) => listRepresentations(opened),
})

/** Who acts for me. */
export const myRepresentatives = view({
  event: 'representation.read',
  action: 'read',
  parts: ['existence', 'consents'],
  use: 'support',
  run: async (opened) => listRepresentations(opened),
})

async function rowOf(
  vault: Vault,
  visitor: Visitor,
  kind: NewRepresentation['kind'],
  { bsn, parts, acts, ...given }: Given,
): Promise<NewRepresentation> {
  const id = randomUUID()
  const index = await vault.indexKey(visitor.organisation)
  const personKey = bsn === undefined ? accountSubjectKey(index, id) : blindIndex(index, 'bsn', bsn)
  // whoever acts knows who it is that they act for
  return {
    ...given,
    id,
    kind,
    personKey,
    parts: [...new Set(['existence', 'identity', ...parts])],
    actions: ACTS[acts],
  }
}
