import { createHash } from 'node:crypto'

/** The namespace of the names that Gestand gives to things of a statement. Changing it changes every published id. */
const namespace = Buffer.from('6d1f9f6e4b0c4a6f9d0e5f7d3c2a1b48', 'hex')

/** A UUID that follows from a name (RFC 9562, version 5), so that what is published keeps its address. */
export function uuidOf(name: string): string {
  const digest = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6)
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = digest.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
