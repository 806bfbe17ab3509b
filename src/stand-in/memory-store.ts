import type { Adapter, AdapterPayload } from 'oidc-provider'

type Kept = { payload: AdapterPayload; until: number }

/** How much one provider keeps at most; the oldest goes first, so that a stand-in left running cannot fill the memory. */
const most = 5000

/** Keeps what an identity provider must remember (codes, sessions, interactions) in memory, each provider by itself. */
export function memoryStore(now: () => number = Date.now): (name: string) => Adapter {
  const kept = new Map<string, Kept>()
  const find = async (key: string): Promise<AdapterPayload | undefined> => {
    const found = kept.get(key)
    if (found && found.until > now()) return found.payload
    kept.delete(key)
    return undefined
  }
  return (name) => ({
    async upsert(id, payload, expiresIn) {
      const key = `${name}:${id}`
      kept.delete(key)
      kept.set(key, { payload, until: now() + (expiresIn ?? 3600) * 1000 })
      const oldest = kept.keys().next().value
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
    find: (id) => find(`${name}:${id}`),
    async findByUid(uid) {
      const prefix = `${name}:`
      for (const [key, { payload }] of kept)
        if (key.startsWith(prefix) && payload.uid === uid) return find(key)
      return undefined
    },
    // Only the device flow looks by user code, and that is off.
    findByUserCode: async () => undefined,
    async consume(id) {
      const found = kept.get(`${name}:${id}`)
      if (found) found.payload.consumed = Math.floor(now() / 1000)
    },
    async destroy(id) {
      kept.delete(`${name}:${id}`)
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
    },
  })
}
