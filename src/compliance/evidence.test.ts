import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Evidence, evidenceFor, type Figures, type Measure } from './evidence.ts'
import { keyFolder } from './key-folder.ts'

const now = new Date('2026-11-22T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const SECOND = 1000
const DAY = 86_400 * SECOND

const healthy: Figures = {
  looksThisWeek: 120,
  refusalsThisWeek: 3,
  entries: 140,
  checkpointSize: 140,
  oldestWaiting: undefined,
  withoutGround: 0,
  verified: { at: ago(240 * SECOND), entries: 140, findings: 0 },
  staff: 9,
  cleared: 8,
  expiring: 0,
  administrators: 2,
  incidental: { accesses: 0, toJudge: 0, oldestToJudge: undefined },
}
const measure: Measure = {
  now,
  keys: { files: 6, exposed: 0 },
  mostAdministrators: 3,
  edition: { inForce: '2024-03-15', read: '2024-03-15' },
}

type Case = [what: string, id: string, figures: Partial<Figures>, against: Partial<Measure>, codes: string]
const red = (evidence: Evidence[]) =>
  evidence.map(({ code, holds }) => (holds ? code : `${code} (red)`)).join(', ')

describe('what the running system says', () => {
  const verified = { at: ago(0), entries: 140, findings: 0 }
  const cases: Case[] = [
    ['all is well', 'TOM-9.13', {}, {}, 'seal, verified'],
    ['the seal is a moment behind', 'TOM-9.13', { oldestWaiting: ago(10 * SECOND) }, {}, 'seal, verified'],
    [
      'the seal stands still',
      'TOM-9.13',
      { oldestWaiting: ago(11 * SECOND) },
      {},
      'seal-late (red), verified',
    ],
    [
      'the last verification is a day old',
      'TOM-12.10',
      { verified: { ...verified, at: ago(DAY) } },
      {},
      'verified',
    ],
    [
      'the last verification is longer ago',
      'TOM-12.10',
      { verified: { ...verified, at: ago(DAY + 1) } },
      {},
      'verified-long-ago (red)',
    ],
    ['there never was one', 'TOM-12.10', { verified: undefined }, {}, 'never-verified (red)'],
    [
      'it found something',
      'TOM-12.10',
      { verified: { ...verified, findings: 1 } },
      {},
      'verified-faults (red)',
    ],
    ['every entry has its ground', 'TOM-7.2', {}, {}, 'ground'],
    ['one entry has none', 'MEE-8.1', { withoutGround: 1 }, {}, 'ground-missing (red)'],
    ['a declaration is about to end', 'TOM-12.9', { expiring: 1 }, {}, 'clearance-expiring'],
    [
      'as many administrators as the statement allows',
      'TOM-9.12',
      { administrators: 3 },
      {},
      'administrators',
    ],
    ['one administrator too many', 'TOM-9.12', { administrators: 4 }, {}, 'administrators-many (red)'],
    [
      'the statement has no bound',
      'TOM-9.12',
      { administrators: 4 },
      { mostAdministrators: undefined },
      'administrators',
    ],
    [
      'an incidental access waits for judgement',
      'TOM-9.8',
      { incidental: { accesses: 2, toJudge: 1, oldestToJudge: ago(30 * DAY) } },
      {},
      'incidental-waiting',
    ],
    [
      'it waits for more than a month',
      'TOM-9.8',
      { incidental: { accesses: 2, toJudge: 1, oldestToJudge: ago(30 * DAY + 1) } },
      {},
      'incidental-waiting (red)',
    ],
    ['the keys are closed', 'TOM-12.4', {}, {}, 'keys'],
    ['a key is open to others', 'TOM-12.4', {}, { keys: { files: 6, exposed: 1 } }, 'keys-exposed (red)'],
    ['there are no keys', 'TOM-12.4', {}, { keys: { files: 0, exposed: 0 } }, 'keys-exposed (red)'],
    [
      'a later edition of the same date',
      'TOM-13.1',
      {},
      { edition: { inForce: '2024-03-15.2', read: '2024-03-15' } },
      'edition',
    ],
    [
      'another version is in force than the program has read',
      'TOM-13.1',
      {},
      { edition: { inForce: '2024-03-15', read: '2025-01-01' } },
      'edition-other (red)',
    ],
    ['a promise that leaves no figures', 'TOM-1.1', {}, {}, ''],
  ]
  test.each(cases)('%s', (_what, id, figures, against, codes) => {
    expect(red(evidenceFor(id, { ...healthy, ...figures }, { ...measure, ...against }))).toBe(codes)
  })
})

test('the folder of the keys is looked at and not opened: files, and who else can read them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gestand-keys-'))
  try {
    expect(keyFolder(join(folder, 'absent'))).toEqual({ files: 0, exposed: 0 })
    mkdirSync(join(folder, 'linde'), { mode: 0o700 })
    const file = join(folder, 'linde', 'wrapping.key')
    writeFileSync(file, 'secret', { mode: 0o600 })
    expect(keyFolder(folder)).toEqual({ files: 1, exposed: 0 })
    chmodSync(file, 0o640)
    expect(keyFolder(folder)).toEqual({ files: 1, exposed: 1 })
    chmodSync(file, 0o600)
    chmodSync(join(folder, 'linde'), 0o755)
    expect(keyFolder(folder)).toEqual({ files: 1, exposed: 1 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
