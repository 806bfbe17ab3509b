import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOfProven } from '../../scripts/sources.mjs'
import ids from '../../test/promise-ids.json' with { type: 'json' }
import { readConfig } from '../config.ts'
import { commands } from './compliance.cli.ts'
import { proofReader } from './proof-file.ts'

// A project of one source file, with a proof of its own.
let root: string
const ranAt = '2026-11-22T01:00:00.000Z'
const tests = [
  { name: 'the wall TOM-9.13: nothing without a trace', file: 'a.test.ts', passed: true },
  { name: 'TOM-4.3 partly: goals', file: 'a.test.ts', passed: true },
  { name: 'TOM-12.4: nothing readable', file: 'a.test.ts', passed: false },
]
const prove = (sources: string) =>
  writeFileSync(join(root, 'proof.json'), JSON.stringify({ sources, ranAt, tests }))

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gestand-proof-'))
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src', 'one.ts'), 'export const one = 1\n')
})
afterAll(() => rmSync(root, { recursive: true }))

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await commands.promises!.run(args, {
    stdin: Readable.from([]),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    config: { ...readConfig({}), root },
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
type Line = { id: string; state: string; tests: string[]; evidence: { ranAt: string } | null }
const json = async () => JSON.parse((await run('--json')).out) as Line[]

describe('the command promises', () => {
  test('says every promise of the statements in their order, with the four words and no other', async () => {
    prove(hashOfProven(root))
    const lines = await json()
    expect(lines.map(({ id }) => id).sort()).toEqual([...ids].sort())
    for (const line of lines) expect(Object.keys(line)).toEqual(['id', 'state', 'tests', 'evidence'])
    const of = (id: string) => lines.find((one) => one.id === id)
    expect(of('TOM-9.13')).toEqual({
      id: 'TOM-9.13',
      state: 'kept',
      tests: [tests[0]?.name],
      evidence: { ranAt },
    })
    expect(of('TOM-4.3')?.state).toBe('partly')
    expect(of('TOM-12.4')?.state).toBe('open')
    expect(lines.filter(({ state }) => state !== 'open')).toHaveLength(2)
  })

  test('everything is open when the tests ran on other sources, when a file came by, and when they never ran', async () => {
    prove('0'.repeat(64))
    expect(new Set((await json()).map(({ state }) => state))).toEqual(new Set(['open']))
    expect((await json()).every(({ evidence }) => evidence === null)).toBe(true)
    prove(hashOfProven(root))
    writeFileSync(join(root, 'src', 'two.ts'), 'export const two = 2\n')
    expect(new Set((await json()).map(({ state }) => state))).toEqual(new Set(['open']))
    rmSync(join(root, 'proof.json'))
    expect(new Set((await json()).map(({ state }) => state))).toEqual(new Set(['open']))
  })

  test('tells people in lines, with the sum, and says when no tests ran', async () => {
    prove(hashOfProven(root))
    const { code, out, err } = await run()
    expect(code).toBe(0)
    expect(out).toMatch(/^TOM-9\.13 +kept +1 test$/m)
    expect(out).toContain(`1 kept, 1 partly, ${ids.length - 2} open`)
    expect(err).toBe('')
    rmSync(join(root, 'proof.json'))
    expect((await run()).err).toContain('run npm test first')
  })

  test('a word that it does not know is no question', async () => {
    expect((await run('--yaml')).code).toBe(2)
  })
})

test('a program that runs is what it was at the first question: only the proof is read again', () => {
  prove(hashOfProven(root))
  const proof = proofReader(root)
  expect(proof()?.tests).toHaveLength(3)
  prove('0'.repeat(64))
  expect(proof()).toBeUndefined()
})
