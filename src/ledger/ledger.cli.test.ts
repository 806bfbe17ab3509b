import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plant, type TestLedger, testLedger } from '../../test/ledger.ts'
import { readConfig } from '../config.ts'
import { checkEntryProof } from './entry-proof.ts'
import { commands } from './ledger.cli.ts'

const ORGANISATION = 'tom-in-de-buurt'
let ledger: TestLedger
let elsewhere: string

beforeAll(async () => {
  ledger = await testLedger(ORGANISATION)
  // More than two blocks of 256, so that proofs go through stored subtrees, and an end that fills none.
  for (const count of [1, 299, 400]) {
    await plant(ledger.db.admin, ORGANISATION, count)
    await ledger.sequence()
  }
  // Another machine: nothing but what the auditor was given.
  elsewhere = mkdtempSync(join(tmpdir(), 'gestand-auditor-'))
})
afterAll(async () => {
  await ledger.drop()
  rmSync(elsewhere, { recursive: true })
})

async function run(args: string[], dataDir = ledger.folder) {
  const out: string[] = []
  const err: string[] = []
  const io = {
    stdin: Readable.from([]),
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    config: readConfig({ GESTAND_DATA: dataDir }),
  }
  const code = await commands.ledger!.run(args, {
    ...io,
    out: (line) => void io.out(line),
    err: (line) => void io.err(line),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
const here = () => ['--database', ledger.db.url('gestand_worker')]

describe('the command ledger', () => {
  test('verifies the database with our own key and witness', async () => {
    const { code, out } = await run(['verify', ...here()])
    expect(out).toMatch(
      /^The ledger of tom-in-de-buurt is whole and unchanged\.\n700 entries read; 3 signed checkpoints/,
    )
    expect(code).toBe(0)
  })

  test('TOM-9.13 partly: an auditor elsewhere verifies an export with the public key and the witness file alone', async () => {
    const [key, file, witness] = ['key', 'export', 'witness'].map((name) => join(elsewhere, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(key, `${(await run(['key', ORGANISATION])).out}\n`)
    expect((await run(['export', ORGANISATION, '--to', file, ...here()])).code).toBe(0)
    writeFileSync(witness, readFileSync(join(ledger.folder, 'witness', `${ORGANISATION}.checkpoints`)))
    const audit = (path: string) =>
      run(['verify', '--file', path, '--key', key, '--witness', witness, '--json'], elsewhere)

    const { code, out } = await audit(file)
    expect(JSON.parse(out)).toMatchObject({ ok: true, entries: 700, checkpoints: 3, witnessed: 3 })
    expect(code).toBe(0)

    const whole = readFileSync(file, 'utf8')
    const lines = whole.split('\n')
    const spoilt: Record<string, string[]> = {
      reordered: lines.with(4, lines[5]!).with(5, lines[4]!),
      duplicated: lines.toSpliced(6, 0, lines[5]!),
      deleted: lines.toSpliced(7, 1),
      changed: lines.with(8, lines[8]!.replace('allowed', 'refused')),
      unreadable: lines.with(9, 'nonsense'),
    }
    for (const [kind, changed] of Object.entries(spoilt)) {
      // The file says where its checkpoints begin; whoever changes it would set that right.
      const length = Buffer.byteLength(
        `${changed.filter((line) => !line.startsWith('#') && line !== '').join('\n')}\n`,
      )
      writeFileSync(join(elsewhere, kind), changed.join('\n').replace(/\t\d+\n$/, `\t${length}\n`))
      const found = await audit(join(elsewhere, kind))
      expect(JSON.parse(found.out).findings.map((finding: { kind: string }) => finding.kind)).toContain(kind)
      expect(found.code).toBe(1)
    }
    writeFileSync(join(elsewhere, 'cut'), whole.slice(0, -3))
    await expect(audit(join(elsewhere, 'cut'))).rejects.toThrow('not a whole export')
  })

  test('proves each entry on its own, and nothing of an entry that was changed', async () => {
    const { rows } = await ledger.db.admin.query<{ place: string }>(
      `select generation || '/' || tx || '/' || seq as place from ledger.entries order by generation, tx, seq`,
    )
    const { publicKey } = await ledger.keys.signingKey(ORGANISATION)
    for (const index of [0, 1, 255, 256, 300, 511, 512, 698, 699]) {
      const { out, code } = await run(['proof', ORGANISATION, rows[index]!.place, ...here()])
      expect(code).toBe(0)
      const text = `${out}\n`
      const proven = await checkEntryProof(text, ORGANISATION, publicKey)
      expect(proven).toMatchObject({ index, size: 700 })
      expect(proven?.line).toContain(rows[index]!.place.replaceAll('/', '\t'))
      const otherEntry = text.replace(
        /^extra .*$/m,
        `extra ${Buffer.from(proven!.line.replace('allowed', 'refused')).toString('base64')}`,
      )
      for (const spoilt of [
        text.replace(`index ${index}`, `index ${index + 1}`),
        otherEntry,
        text.slice(0, -1),
      ]) {
        expect(await checkEntryProof(spoilt, ORGANISATION, publicKey)).toBeUndefined()
      }
    }
    const path = join(elsewhere, 'one.tlog-proof')
    writeFileSync(path, `${(await run(['proof', ORGANISATION, rows[300]!.place, ...here()])).out}\n`)
    expect((await run(['check-proof', ORGANISATION, path])).out).toMatch(
      /^Entry 301 of 700 signed entries:\ntom-in-de-buurt\t/,
    )
  })

  test('says in plain words what it cannot do', async () => {
    expect((await run(['proof', ORGANISATION, '1/1/1', ...here()])).err).toContain('There is no entry 1/1/1')
    expect((await run(['nonsense'])).err).toContain('ledger verify [organisation]')
    expect((await run(['nonsense'])).code).toBe(2)
    await expect(run(['key', 'mee-zuid-limburg'])).rejects.toThrow(
      'There is no signing key of mee-zuid-limburg here',
    )
  })
})
