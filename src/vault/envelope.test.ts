import { createCipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bound, seal, unseal, unsealText, VaultError } from './index.ts'

const newKey = (): KeyObject => createSecretKey(randomBytes(32))
const key = newKey()
const place: Bound = {
  organisation: 'tom-in-de-buurt',
  table: 'dossier.notes',
  column: 'sealed',
  row: '7d5f1f36-8a5c-4a39-9f0e-1d1f8f3f0a11',
}
const note = 'Mevrouw Testpersoon slaapt slecht sinds de verhuizing.'

/** Opens and gives the code of the refusal, or the text when it opened. */
function attempt(withKey: KeyObject, sealed: Buffer, bound: Bound): string {
  try {
    return unsealText(withKey, sealed, bound)
  } catch (error) {
    if (error instanceof VaultError) return error.code
    throw error
  }
}

describe('a sealed value', () => {
  test('TOM-12.4 partly: opens at its place with its key, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
        expect(unseal(key, seal(key, Buffer.from(bytes), place), place)).toEqual(Buffer.from(bytes))
        expect(unsealText(key, seal(key, text, place), place)).toBe(text)
      }),
    )
  })

  test('the empty text can be sealed too', () => expect(attempt(key, seal(key, '', place), place)).toBe(''))

  test('TOM-12.4 partly: the same text sealed twice has nothing in common but its form and length', () => {
    const first = seal(key, note, place)
    const second = seal(key, note, place)
    expect(first.length).toBe(second.length)
    expect(first.subarray(1, 13).equals(second.subarray(1, 13))).toBe(false)
    expect(first.subarray(13).equals(second.subarray(13))).toBe(false)
    expect(first.includes(note.slice(0, 8))).toBe(false)
  })
})

describe('a transplanted value', () => {
  const sealed = seal(key, note, place)

  test.each<[string, Partial<Bound>]>([
    ['another organisation', { organisation: 'mee-zuid-limburg' }],
    ['another table', { table: 'dossier.items' }],
    ['another column', { column: 'summary' }],
    ['another row', { row: '7d5f1f36-8a5c-4a39-9f0e-1d1f8f3f0a12' }],
  ])('TOM-12.4 partly: is refused in %s', (_case, other) => {
    expect(attempt(key, sealed, { ...place, ...other })).toBe('tampered')
    expect(attempt(key, sealed, place)).toBe(note)
  })

  test('is refused under the key of another dossier', () =>
    expect(attempt(newKey(), sealed, place)).toBe('tampered'))

  test('is refused when letters move from one part of the place to the next', () => {
    const glued = { organisation: 'a', table: 'bc', column: 'd', row: 'e' }
    const moved = { organisation: 'ab', table: 'c', column: 'd', row: 'e' }
    expect(attempt(key, seal(key, note, glued), moved)).toBe('tampered')
    const written = { organisation: 'a|1:b', table: 'c', column: 'd', row: 'e' }
    const read = { organisation: 'a', table: 'b|1:c', column: 'd', row: 'e' }
    expect(attempt(key, seal(key, note, written), read)).toBe('tampered')
    const barLeft = { organisation: 'a|b', table: 'c', column: 'd', row: 'e' }
    const barRight = { organisation: 'a', table: 'b|c', column: 'd', row: 'e' }
    expect(attempt(key, seal(key, note, barLeft), barRight)).toBe('tampered')
  })

  test('no two different places open each other’s values', () => {
    const part = fc.string({ maxLength: 6, unit: fc.constantFrom('a', '1', ':', '|') })
    const anyPlace = fc.record({ organisation: part, table: part, column: part, row: part })
    fc.assert(
      fc.property(anyPlace, anyPlace, (one, other) => {
        const same =
          JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())
        expect(attempt(key, seal(key, note, one), other)).toBe(same ? note : 'tampered')
      }),
    )
  })
})

describe('a damaged value', () => {
  test('TOM-12.4 partly: every single flipped bit is refused', () => {
    const sealed = seal(key, note, place)
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(attempt(key, flipped, place)).toBe('tampered')
    }
  })

  test('a flipped bit is refused for any content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, anywhere) => {
        const sealed = seal(key, Buffer.from(bytes), place)
        const bit = anywhere % (sealed.length * 8)
        sealed[bit >> 3]! ^= 1 << (bit & 7)
        expect(attempt(key, sealed, place)).toBe('tampered')
      }),
    )
  })

  test('a value that is cut off or made longer is refused', () => {
    const sealed = seal(key, note, place)
    for (let length = 0; length < sealed.length; length += 1) {
      expect(attempt(key, sealed.subarray(0, length), place)).toBe('tampered')
    }
    expect(attempt(key, Buffer.concat([sealed, Buffer.of(0)]), place)).toBe('tampered')
  })

  test('a value that decrypts but does not carry the commitment to its key is refused', () => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const bytes = (['organisation', 'table', 'column', 'row'] as const).map(
      (part) => `${place[part].length}:${place[part]}`,
    )
    cipher.setAAD(Buffer.from(bytes.join('|')))
    const almost = Buffer.concat([Buffer.alloc(31), Buffer.of(1), Buffer.from(note)])
    const forged = Buffer.concat([
      Buffer.of(1),
      nonce,
      cipher.update(almost),
      cipher.final(),
      cipher.getAuthTag(),
    ])
    expect(attempt(key, forged, place)).toBe('tampered')
  })

  test('the refusal tells the table and column, nothing of the content, the row or the key', () => {
    const secret = createSecretKey(Buffer.alloc(32, 'K'))
    const sealed = seal(secret, note, place)
    sealed[20]! ^= 1
    expect(() => unseal(secret, sealed, place)).toThrow(
      new VaultError(
        'tampered',
        'a sealed value in dossier.notes.sealed was changed, moved, or sealed with another key',
      ),
    )
  })
})
