import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from './hash.ts'

/** Signature types of the C2SP signed note that this house uses. */
export const SIGNS_NOTES = 0x01
export const COSIGNS_CHECKPOINTS = 0x04

/** A public key under a name, as a signed note knows it. */
export type NoteKey = { name: string; id: Buffer; type: number; publicKey: KeyObject }

export type NoteSignature = { name: string; id: Buffer; bytes: Buffer; line: string }

/** A note taken apart; whether its signatures are true is another question. */
export type Note = { text: string; signatures: NoteSignature[] }

const SIGNATURE_START = '— '
const KEY_ID_BYTES = 4
// A note that is longer, or signed more often, is not ours and not read further.
const MOST_CHARACTERS = 100_000
const MOST_SIGNATURES = 64
// DER header of an Ed25519 public key; the 32 bytes of the key follow it.
const ED25519_DER = Buffer.from('302a300506032b6570032100', 'hex')

/** A key for verifying notes; the id is the first four bytes of SHA-256(name, newline, type, key). */
export function noteKey(name: string, publicKey: KeyObject, type: number = SIGNS_NOTES): NoteKey {
  assertKeyName(name)
  const hashed = sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), rawKey(publicKey)]))
  return { name, id: hashed.subarray(0, KEY_ID_BYTES), type, publicKey }
}

/** The key as text for people to keep: `name+id+base64(type, key)`. */
export function formatVkey(key: NoteKey): string {
  const material = Buffer.concat([Buffer.of(key.type), rawKey(key.publicKey)])
  return `${key.name}+${key.id.toString('hex')}+${material.toString('base64')}`
}

/** Reads what `formatVkey` writes; a wrong id or length is refused. */
export function parseVkey(vkey: string): NoteKey {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim()) ?? []
  const material = Buffer.from(encoded ?? '', 'base64')
  const type = material[0]
  if (
    name === undefined ||
    material.length !== 33 ||
    (type !== SIGNS_NOTES && type !== COSIGNS_CHECKPOINTS)
  ) {
    throw new TypeError('not the public key of a signed note (name+id+key)')
  }
  const der = Buffer.concat([ED25519_DER, material.subarray(1)])
  const key = noteKey(name, createPublicKey({ key: der, format: 'der', type: 'spki' }), type)
  if (key.id.toString('hex') !== id)
    throw new TypeError(`the id in the public key of ${name} does not fit the key`)
  return key
}

/** Signs a text that ends in a newline and gives the whole note. */
export function signNote(text: string, name: string, privateKey: KeyObject, publicKey: KeyObject): string {
  const { id } = noteKey(name, publicKey)
  const signature = sign(null, Buffer.from(text), privateKey)
  return `${text}\n${SIGNATURE_START}${name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

/** Takes a note apart, or gives undefined when it is not one. */
export function parseNote(note: string): Note | undefined {
  const split = note.lastIndexOf('\n\n')
  if (note.length > MOST_CHARACTERS || split < 0 || !note.endsWith('\n') || hasControls(note))
    return undefined
  const lines = note.slice(split + 2, -1).split('\n')
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined)
  if (signatures.length !== lines.length || lines.length > MOST_SIGNATURES) return undefined
  return { text: note.slice(0, split + 1), signatures }
}

/** Reads one signature line (`— name base64`), without its newline. */
export function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? []
  if (name === undefined || encoded === undefined) return undefined
  const bytes = Buffer.from(encoded, 'base64')
  // Base64 has spare bits; only the one spelling counts, so that no flipped bit goes unseen.
  if (bytes.length <= KEY_ID_BYTES || bytes.toString('base64') !== encoded) return undefined
  return { name, id: bytes.subarray(0, KEY_ID_BYTES), bytes: bytes.subarray(KEY_ID_BYTES), line }
}

export const isSignatureBy = (signature: NoteSignature, key: NoteKey) =>
  signature.name === key.name && signature.id.equals(key.id)

/**
 * Whether this key signed the note: `unknown` when no signature names the key, `bad` when one does and is not true.
 * Runs outside the main thread, because a verifier checks very many.
 */
export async function checkSignature(note: Note, key: NoteKey): Promise<'good' | 'bad' | 'unknown'> {
  const own = note.signatures.filter((signature) => isSignatureBy(signature, key))
  if (own.length === 0) return 'unknown'
  const text = Buffer.from(note.text)
  const results = await Promise.all(own.map(({ bytes }) => verifyEd25519(text, key.publicKey, bytes)))
  return results.every(Boolean) ? 'good' : 'bad'
}

/** Ed25519 in the thread pool. */
export function verifyEd25519(message: Buffer, key: KeyObject, signature: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, message, key, signature, (error, good) => (error ? reject(error) : resolve(good)))
  })
}

function rawKey(publicKey: KeyObject): Buffer {
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('a note is signed with an Ed25519 key')
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(ED25519_DER.length)
}

function assertKeyName(name: string): void {
  if (!/^[^\s+]+$/u.test(name)) throw new TypeError(`not the name of a key: ${JSON.stringify(name)}`)
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x20 && code !== 0x0a) return true
  }
  return false
}
