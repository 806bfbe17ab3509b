import type { KeyObject } from 'node:crypto'

export type KeyCacheOptions = { most: number; maxAgeMs: number; now: () => number }
type Entry = { key: KeyObject; wrapped: Buffer; at: number }

/**
 * Unwrapped keys, those of longest ago first to go, none longer than the time limit. A hit needs the very wrapped key of the database:
 * whoever cannot show that row (any more) gets nothing from memory either. Two halves instead of one list in order of use: when the
 * younger is full it becomes the older, and the older goes. (A Map that loses its oldest entry at every turn walks past all it lost.)
 */
export class KeyCache {
  #younger = new Map<string, Entry>()
  #older = new Map<string, Entry>()
  readonly #options: KeyCacheOptions

  constructor(options: KeyCacheOptions) {
    this.#options = options
  }

  get(name: string, wrapped: Buffer): KeyObject | undefined {
    const entry = this.#younger.get(name) ?? this.#older.get(name)
    if (!entry) return undefined
    const expired = this.#options.now() - entry.at >= this.#options.maxAgeMs
    if (expired || !entry.wrapped.equals(wrapped)) {
      this.forget(name)
      return undefined
    }
    if (!this.#younger.has(name)) this.#keep(name, entry)
    return entry.key
  }

  put(name: string, wrapped: Buffer, key: KeyObject): void {
    // A copy: the row may be a piece of a whole dossier, which would be kept with it.
    this.#keep(name, { key, wrapped: Buffer.from(wrapped), at: this.#options.now() })
  }

  forget(name: string): void {
    this.#younger.delete(name)
    this.#older.delete(name)
  }

  /** Drops what is over its time, also when nobody asks for it. */
  sweep(): void {
    const tooOld = this.#options.now() - this.#options.maxAgeMs
    for (const half of [this.#younger, this.#older]) {
      for (const [name, entry] of half) if (entry.at <= tooOld) half.delete(name)
    }
  }

  #keep(name: string, entry: Entry): void {
    if (this.#younger.size >= Math.ceil(this.#options.most / 2)) {
      this.#older = this.#younger
      this.#younger = new Map()
    }
    this.#younger.set(name, entry)
  }
}
