import { randomBytes, randomUUID } from 'node:crypto'
import { type Answer, command, type Door, type Visitor } from '../door/index.ts'
import { insertItem } from '../dossier/index.ts'
import { clientNumberFrom, dayInNetherlands } from '../kernel/index.ts'
import { blindIndex, searchKeysOf, type Vault } from '../vault/index.ts'
import { askRegistration, insertDossierKeys, insertSearchKeys } from './client.store.ts'
import type { Registration } from './registration.ts'

type Input = { registration: Registration; keys: { kind: string; key: Buffer }[] }

/** Opens exactly the parts that the given items belong to. */
function registerClientIn(parts: readonly string[]) {
  return command({
    event: 'client.registered',
    parts: ['existence', ...parts],
    use: 'registration',
    run: async (opened, { registration, keys }: Input) => {
      const { dossierId } = opened
      await insertDossierKeys(opened, dossierId, await opened.makeKeys(dossierId))
      await insertSearchKeys(opened, dossierId, keys)
      for (const { item, value, reason } of registration.items) {
        await insertItem(opened, dossierId, {
          id: randomUUID(),
          item: item.id,
          part: item.part,
          class: item.class,
          source: item.source,
          receivedOn: dayInNetherlands(opened.facts.at),
          value: reason === undefined ? { value } : { value, reason },
        })
      }
      return { dossierId }
    },
  })
}

/**
 * Registers a person in a new dossier with the registrar involved. A second registration of the same person is accepted in the same
 * way, because a refusal would tell the registrar that the person is known here (TOM-7.1).
 */
export async function registerClient(
  door: Door,
  vault: Vault,
  visitor: Visitor,
  registration: Registration,
): Promise<Answer<{ dossierId: string }>> {
  const indexKey = await vault.indexKey(visitor.organisation)
  const keys = searchKeysOf(registration.person).map(({ kind, key }) => ({
    kind,
    key: blindIndex(indexKey, kind, key),
  }))
  const act = registerClientIn([...new Set(registration.items.map(({ item }) => item.part))])
  for (let tries = 1; ; tries++) {
    const clientNumber = clientNumberFrom(randomBytes(16))
    try {
      return await door.through(visitor, act, { registration, keys }, (tx, knock) =>
        askRegistration(tx, knock, clientNumber, act.parts),
      )
    } catch (error) {
      if (tries === 3 || !isTaken(error)) throw error
    }
  }
}

/** Two random client numbers are the same about once in a hundred thousand clients. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}
