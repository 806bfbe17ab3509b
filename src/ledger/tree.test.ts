import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leafHash, nodeHash, sha256 } from './hash.ts'
import {
  consistencyProof,
  inclusionProof,
  type NodeReader,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts'
import { Frontier } from './tree.ts'

// The published vectors of Certificate Transparency (RFC 6962): eight leaves, their roots and proofs.
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const A = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'
const B = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e'
const C = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
const D = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
const E = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0'
const F = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
const G = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a'
const H = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f'
const inclusions: [index: number, size: number, proof: string[]][] = [
  [0, 1, []],
  [0, 8, [A, B, C]],
  [5, 8, [D, E, F]],
  [2, 3, [roots[1]!]],
  [1, 5, [roots[0]!, B, D]],
]
const consistencies: [oldSize: number, newSize: number, proof: string[]][] = [
  [1, 1, []],
  [1, 8, [A, B, C]],
  [6, 8, [G, E, F]],
  [2, 5, [B, D]],
  [6, 7, [G, H, F]],
]

const fromHex = (hex: string) => Buffer.from(hex, 'hex')
const toHex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'))

/** The definition of RFC 6962 word for word, slow: the oracle of the property tests. */
function naiveRoot(data: readonly Buffer[]): Buffer {
  if (data.length === 0) return sha256('')
  if (data.length === 1) return leafHash(data[0]!)
  let split = 1
  while (split * 2 < data.length) split *= 2
  return nodeHash(naiveRoot(data.slice(0, split)), naiveRoot(data.slice(split)))
}

const readerOf =
  (data: readonly Buffer[]): NodeReader =>
  async (level, index) =>
    naiveRoot(data.slice(index * 2 ** level, (index + 1) * 2 ** level))

function frontierOf(data: readonly Buffer[]): Frontier {
  const frontier = new Frontier()
  for (const leaf of data) frontier.append(leafHash(leaf))
  return frontier
}

const someLeaves = (most: number) =>
  fc.array(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    { maxLength: most },
  )

describe('the tree', () => {
  test('has the published root at every size', () => {
    expect(new Frontier().root().toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    const frontier = new Frontier()
    for (const [at, leaf] of leaves.entries()) {
      frontier.append(leafHash(leaf))
      expect(frontier.root().toString('hex')).toBe(roots[at])
    }
  })

  test('equals the definition for every list of leaves, and its frontier survives being written down', () => {
    fc.assert(
      fc.property(someLeaves(70), (data) => {
        const frontier = frontierOf(data)
        const copy = Frontier.decode(data.length, frontier.encode())!
        expect(copy.root()).toEqual(naiveRoot(data))
        copy.append(leafHash(Buffer.from('next')))
        expect(copy.root()).toEqual(naiveRoot([...data, Buffer.from('next')]))
        expect(frontier.root()).toEqual(naiveRoot(data))
      }),
      { numRuns: 300 },
    )
  })

  test('refuses frontier bytes that cannot belong to the size', () => {
    expect(Frontier.decode(3, Buffer.alloc(32))).toBeUndefined()
    expect(Frontier.decode(4, Buffer.alloc(64))).toBeUndefined()
    expect(Frontier.decode(-1, Buffer.alloc(0))).toBeUndefined()
  })

  test('reports each complete subtree of 256 and of 65,536 leaves once, with its root', () => {
    const data = Array.from({ length: 256 * 257 }, (_, at) => Buffer.from(String(at)))
    const closed: string[] = []
    const frontier = new Frontier()
    const roots = new Map<string, Buffer>()
    for (const leaf of data) {
      frontier.append(leafHash(leaf), (level, index, root) => {
        closed.push(`${level}/${index}`)
        roots.set(`${level}/${index}`, root)
      })
    }
    expect(closed).toHaveLength(257 + 1)
    expect(roots.get('8/256')).toEqual(naiveRoot(data.slice(65_536)))
    expect(roots.get('16/0')).toEqual(naiveRoot(data.slice(0, 65_536)))
  })
})

describe('proofs', () => {
  test.each(inclusions)('of inclusion: leaf %i of %i is as published', async (index, size, expected) => {
    const proof = await inclusionProof(readerOf(leaves), index, size)
    expect(toHex(proof)).toEqual(expected)
    expect(verifyInclusion(leafHash(leaves[index]!), index, size, proof, fromHex(roots[size - 1]!))).toBe(
      true,
    )
  })

  test.each(consistencies)('of consistency: %i to %i is as published', async (oldSize, newSize, expected) => {
    const proof = await consistencyProof(readerOf(leaves), oldSize, newSize)
    expect(toHex(proof)).toEqual(expected)
    const [older, newer] = [fromHex(roots[oldSize - 1]!), fromHex(roots[newSize - 1]!)]
    expect(verifyConsistency(oldSize, newSize, proof, older, newer)).toBe(true)
  })

  test('hold for every leaf and every earlier size, and for nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(someLeaves(40), fc.nat(), fc.nat(), fc.nat(), async (data, pick, earlier, spoil) => {
        if (data.length === 0) return
        const size = data.length
        const index = pick % size
        const oldSize = earlier % (size + 1)
        const root = naiveRoot(data)
        const oldRoot = naiveRoot(data.slice(0, oldSize))
        const leaf = leafHash(data[index]!)
        const inclusion = await inclusionProof(readerOf(data), index, size)
        const growth = await consistencyProof(readerOf(data), oldSize, size)
        expect(verifyInclusion(leaf, index, size, inclusion, root)).toBe(true)
        expect(verifyConsistency(oldSize, size, growth, oldRoot, root)).toBe(true)

        for (const proof of spoilt(inclusion, spoil)) {
          expect(verifyInclusion(leaf, index, size, proof, root)).toBe(false)
        }
        for (const proof of spoilt(growth, spoil)) {
          expect(verifyConsistency(oldSize, size, proof, oldRoot, root)).toBe(false)
        }
        expect(verifyInclusion(leafHash(Buffer.from('another')), index, size, inclusion, root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, inclusion, sha256('another'))).toBe(false)
        expect(verifyInclusion(leaf, size, size, inclusion, root)).toBe(false)
        if (oldSize > 0) expect(verifyConsistency(oldSize, size, growth, sha256('another'), root)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

/** The proof with a bit flipped, a hash taken away, and a hash too many at either end. */
function spoilt(proof: readonly Buffer[], where: number): Buffer[][] {
  const extra = sha256('extra')
  const longer = [
    [...proof, extra],
    [extra, ...proof],
  ]
  if (proof.length === 0) return longer
  const at = where % proof.length
  const flipped = proof.map((hash, place) => {
    const copy = Buffer.from(hash)
    if (place === at) copy[where % 32]! ^= 1 << (where % 8)
    return copy
  })
  return [...longer, flipped, proof.filter((_, place) => place !== at)]
}
