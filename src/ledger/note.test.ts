import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkpointIn, formatCheckpoint, originOf, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { checkSignature, formatVkey, noteKey, parseNote, parseVkey, signNote } from './note.ts'

// The vector of the Go implementation that the C2SP text grew out of.
const published = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note:
    'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n\n'.replace(
      '’',
      "'",
    ) +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
}
const keys = generateKeyPairSync('ed25519')
const others = generateKeyPairSync('ed25519')
const origin = originOf('tom-in-de-buurt')
const checkpoint = {
  origin,
  size: 9,
  root: createHash('sha256').update('root').digest(),
  last: { generation: 1, tx: 804, seq: 17 },
}

async function judge(note: string, key: ReturnType<typeof noteKey>) {
  const parsed = parseNote(note)
  return parsed ? checkSignature(parsed, key) : 'not a note'
}

describe('a signed note', () => {
  test('is read as the published vector is, key and signature', async () => {
    const key = parseVkey(published.vkey)
    expect(formatVkey(key)).toBe(published.vkey)
    expect(await judge(published.note, key)).toBe('good')
    expect(await judge(published.note.replace('answer', 'Answer'), key)).toBe('bad')
  })

  test('is good for the key that signed it and unknown to another one of the same name', async () => {
    const note = signNote('one\n\ntwo\n', origin, keys.privateKey, keys.publicKey)
    expect(await judge(note, noteKey(origin, keys.publicKey))).toBe('good')
    expect(await judge(note, noteKey(origin, others.publicKey))).toBe('unknown')
  })

  test('is no longer good after any single bit flipped', async () => {
    const note = Buffer.from(signCheckpoint(checkpoint, keys))
    const key = noteKey(origin, keys.publicKey)
    for (let bit = 0; bit < note.length * 8; bit += 1) {
      const flipped = Buffer.from(note)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(await judge(flipped.toString('utf8'), key), `bit ${bit}`).not.toBe('good')
    }
  })

  test.each([
    ['no signature', 'text\n\n'],
    ['no blank line', 'text\n— name c29tZXRoaW5n\n'],
    ['no last newline', 'text\n\n— name c29tZXRoaW5n'],
    ['a control character', 'te\u0007xt\n\n— name c29tZXRoaW5n\n'],
    ['a key name with a plus', 'text\n\n— na+me c29tZXRoaW5n\n'],
    ['a signature of four bytes', 'text\n\n— name c29tZQ==\n'],
  ])('is refused with %s', (_, note) => {
    expect(parseNote(note)).toBeUndefined()
  })

  test('refuses a verifier key whose id does not fit', () => {
    expect(() => parseVkey(published.vkey.replace('c74f20a3', 'c74f20a4'))).toThrow('does not fit')
    expect(() => parseVkey('nonsense')).toThrow('not the public key')
  })
})

describe('a checkpoint', () => {
  test('comes back from its text as it went in', () => {
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint)
    expect(checkpointIn(signCheckpoint(checkpoint, keys))).toEqual(checkpoint)
  })

  test('has only one spelling', () => {
    const text = formatCheckpoint(checkpoint)
    for (const other of [
      text.replace('\n9\n', '\n09\n'),
      `${text}more\n`,
      text.slice(0, -1),
      text.replace('last 1', 'last 01'),
    ]) {
      expect(parseCheckpoint(other)).toBeUndefined()
    }
  })
})
