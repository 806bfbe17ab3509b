import { HASH_BYTES, nodeHash, sha256 } from './hash.ts'

/** Called for each complete subtree of 2^level leaves that an append closes, for level 8, 16, 24 … */
export type SubtreeClosed = (level: number, index: number, root: Buffer) => void

/** Levels of which the subtree roots are kept, so that proofs need not read the whole log (C2SP tlog-tiles: 256 wide). */
export const TILE_HEIGHT = 8
export const TILE_WIDTH = 2 ** TILE_HEIGHT

/**
 * The right edge of an RFC 6962 tree: one hash for each perfect subtree that the size consists of.
 * It is all that is needed to append and to compute the root.
 */
export class Frontier {
  readonly #nodes: (Buffer | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  append(leaf: Buffer, closed?: SubtreeClosed): void {
    let hash = leaf
    let level = 0
    let count = this.#size
    while (count % 2 === 1) {
      hash = nodeHash(this.#at(level), hash)
      this.#nodes[level] = undefined
      count = (count - 1) / 2
      level += 1
      // `count` is by now the index of the subtree that `hash` is the root of.
      if (closed !== undefined && level % TILE_HEIGHT === 0) closed(level, count, hash)
    }
    this.#nodes[level] = hash
    this.#size += 1
  }

  /** The root over all leaves; of an empty tree the hash of nothing. */
  root(): Buffer {
    let root: Buffer | undefined
    for (const node of this.#nodes) {
      if (node === undefined) continue
      root = root === undefined ? node : nodeHash(node, root)
    }
    return root ?? sha256('')
  }

  /** The hashes from the largest subtree to the smallest: together with the size the whole state. */
  encode(): Buffer {
    return Buffer.concat(this.#nodes.filter((node) => node !== undefined).reverse())
  }

  /** The frontier of a tree of that size, or undefined when the bytes cannot be one. */
  static decode(size: number, bytes: Uint8Array): Frontier | undefined {
    if (!Number.isSafeInteger(size) || size < 0) return undefined
    const levels = levelsOf(size)
    if (bytes.length !== levels.length * HASH_BYTES) return undefined
    const frontier = new Frontier()
    frontier.#size = size
    levels.forEach((level, at) => {
      frontier.#nodes[level] = Buffer.from(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))
    })
    return frontier
  }

  #at(level: number): Buffer {
    const node = this.#nodes[level]
    if (node === undefined) throw new TypeError(`the frontier of size ${this.#size} lacks level ${level}`)
    return node
  }
}

/** The levels of the perfect subtrees that a tree of this size consists of, the largest first. */
function levelsOf(size: number): number[] {
  const levels: number[] = []
  let rest = size
  for (let level = 0; rest > 0; level += 1) {
    if (rest % 2 === 1) levels.unshift(level)
    rest = Math.floor(rest / 2)
  }
  return levels
}
