import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plant, type TestLedger, testLedger } from '../../test/ledger.ts'
import { startProgram } from '../../test/program.ts'
import { startSequencer } from './sequencer.ts'

let ledger: TestLedger
beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(() => ledger.drop())

const chance = (most: number) => Math.floor(Math.random() * most)

/** Writes as the application does under load: short and long transactions, some of which come to nothing. */
async function write(until: number): Promise<number> {
  let kept = 0
  const client = await ledger.db.admin.connect()
  while (Date.now() < until) {
    const count = 1 + chance(5)
    await client.query('begin')
    await plant(client, ledger.organisation, count)
    await sleep(chance(15))
    if (chance(2) === 0) {
      // An entry of the same transaction that stands later in the order of numbers.
      await client.query('savepoint maybe')
      await plant(client, ledger.organisation, 1)
      await client.query('rollback to maybe')
    }
    const keep = chance(4) > 0
    await client.query(keep ? 'commit' : 'rollback')
    if (keep) kept += count
  }
  client.release()
  return kept
}

async function entries(): Promise<number> {
  const { rows } = await ledger.db.admin.query<{ count: string }>('select count(*) from ledger.entries')
  return Number(rows[0]?.count)
}

describe('an honest ledger', () => {
  test('TOM-9.13 partly: is never suspected, while many write, give up and overtake one another', async () => {
    const { db, keys, witness } = ledger
    const faults: string[] = []
    const options = { workerPool: db.worker, keys, witnesses: [witness], everyMs: 5 }
    const sequencer = startSequencer({ ...options, report: (line) => faults.push(line) })
    const until = Date.now() + 6000
    const writers = Promise.all([write(until), write(until), write(until), write(until)])
    let runs = 0
    while (Date.now() < until) {
      const report = await ledger.verify()
      expect(report.findings).toEqual([])
      runs += 1
    }
    const kept = (await writers).reduce((sum, count) => sum + count)
    // A transaction of a neighbour on the same server may hold up the last ones for a moment.
    await expect
      .poll(
        async () => {
          await sequencer.tick()
          return (await ledger.verify()).waiting
        },
        { timeout: 20_000 },
      )
      .toBe(0)
    await sequencer.stop()
    expect(faults).toEqual([])
    expect(runs).toBeGreaterThan(50)
    const report = await ledger.verify()
    expect(report).toMatchObject({ ok: true, entries: kept, confirmed: { size: kept } })
    expect(report.checkpoints).toBeGreaterThan(50)
  })

  test('TOM-9.13 partly: goes on where it was, after its sequencer was killed at any moment', async () => {
    const { db, folder, organisation } = ledger
    const source = `
      import { join } from 'node:path'
      import { connect } from '../db/index.ts'
      import { fileKeyProvider } from '../vault/index.ts'
      import { folderWitness, startSequencer } from './index.ts'
      const [url, folder] = process.argv.slice(2)
      startSequencer({
        workerPool: connect(url), keys: fileKeyProvider(join(folder, 'keys')),
        witnesses: [folderWitness(join(folder, 'witness'))], everyMs: 0, report: (line) => console.log('FAULT ' + line),
      })
      console.log('begun')`
    const until = Date.now() + 8000
    const writers = Promise.all([write(until), write(until)])
    let kills = 0
    while (Date.now() < until) {
      const program = await startProgram(source, import.meta.dirname, [db.url('gestand_worker'), folder])
      expect(await program.line()).toBe('begun')
      await sleep(50 + chance(300))
      await program.kill()
      kills += 1
      const report = await ledger.verify()
      expect(report.findings).toEqual([])
    }
    await writers
    await expect
      .poll(
        async () => {
          await ledger.sequence()
          return (await ledger.verify()).waiting
        },
        { timeout: 20_000 },
      )
      .toBe(0)
    expect(kills).toBeGreaterThan(5)
    const { rows } = await db.admin.query(
      'select count(distinct root)::int as roots, count(*)::int as sizes from ledger.checkpoints where organisation_id = $1',
      [organisation],
    )
    expect(rows[0].sizes).toBe(rows[0].roots)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: await entries() })
  })
})
