import { HASH_BYTES, nodeHash } from './hash.ts'

/** Gives the root of the complete subtree over the leaves [index * 2^level, (index + 1) * 2^level). */
export type NodeReader = (level: number, index: number) => Promise<Buffer>

/** The proof that leaf `index` stands in the tree of `size` leaves (RFC 6962, 2.1.1). */
export async function inclusionProof(read: NodeReader, index: number, size: number): Promise<Buffer[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  return pathTo(read, index, 0, size)
}

/** The proof that the tree of `oldSize` leaves is the beginning of that of `newSize` (RFC 6962, 2.1.2). */
export async function consistencyProof(
  read: NodeReader,
  oldSize: number,
  newSize: number,
): Promise<Buffer[]> {
  if (!(oldSize >= 0 && oldSize <= newSize)) throw new RangeError(`no growth from ${oldSize} to ${newSize}`)
  return oldSize === 0 || oldSize === newSize ? [] : growth(read, oldSize, 0, newSize, true)
}

/** Whether the proof leads from this leaf hash to this root (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false
  let place = index
  let last = size - 1
  let hash: Buffer = Buffer.from(leaf)
  for (const sibling of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && hash.equals(root)
}

/** Whether the proof shows that the old tree is the beginning of the new one (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false
  if (oldSize === newSize) return proof.length === 0 && Buffer.compare(oldRoot, newRoot) === 0
  if (oldSize === 0) return proof.length === 0
  if (!areHashes([oldRoot, newRoot, ...proof])) return false
  // A perfect old tree is itself the first node of the path.
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof
  const [first, ...rest] = path
  return first !== undefined && climb(oldSize - 1, newSize - 1, first, rest, oldRoot, newRoot)
}

function climb(
  oldLast: number,
  newLast: number,
  first: Uint8Array,
  rest: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): boolean {
  let [place, last] = [oldLast, newLast]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  let older: Buffer = Buffer.from(first)
  let newer: Buffer = Buffer.from(first)
  for (const sibling of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(sibling, older)
      newer = nodeHash(sibling, newer)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      newer = nodeHash(newer, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && older.equals(oldRoot) && newer.equals(newRoot)
}

/** PATH(m, D[n]) of RFC 6962 over the leaves [begin, end). */
async function pathTo(read: NodeReader, index: number, begin: number, end: number): Promise<Buffer[]> {
  if (end - begin === 1) return []
  const middle = begin + splitOf(end - begin)
  return index < middle
    ? [...(await pathTo(read, index, begin, middle)), await rootOf(read, middle, end)]
    : [...(await pathTo(read, index, middle, end)), await rootOf(read, begin, middle)]
}

/** SUBPROOF(m, D[n], b) of RFC 6962 over the leaves [begin, end). */
async function growth(
  read: NodeReader,
  old: number,
  begin: number,
  end: number,
  whole: boolean,
): Promise<Buffer[]> {
  if (old === end - begin) return whole ? [] : [await rootOf(read, begin, end)]
  const left = splitOf(end - begin)
  const middle = begin + left
  return old <= left
    ? [...(await growth(read, old, begin, middle, whole)), await rootOf(read, middle, end)]
    : [...(await growth(read, old - left, middle, end, false)), await rootOf(read, begin, middle)]
}

async function rootOf(read: NodeReader, begin: number, end: number): Promise<Buffer> {
  const leaves = end - begin
  // Ranges come from halving at powers of two, so a range of 2^k leaves is always aligned.
  if (isPowerOfTwo(leaves)) return read(Math.log2(leaves), begin / leaves)
  const middle = begin + splitOf(leaves)
  return nodeHash(await rootOf(read, begin, middle), await rootOf(read, middle, end))
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

const half = (value: number) => Math.floor(value / 2)
const isPowerOfTwo = (value: number) => Number.isInteger(Math.log2(value))
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
const areHashes = (hashes: readonly Uint8Array[]) => hashes.every((hash) => hash.length === HASH_BYTES)
