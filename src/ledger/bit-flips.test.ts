import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plant, type TestLedger, testLedger } from '../../test/ledger.ts'
import { databaseSource } from './database-source.ts'
import type { Claim } from './marks.ts'
import { verifyLedger } from './verify.ts'
import { readWitnessFile, witnessPath } from './witness-file.ts'

let ledger: TestLedger
let lines: Buffer
let checkpoints: Claim[]
let notes: string[]

beforeAll(async () => {
  ledger = await testLedger()
  for (let round = 0; round < 3; round += 1) {
    await plant(ledger.db.admin, ledger.organisation, 4)
    await ledger.sequence()
  }
  const copy = await databaseSource(ledger.db.worker, ledger.organisation).open()
  lines = Buffer.concat(await all(copy.lines))
  checkpoints = await all(copy.checkpoints)
  notes = await all(await readWitnessFile(witnessPath(`${ledger.folder}/witness`, ledger.organisation)))
})
afterAll(() => ledger.drop())

async function all<T>(items: Iterable<T> | AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}

async function verify(changed: { lines?: Buffer; checkpoints?: Claim[]; notes?: string[] }) {
  const { publicKey } = await ledger.keys.signingKey(ledger.organisation)
  return verifyLedger({
    source: {
      organisation: ledger.organisation,
      open: async () => ({
        // The verifier writes in what it is given.
        lines: each([Buffer.from(changed.lines ?? lines)]),
        checkpoints: each(changed.checkpoints ?? checkpoints),
      }),
    },
    publicKey,
    witnessed: [async () => changed.notes ?? notes],
  })
}

function flip(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

/** Bits all over the bytes, each time others: the step has no factor in common with eight. */
function* someBits(bytes: Buffer, count: number): Generator<number> {
  const step = Math.max(1, Math.floor((bytes.length * 8) / count) | 1)
  for (let bit = Math.floor(Math.random() * step); bit < bytes.length * 8; bit += step) yield bit
}

describe('TOM-9.13 partly: a single bit flipped is found', () => {
  test('nothing flipped: nothing found', async () => {
    expect(await verify({})).toMatchObject({ ok: true, entries: 12, checkpoints: 3, witnessed: 3 })
  })

  test('anywhere in the entries', async () => {
    let tried = 0
    for (const bit of someBits(lines, 4000)) {
      const report = await verify({ lines: flip(lines, bit) })
      expect(report.ok, `bit ${bit}`).toBe(false)
      tried += 1
    }
    expect(tried).toBeGreaterThan(3000)
  })

  test('anywhere in the note or the frontier of a stored checkpoint', async () => {
    for (const [at, claim] of checkpoints.entries()) {
      const note = Buffer.from(claim.note)
      const spoilt: Claim[] = [...someBits(note, 300)].map((bit) => ({
        ...claim,
        note: flip(note, bit).toString(),
      }))
      const frontier = claim.frontier ?? Buffer.alloc(0)
      spoilt.push(...[...someBits(frontier, 100)].map((bit) => ({ ...claim, frontier: flip(frontier, bit) })))
      for (const one of spoilt) {
        const report = await verify({ checkpoints: checkpoints.with(at, one) })
        expect(report.ok, `${one.note} ${one.frontier?.toString('hex')}`).toBe(false)
      }
    }
  })

  test('anywhere in what a witness holds', async () => {
    const note = Buffer.from(notes[2] ?? '')
    for (const bit of someBits(note, 500)) {
      const report = await verify({ notes: notes.with(2, flip(note, bit).toString()) })
      expect(report.ok, `bit ${bit}`).toBe(false)
    }
  })
})
