import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plant, type TestLedger, tamper, testLedger } from '../../test/ledger.ts'
import { fileKeyProvider } from '../vault/index.ts'
import type { FindingKind } from './findings.ts'
import { COLUMNS } from './lines.ts'

let ledger: TestLedger

// Four checkpoints of ten entries; entry n has seq n.
beforeEach(async () => {
  ledger = await testLedger()
  for (let round = 0; round < 4; round += 1) {
    await plant(ledger.db.admin, ledger.organisation, 10)
    await ledger.sequence()
  }
})
afterEach(() => ledger.drop())

const change = (...statements: string[]) => tamper(ledger.db.admin, ...statements)
const kinds = async (options = {}): Promise<FindingKind[]> => {
  const report = await ledger.verify(options)
  expect(report.ok).toBe(report.findings.length === 0)
  return report.findings.map(({ kind }) => kind)
}
const HERE = 'where seq = 15'

/** Another value for each column, of which the database accepts that it is one. */
const otherValues: Record<(typeof COLUMNS)[number], string> = {
  organisation_id: `'mee-zuid-limburg'`,
  generation: '2',
  tx: `(tx::text::bigint + 1)::text::xid8`,
  seq: '1000',
  at: `at + interval '1 microsecond'`,
  event: `event || ' '`,
  action: 'null',
  action_code: `'D'`,
  outcome: `'refused'`,
  reason: `''`,
  statement_version: `'2024-03-16'`,
  purpose: `'Support'`,
  activity: `activity || E'\\n'`,
  clauses: `clauses[2:2]`,
  policies: `'{}'`,
  actor_kind: `'client'`,
  actor_id: 'gen_random_uuid()',
  actor_role: `'host'`,
  relation: `'none'`,
  responsible_id: 'null',
  dossier_id: 'gen_random_uuid()',
  parts: `array['identity,notes']`,
  consent_id: 'null',
  emergency: 'true',
  hits: '0',
  session_id: 'null',
  trace_id: 'gen_random_uuid()',
  access_point: `'portal'`,
  site: `'Gestand'`,
  detail: `set_byte(detail, 0, get_byte(detail, 0) # 1)`,
}

describe('TOM-9.13 partly: the verifier finds what a superuser does to the entries', () => {
  test('nothing done: nothing found', async () => {
    expect(await ledger.verify()).toMatchObject({
      ok: true,
      entries: 40,
      checkpoints: 4,
      witnessed: 4,
      findings: [],
    })
  })

  test('one value changed, in whatever column', async () => {
    await change('create table public.before as select * from ledger.entries')
    for (const column of COLUMNS) {
      await change(`update ledger.entries set ${column} = ${otherValues[column]} ${HERE}`)
      expect(await kinds(), column).not.toEqual([])
      await change('delete from ledger.entries', 'insert into ledger.entries select * from public.before')
      expect(await kinds(), column).toEqual([])
    }
  })

  const tamperings: [what: string, kind: FindingKind, statements: string[]][] = [
    ['one value changed', 'changed', [`update ledger.entries set outcome = 'refused' ${HERE}`]],
    ['an entry deleted', 'deleted', [`delete from ledger.entries ${HERE}`]],
    ['the first entry deleted', 'deleted', ['delete from ledger.entries where seq = 1']],
    ['the last entry deleted', 'truncated', ['delete from ledger.entries where seq = 40']],
    ['the tail cut off', 'truncated', ['delete from ledger.entries where seq > 25']],
    ['everything deleted', 'truncated', ['delete from ledger.entries']],
    ['emptied', 'truncated', ['truncate ledger.entries']],
    [
      'an entry put in before the last checkpoint',
      'inserted',
      [
        'create temporary table one as select * from ledger.entries where seq = 15',
        'update one set seq = 16, trace_id = gen_random_uuid(), tx = (tx::text::bigint - 1)::text::xid8',
        'insert into ledger.entries select * from one',
      ],
    ],
    [
      'an entry duplicated',
      'duplicated',
      [
        'alter table ledger.entries drop constraint entries_pkey',
        `insert into ledger.entries select * from ledger.entries ${HERE}`,
      ],
    ],
    [
      'two entries swapped',
      'changed',
      [
        'update ledger.entries set seq = 1015 where seq = 15',
        'update ledger.entries set seq = 15 where seq = 16',
        'update ledger.entries set seq = 16 where seq = 1015',
      ],
    ],
    [
      'entries moved to another ledger',
      'deleted',
      [`update ledger.entries set organisation_id = 'x' where seq > 35`],
    ],
  ]
  test.each(tamperings)('%s: %s', async (_what, kind, statements) => {
    await change(...statements)
    const found = await kinds()
    // Cutting off the end of a checkpoint's entries and taking some from its middle look alike.
    const same = kind === 'deleted' ? ['deleted', 'truncated'] : [kind]
    expect(same).toContain(found[0])
  })

  test('and says between which checkpoints, while it confirms the rest', async () => {
    await change(
      `update ledger.entries set outcome = 'refused' ${HERE}`,
      'delete from ledger.entries where seq = 33',
    )
    const report = await ledger.verify()
    expect(report.findings.map(({ sentence }) => sentence)).toEqual([
      'One or more entries between the checkpoints of 10 and 20 entries were changed after they were signed.',
      '1 entries are gone between the checkpoints of 30 and 40 entries.',
    ])
    expect(report).toMatchObject({ ok: false, checkpoints: 2, confirmed: { size: 30 } })
  })
})

