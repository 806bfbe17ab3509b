import type { Answer, Door, Visitor } from '../door/index.ts'
import { blindIndex, type SearchKey, type Vault } from '../vault/index.ts'
import { found, type ListedClient } from './caseload.ts'

/** Looks for clients whom this worker may see. Who may see nothing finds nothing, in the same way and time (TOM-7.1). */
export async function findClients(
  door: Door,
  vault: Vault,
  visitor: Visitor,
  keys: SearchKey[],
): Promise<Answer<ListedClient[]>> {
  const indexKey = await vault.indexKey(visitor.organisation)
  const blind = keys.map(({ kind, key }) => ({ kind, key: blindIndex(indexKey, kind, key) }))
  return door.search(visitor, found, blind, undefined)
}
