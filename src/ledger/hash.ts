import * as crypto from 'node:crypto'

/** The length of every hash in the tree. */
export const HASH_BYTES = 32

/** SHA-256 of one piece. The one-shot function is about twice as fast as a hash object; old Node lacks it. */
export const sha256: (data: Uint8Array | string) => Buffer =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'buffer')
    : (data) => crypto.createHash('sha256').update(data).digest()

/** The byte before a leaf, so that no leaf can be passed off as a node (RFC 6962, 2.1). */
export const LEAF_PREFIX = 0x00
const NODE_PREFIX = 0x01

/** Hash of a leaf: SHA-256(0x00 || data). */
export function leafHash(data: Uint8Array): Buffer {
  const prefixed = Buffer.allocUnsafe(data.length + 1)
  prefixed[0] = LEAF_PREFIX
  prefixed.set(data, 1)
  return sha256(prefixed)
}

/** Hash of a node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  // One buffer for all calls: hashing is synchronous, and this is the inner loop of verification.
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + HASH_BYTES)
  return sha256(nodeInput)
}

const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES)
nodeInput[0] = NODE_PREFIX
