import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import {
  databaseSource,
  folderWitness,
  readWitnessFile,
  startSequencer,
  verifyLedger,
  witnessPath,
} from '../../src/ledger/index.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { settled, tamper } from '../ledger.ts'
import { asApp, foothold, leaks } from './as-app.ts'

/** The whole of what TOM-9.13 promises, on one house: the parts are tried much further in the other files and in src/ledger. */
let house: TestHouse
let aydin: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
})
afterAll(() => house.close())

const witnessFolder = () => join(house.folder, 'witness-of-the-test')

async function sequence(): Promise<void> {
  await settled(house.owner)
  const sequencer = startSequencer({
    workerPool: house.pools.worker,
    keys: house.keys,
    witnesses: [folderWitness(witnessFolder())],
    everyMs: 1e9,
  })
  await sequencer.tick()
  await sequencer.stop()
}

async function findings(): Promise<string[]> {
  const report = await verifyLedger({
    source: databaseSource(house.pools.worker, TOM),
    publicKey: (await house.keys.signingKey(TOM)).publicKey,
    witnessed: [() => readWitnessFile(witnessPath(witnessFolder(), TOM))],
  })
  expect(report.entries).toBeGreaterThan(0)
  return report.findings.map(({ kind }) => kind)
}

const FIRST = `organisation_id = '${TOM}' and seq = (select min(seq) from ledger.entries where organisation_id = '${TOM}' and action = 'read')`
const LAST = `organisation_id = '${TOM}' and seq = (select max(seq) from ledger.entries where organisation_id = '${TOM}')`

/** What a superuser does to the ledger, past its triggers. */
const TAMPERED: Readonly<Record<string, string[]>> = {
  'a change': [`update ledger.entries set actor_id = gen_random_uuid() where ${FIRST}`],
  'a refusal made an allowance': [
    `update ledger.entries set outcome = 'allowed' where organisation_id = '${TOM}' and outcome = 'refused'`,
  ],
  'a deletion': [`delete from ledger.entries where ${FIRST}`],
  'a new order': [
    `update ledger.entries set seq = -seq where ${FIRST}`,
    `update ledger.entries set seq = (select min(-seq) from ledger.entries where seq < 0) where ${LAST}`,
    `update ledger.entries set seq = 1000000 where seq < 0`,
  ],
  'the end cut off': [`delete from ledger.entries where ${LAST}`],
  'all of it': [
    `delete from ledger.entries where organisation_id = '${TOM}' and seq > (select min(seq) from ledger.entries where organisation_id = '${TOM}')`,
  ],
}

test('TOM-9.13: without an entry the database shows the application nothing; with one, who looked is written for good, and whoever touches it is found out', async () => {
  // No row without an entry, whatever is asked; and none after its transaction.
  expect(await asApp(house.db.app, leaks)).toEqual({})
  const client = await house.db.app.connect()
  try {
    await client.query('begin')
    expect(await leaks(foothold(client))).toEqual({})
    await foothold(client).open(noor, { dossier: aydin })
    expect(Object.keys(await leaks(foothold(client)))).toContain('dossier.notes')
    await client.query('commit')
    expect((await client.query('select from dossier.notes')).rowCount).toBe(0)
  } finally {
    client.release()
  }
  // Who had access to which data at which moment: found again, for looks that were allowed and refused.
  const look = { event: 'dossier.read', parts: ['identity', 'notes'], use: 'support', newest: 5 } as const
  await house.door.read(noor, look, aydin)
  await house.door.read(await house.staff('fenna'), look, aydin)
  const { rows } = await house.owner.query<{
    outcome: string
    parts: string[]
    fresh: boolean
    clauses: string[]
  }>(
    `select outcome, parts, clauses, at > now() - interval '1 minute' as fresh from ledger.entries where dossier_id = $1 order by seq desc limit 2`,
    [aydin],
  )
  expect(rows).toMatchObject([
    { outcome: 'refused', parts: ['identity', 'notes'], fresh: true },
    { outcome: 'allowed', parts: ['identity', 'notes'], fresh: true },
  ])
  expect(rows[1]!.clauses.length).toBeGreaterThan(0)
  // Whoever changes, deletes, reorders or truncates, superuser or not, is found out.
  await sequence()
  expect(await findings()).toEqual([])
  await house.owner.query('create table public.kept as table ledger.entries')
  for (const [what, statements] of Object.entries(TAMPERED)) {
    await tamper(house.owner, ...statements)
    expect(await findings(), what).not.toEqual([])
    await tamper(house.owner, 'delete from ledger.entries', 'insert into ledger.entries table public.kept')
    expect(await findings(), `${what}, put back`).toEqual([])
  }
})