describe('TOM-9.13 partly: the verifier finds what a superuser does to the whole ledger', () => {
  const cutBackTo = (size: number) => [
    `delete from ledger.checkpoints where size > ${size}`,
    `delete from ledger.entries where seq > ${size}`,
  ]

  test('put back to an older copy', async () => {
    await change(...cutBackTo(20))
    expect(await kinds()).toEqual(['rolled-back'])
    // Nobody else could: this is what a witness is for.
    expect(await ledger.verify({ witnessed: [] })).toMatchObject({
      ok: true,
      remarks: [expect.stringContaining('No witness')],
    })
  })

  test('put back to before the beginning', async () => {
    await change(...cutBackTo(0))
    expect(await kinds()).toEqual(['rolled-back'])
  })

  test('put back and filled up with another history, signed with the stolen key', async () => {
    await change(...cutBackTo(20), 'delete from ledger.subtrees')
    await plant(ledger.db.admin, ledger.organisation, 20)
    await ledger.sequence({ witnesses: [] })
    expect(await kinds()).toContain('forked')
  })

  test('the same with other sizes, so that no two checkpoints stand side by side', async () => {
    await change(...cutBackTo(20))
    await plant(ledger.db.admin, ledger.organisation, 25)
    await ledger.sequence({ witnesses: [] })
    const found = await kinds()
    expect(found).not.toEqual([])
    expect(found).not.toContain('forked')
  })

  test('all of it written anew with another key', async () => {
    await change('delete from ledger.checkpoints', `update ledger.entries set outcome = 'refused' ${HERE}`)
    await ledger.sequence({ witnesses: [], keys: fileKeyProvider(join(ledger.folder, 'thief')) })
    expect(await kinds()).toEqual(expect.arrayContaining(['foreign-key', 'changed']))
    expect(await kinds({ witnessed: [] })).toContain('foreign-key')
  })

  test('entries put in that nobody signs', async () => {
    await plant(ledger.db.admin, ledger.organisation, 1)
    expect(await kinds()).toEqual([])
    const inAnHour = () => Date.now() + 3_600_000
    expect(await kinds({ now: inAnHour })).toEqual(['not-sequenced'])
  })
})

describe('TOM-9.13 partly: the verifier finds what a superuser does to the checkpoints', () => {
  const tamperings: [what: string, kind: FindingKind, statements: string[]][] = [
    [
      'a root in the note changed',
      'bad-signature',
      [
        `overlay(note placing case substr(note, position('=' in note) - 5, 1) when 'A' then 'B' else 'A' end from position('=' in note) - 5)`,
      ],
    ],
    ['the place in the note changed', 'bad-signature', [`replace(note, 'last 1', 'last 3')`]],
    ['the signature cut', 'unreadable', [`left(note, -20)`]],
    ['the note emptied', 'unreadable', [`''`]],
    [
      'the note of another size',
      'checkpoint-damaged',
      ['(select note from ledger.checkpoints where size = 10)'],
    ],
  ]
  test.each(tamperings)('%s: %s', async (_what, kind, [expression]) => {
    await change(`update ledger.checkpoints set note = ${expression} where size = 20`)
    expect(await kinds()).toContain(kind)
  })

  test.each([
    'root = set_byte(root, 31, get_byte(root, 31) # 128)',
    'last_seq = last_seq + 1',
    `last_tx = '7'`,
    'generation = 9',
    'size = 21',
    'frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)',
  ])('what stands beside the note changed: %s', async (assignment) => {
    await change(`update ledger.checkpoints set ${assignment} where size = 20`)
    expect(await kinds()).toEqual(['checkpoint-damaged'])
  })

  test('one deleted that a witness holds', async () => {
    await change('delete from ledger.checkpoints where size = 20')
    expect(await kinds()).toEqual(['checkpoint-missing'])
  })
})
