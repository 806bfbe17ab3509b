import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { type Comparison, compare } from './completeness/compare.ts'
import { KillableHouse } from './completeness/killable.ts'
import { KINDS, Load } from './completeness/load.ts'

// Starts and recoveries one after another, on a machine that may have much else to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let house: KillableHouse

beforeAll(async () => {
  house = new KillableHouse(join(inject('runFolder'), `completeness-${process.pid}`))
  await house.start()
})
afterAll(async () => {
  await house.end()
})

/** Asks eight at once while something happens to the house, and matches what arrived with what the ledger then holds. */
async function under(happens: (load: Load) => Promise<void>): Promise<{ load: Load; ledger: Comparison }> {
  const load = new Load(house.port).begin()
  try {
    await happens(load)
  } finally {
    await load.end()
  }
  return { load, ledger: await reconcile(load) }
}

async function reconcile(load: Load): Promise<Comparison> {
  const entries = (await house.namedEntries()).filter(({ name }) => load.asked.has(name))
  return compare(load, entries)
}

/** Nothing that was answered is missing, and nothing stands there that was not asked. */
function expectComplete({ answers, matched, unlogged, wrong }: Comparison): void {
  expect(answers).toBeGreaterThan(0)
  expect({ unlogged, wrong }).toEqual({ unlogged: [], wrong: [] })
  expect(matched / answers).toBe(1)
}

async function expectVerified(): Promise<void> {
  const report = await house.verify()
  expect(report.findings).toEqual([])
  expect(report).toMatchObject({ ok: true, waiting: 0, confirmed: { size: report.entries } })
}

test('what is confirmed is on disk: the settings of the application are those of a server that loses nothing', async () => {
  const settings = await house.asApp(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`,
  )
  expect(settings).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'synchronous_commit', setting: 'on' },
  ])
})

test('TOM-9.13 partly: as many entries as answers, one each, for looks, refusals and searches, eight at once', async () => {
  const { load, ledger } = await under((load) => load.more(300))
  expectComplete(ledger)
  expect([...load.faults], house.complaints()).toEqual([])
  expect(ledger.unanswered).toEqual([])
  expect(ledger.answers).toBe(load.asked.size)
  const seen = new Map<string, Set<string>>()
  for (const [name, { outcome, shown }] of load.arrived) {
    const kind = load.asked.get(name)!
    seen.set(kind, (seen.get(kind) ?? new Set()).add(`${outcome}${shown > 0 ? ', something shown' : ''}`))
  }
  expect(Object.fromEntries([...seen].map(([kind, answers]) => [kind, [...answers]]))).toEqual({
    look: ['opened, something shown'],
    enter: ['opened, something shown'],
    refused: ['refused'],
    absent: ['refused'],
    found: ['opened, something shown'],
    nothing: ['opened'],
    forbidden: ['refused'],
  })
  await expectVerified()
})

test('TOM-9.13 partly: node is killed under load, the second time with the database: no answer without its entry', async () => {
  for (const orphan of [true, false]) {
    const server = house.server
    const load = new Load(house.port).begin()
    try {
      await load.more(randomInt(20, 120))
      await Promise.all([house.kill(), ...(orphan ? [] : [house.killServer()])])
    } finally {
      await load.end()
    }
    expect(house.server, 'the database server goes on, when it was left alone').toBe(
      orphan ? server : undefined,
    )
    await house.start()
    expect(house.server === server, 'and is taken over as it is').toBe(orphan)
    const ledger = await reconcile(load)
    expectComplete(ledger)
    expect(ledger.unanswered.length, 'at most what was under way').toBeLessThanOrEqual(8)
    await expectVerified()
  }
})

test('TOM-9.13 partly: the database is killed under load and recovers: no answer without its entry', async () => {
  for (const kill of ['killServer', 'killConnection', 'killServer'] as const) {
    const { load, ledger } = await under(async (load) => {
      await load.more(randomInt(20, 120))
      await house[kill]()
      await load.moreFaults(1)
      // It answers again, with nobody's help.
      await load.more(40)
    })
    expectComplete(ledger)
    expect(ledger.answers + load.faults.size).toBe(load.asked.size)
    expect(ledger.unanswered.every((name) => load.faults.has(name))).toBe(true)
    await expectVerified()
  }
})

test('TOM-9.13 partly: from the moment that entries cannot be written nothing is shown, under load too', async () => {
  const { load, ledger } = await under(async (load) => {
    await load.more(20)
    await house.asAdmin('revoke insert on ledger.entries from gestand_wall')
    try {
      // What had its entry before may still arrive.
      await load.answered()
      const before = load.arrived.size
      for (const kind of KINDS) expect(await load.ask(kind), kind).toBe('fault')
      await load.moreFaults(20)
      expect(load.arrived.size).toBe(before)
    } finally {
      await house.asAdmin('grant insert on ledger.entries to gestand_wall')
    }
    await load.more(20)
  })
  expectComplete(ledger)
  expect(ledger.unanswered).toEqual([])
  expect(ledger.answers + load.faults.size).toBe(load.asked.size)
  await expectVerified()
})

// From here on the ledger is broken, and the tests say so.
test('the comparison notices a database that confirms what is not on disk, when it is killed', async () => {
  await house.asAdmin('alter role gestand_app set synchronous_commit = off')
  // What else confirms also confirms what stands before it: the server's own round, and the commits of the sequencer.
  await house.asAdmin(`alter system set wal_writer_delay = '10s'`)
  await house.asAdmin('select pg_reload_conf()')
  await house.asAdmin('alter role gestand_worker nologin')
  await house.asAdmin(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename in ('gestand_app', 'gestand_worker')`,
  )
  let lost: string[] = []
  // The server may happen to write just before it is killed.
  for (let time = 0; time < 5 && lost.length === 0; time++) {
    const { ledger } = await under(async (load) => {
      await load.more(60)
      await house.killServer()
      await load.more(8)
    })
    expect(ledger.wrong).toEqual([])
    lost = ledger.unlogged
  }
  expect(lost.length).toBeGreaterThan(0)
})

test('the comparison notices a door that answers before it commits, when node is killed', async () => {
  const load = new Load(house.port)
  try {
    for (let time = 0; time < 3; time++) expect(await load.ask('hasty')).toMatchObject({ outcome: 'opened' })
  } finally {
    await house.kill()
    await load.end()
  }
  const { answers, matched, unlogged } = await reconcile(load)
  expect({ answers, matched, unlogged: unlogged.length }).toEqual({ answers: 3, matched: 0, unlogged: 3 })
})
