import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  plant,
  registerOrganisation,
  settled,
  type TestLedger,
  tamper,
  testLedger,
} from '../../test/ledger.ts'
import { fileKeyProvider } from '../vault/index.ts'
import { checkpointIn } from './checkpoint.ts'
import { startSequencer } from './sequencer.ts'
import type { Witness } from './witness.ts'
import { folderWitness } from './witness-file.ts'

let ledger: TestLedger
beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(() => ledger.drop())

const sizes = async () => {
  const { rows } = await ledger.db.admin.query<{ size: string }>(
    'select size from ledger.checkpoints where organisation_id = $1 order by size',
    [ledger.organisation],
  )
  return rows.map(({ size }) => Number(size))
}
const fill = (count: number) => plant(ledger.db.admin, ledger.organisation, count)

describe('the sequencer', () => {
  test('TOM-9.13 partly: signs every settled entry, stores the checkpoint and gives it to the witness', async () => {
    await ledger.sequence()
    expect(await sizes()).toEqual([])
    await fill(3)
    await ledger.sequence()
    await ledger.sequence()
    await fill(300)
    await ledger.sequence()
    expect(await sizes()).toEqual([3, 303])
    expect(checkpointIn((await ledger.witness.newest?.(ledger.organisation)) ?? '')?.size).toBe(303)
    expect(await ledger.verify()).toMatchObject({
      ok: true,
      entries: 303,
      checkpoints: 2,
      witnessed: 2,
      waiting: 0,
    })
  })

  test('signs within a second on its own, every organisation its own ledger', async () => {
    await registerOrganisation(ledger.db.admin, 'mee-zuid-limburg')
    const { db, keys, witness } = ledger
    const sequencer = startSequencer({ workerPool: db.worker, keys, witnesses: [witness] })
    await fill(1)
    await plant(db.admin, 'mee-zuid-limburg', 2)
    await settled(db.admin)
    await expect
      .poll(
        async () => {
          const { rows } = await db.admin.query(
            'select organisation_id, size::int from ledger.checkpoints order by size',
          )
          return rows
        },
        { timeout: 1000, interval: 20 },
      )
      .toEqual([
        { organisation_id: 'tom-in-de-buurt', size: 1 },
        { organisation_id: 'mee-zuid-limburg', size: 2 },
      ])
    await sequencer.stop()
  })

  test('waits for a transaction that began earlier and ends later, so that no entry comes into the past', async () => {
    const [early, late] = [await ledger.db.admin.connect(), await ledger.db.admin.connect()]
    await early.query('begin')
    await plant(early, ledger.organisation, 1, { event: 'early' })
    await plant(late, ledger.organisation, 1, { event: 'late' })
    await ledger.sequence({ wait: false })
    expect(await sizes()).toEqual([])
    await early.query('commit')
    await ledger.sequence()
    expect(await sizes()).toEqual([2])
    early.release()
    late.release()
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 })
  })

  test('takes entries of an older generation for settled, because their database is no more', async () => {
    await fill(2)
    await tamper(ledger.db.admin, `update ledger.entries set tx = '9000000000'`)
    await ledger.sequence()
    expect(await sizes()).toEqual([])
    await ledger.db.admin.query('update statement.organisations set generation = 2')
    await plant(ledger.db.admin, ledger.organisation, 1, { generation: 2 })
    await ledger.sequence()
    expect(await sizes()).toEqual([3])
  })

  test('works alone: a second one waits, and takes over when the first is gone', async () => {
    const options = {
      workerPool: ledger.db.worker,
      keys: ledger.keys,
      witnesses: [ledger.witness],
      everyMs: 1e9,
    }
    const first = startSequencer(options)
    await first.tick()
    const second = startSequencer(options)
    await fill(1)
    await settled(ledger.db.admin)
    await second.tick()
    expect(await sizes()).toEqual([])
    await first.stop()
    await expect
      .poll(
        async () => {
          await second.tick()
          return sizes()
        },
        { timeout: 10_000 },
      )
      .toEqual([1])
    await second.stop()
  })

  test('goes on after its connection was cut', async () => {
    const { db, keys, witness, organisation } = ledger
    const sequencer = startSequencer({ workerPool: db.worker, keys, witnesses: [witness], everyMs: 20 })
    await fill(1)
    await settled(db.admin)
    await sequencer.tick()
    await db.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'gestand_worker' and datname = current_database()`,
    )
    await plant(db.admin, organisation, 1)
    await expect.poll(sizes, { timeout: 10_000 }).toEqual([1, 2])
    await sequencer.stop()
  })

  test('does not let a witness out of reach hold up the signing, and gives it the checkpoint later', async () => {
    const lines: string[] = []
    let reachable = false
    const given: number[] = []
    const shy: Witness = {
      name: 'shy',
      async add({ checkpoint }) {
        if (!reachable) throw new Error('nobody home')
        given.push(checkpoint.size)
        return []
      },
    }
    const { db, keys, witness } = ledger
    const options = { workerPool: db.worker, keys, witnesses: [shy, witness], everyMs: 1e9 }
    const sequencer = startSequencer({ ...options, report: (line) => lines.push(line) })
    await fill(1)
    await settled(db.admin)
    await sequencer.tick()
    await sequencer.stop()
    expect(await sizes()).toEqual([1])
    expect(lines).toEqual(['Witness shy could not be given the checkpoint of tom-in-de-buurt: nobody home'])
    reachable = true
    await ledger.sequence({ witnesses: [shy] })
    expect(given).toEqual([1])
  })
})

describe('the sequencer signs nothing more', () => {
  beforeEach(async () => {
    await fill(5)
    await ledger.sequence()
    await fill(5)
    await ledger.sequence()
  })

  const stopsWith = async (code: string, options = {}) => {
    const before = await sizes()
    await fill(1)
    await expect(ledger.sequence(options)).rejects.toMatchObject({ name: 'LedgerFault', code })
    expect(await sizes()).toEqual(before)
  }
  const backTo = (size: number) =>
    tamper(
      ledger.db.admin,
      `delete from ledger.checkpoints where size > ${size}`,
      `delete from ledger.entries where seq > (select coalesce(max(last_seq), 0) from ledger.checkpoints)`,
    )

  test('TOM-9.13 partly: when a witness has seen more than the database holds', async () => {
    await backTo(5)
    await stopsWith('rolled-back')
  })

  test('when the whole ledger is gone but for the memory of a witness', async () => {
    await tamper(ledger.db.admin, 'delete from ledger.checkpoints', 'delete from ledger.entries')
    await ledger.db.admin.query('delete from statement.organisations')
    await expect(ledger.sequence()).rejects.toMatchObject({ code: 'rolled-back' })
  })

  test('when the database goes back while it runs, without any witness', async () => {
    const { db, keys } = ledger
    const sequencer = startSequencer({ workerPool: db.worker, keys, witnesses: [], everyMs: 1e9 })
    await sequencer.tick()
    await backTo(5)
    await fill(1)
    await expect(sequencer.tick()).rejects.toMatchObject({ code: 'rolled-back' })
    await sequencer.stop()
    expect(await sizes()).toEqual([5])
  })

  test('when the database went back and was signed anew behind the back of the witness', async () => {
    await backTo(5)
    await fill(5)
    await ledger.sequence({ witnesses: [] })
    expect(await sizes()).toEqual([5, 10])
    await stopsWith('forked')
    await fill(1)
    await ledger.sequence({ witnesses: [] })
    await stopsWith('forked')
  })

  test('when the last checkpoint was signed with another key', async () => {
    await stopsWith('foreign-key', { keys: fileKeyProvider(join(ledger.folder, 'other')) })
  })

  test.each([
    'size = size + 1',
    `root = set_byte(root, 0, get_byte(root, 0) # 1)`,
    'last_seq = last_seq - 1',
    `last_tx = (last_tx::text::bigint - 1)::text::xid8`,
    'generation = 2',
    'frontier = set_byte(frontier, 40, get_byte(frontier, 40) # 1)',
    `note = replace(note, 'last 1', 'last 2')`,
  ])('when the last checkpoint was changed: %s', async (change) => {
    await tamper(ledger.db.admin, `update ledger.checkpoints set ${change} where size = 10`)
    // Without witness: the checkpoint itself must give it away.
    await stopsWith('damaged', { witnesses: [] })
  })

  test('when what the witness holds cannot be read', async () => {
    const blind: Witness = {
      ...folderWitness('/nowhere'),
      newest: () => Promise.reject(new Error('no such disk')),
    }
    await stopsWith('witness-unreadable', { witnesses: [blind] })
  })
})
