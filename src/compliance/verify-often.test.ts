import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plant, type TestLedger, tamper, testLedger } from '../../test/ledger.ts'
import { connect } from '../db/index.ts'
import { witnessPath } from '../ledger/index.ts'
import { startVerifier, type Verifier } from './verify-often.ts'

const ORGANISATION = 'tom-in-de-buurt'
let ledger: TestLedger
const said: string[] = []

beforeAll(async () => {
  ledger = await testLedger(ORGANISATION)
  await plant(ledger.db.admin, ORGANISATION, 20)
  await ledger.sequence()
})
afterAll(() => ledger.drop())

const verifier = (
  more: { firstMs?: number; everyMs?: number; share?: number; organisations?: string[] } = {},
): Verifier =>
  startVerifier({
    pool: connect(ledger.db.url('gestand_worker'), { max: 2 }),
    keys: ledger.keys,
    organisations: [ORGANISATION],
    witnessFiles: (organisation) => [witnessPath(join(ledger.folder, 'witness'), organisation)],
    firstMs: 1e9,
    report: (sentence) => void said.push(sentence),
    ...more,
  })

async function kept(): Promise<{ organisation_id: string; entries: string; findings: number }[]> {
  const { rows } = await ledger.db.admin.query(
    'select organisation_id, entries, findings from ledger.verifications order by verified_at',
  )
  return rows
}

async function once(work: Verifier): Promise<void> {
  await work.verify()
  await work.stop()
}

test('TOM-12.10 partly: the whole ledger is recomputed as the worker, and the outcome is kept', async () => {
  await once(verifier())
  expect(await kept()).toEqual([{ organisation_id: ORGANISATION, entries: '20', findings: 0 }])
  expect(said).toEqual([])
})

test('it goes by itself, again and again, until it is stopped', async () => {
  const before = (await kept()).length
  const running = verifier({ firstMs: 1, everyMs: 1, share: 1 })
  for (let tries = 0; (await kept()).length < before + 2 && tries < 200; tries++) await sleep(25)
  await running.stop()
  const stopped = (await kept()).length
  expect(stopped).toBeGreaterThanOrEqual(before + 2)
  await sleep(200)
  expect((await kept()).length).toBe(stopped)
})

test('an outcome cannot be changed, removed, or written by the application', async () => {
  const refused = (sql: string, role: 'admin' | 'worker' | 'app') =>
    expect(ledger.db[role].query(sql)).rejects.toThrow(/append-only|permission denied/)
  await refused('update ledger.verifications set findings = 0', 'admin')
  await refused('delete from ledger.verifications', 'admin')
  await refused('truncate ledger.verifications', 'admin')
  await refused('delete from ledger.verifications', 'worker')
  await refused(
    `insert into ledger.verifications (organisation_id, entries, findings) values ('${ORGANISATION}', 1, 0)`,
    'app',
  )
})

test('TOM-12.10 partly: what a superuser changed is counted, kept, and said once', async () => {
  await tamper(ledger.db.admin, `update ledger.entries set actor_role = 'host' where hits = 7`)
  const work = verifier({ organisations: ['no-such-organisation', ORGANISATION] })
  await work.verify()
  await once(work)
  expect((await kept()).at(-1)?.findings).toBeGreaterThan(0)
  const about = said.filter((sentence) => sentence.includes(`${ORGANISATION} is not what was signed`))
  expect(about).toHaveLength(1)
})
