import type { KeyObject } from 'node:crypto'

export type KeyCacheOptions = { most: number; maxAgeMs: number; now: () => number }
type Entry = { key: KeyObject; wrapped: Buffer; at: number }

/**
 * Unwrapped keys, the least recently used first to go, none longer than the time limit. A hit needs the very wrapped key of the
 * database: whoever cannot show that row (any more) gets nothing from memory either.
 */
export class KeyCache {
  readonly #entries = new Map<string, Entry>()
  readonly #options: KeyCacheOptions

  constructor(options: KeyCacheOptions) {
    this.#options = options
  }

  get(name: string, wrapped: Buffer): KeyObject | undefined {
    const entry = this.#entries.get(name)
    if (!entry) return undefined
    this.#entries.delete(name)
    const expired = this.#options.now() - entry.at >= this.#options.maxAgeMs
    if (expired || !entry.wrapped.equals(wrapped)) return undefined
    this.#entries.set(name, entry)
    return entry.key
  }

  put(name: string, wrapped: Buffer, key: KeyObject): void {
    this.#entries.delete(name)
    this.#entries.set(name, { key, wrapped, at: this.#options.now() })
    if (this.#entries.size > this.#options.most) this.#dropOldest()
  }

  forget(name: string): void {
    this.#entries.delete(name)
  }

  /** Drops what is over its time, also when nobody asks for it. */
  sweep(): void {
    const tooOld = this.#options.now() - this.#options.maxAgeMs
    for (const [name, entry] of this.#entries) if (entry.at <= tooOld) this.#entries.delete(name)
  }

  #dropOldest(): void {
    const oldest = this.#entries.keys().next()
    if (!oldest.done) this.#entries.delete(oldest.value)
  }
}
