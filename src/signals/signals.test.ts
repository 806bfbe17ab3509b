import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { dice, type Look, type Planted, plantDossier, plantLooks } from '../../test/misuse.ts'
import { mustBe, parsePlainDate } from '../kernel/index.ts'
import { keep } from '../people/keep-people.ts'
import { setStaffKeysRow } from '../people/people.store.ts'
import { staffKeysOf } from '../people/staff-keys.ts'
import { judgeSignal, listSignals, type Signal, wordsOf } from './signals.ts'

let house: TestHouse
const staff: string[] = []
const dossiers: string[] = []
const planted: Planted[] = []
const roll = dice(20_261_122)
const NAMES = [
  'Abbing',
  'Brouwers',
  'Coelho',
  'Drent',
  'Eerden',
  'Faber',
  'Gerrits',
  'Haak',
  'Idema',
  'Jansen',
]

beforeAll(async () => {
  house = await testHouse()
  const henk = await house.staff('henk')
  for (const [at, name] of NAMES.entries()) {
    const id = await house.addStaff({
      subject: `w${at}`,
      name: `Werker ${name}`,
      role: 'neighbourhood-coach',
      employer: 'kwadraad',
      team: undefined,
    })
    const address = { postcode: '2401AA', houseNumber: String(100 + at) }
    const keys = await staffKeysOf(house.vault, TOM, { name: `Werker ${name}`, ...address })
    await keep(house.door, henk, setStaffKeysRow(id, keys))
    staff.push(id)
  }
  // Five clients have the common name of a worker, the others names of their own.
  for (let at = 0; at < 80; at++) {
    const surname =
      at < 5 ? 'Jansen' : `Client${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}`
    dossiers.push(await plantDossier(house, { surname, postcode: '2405BB', houseNumber: String(at + 1) }))
  }
  await plantLooks(house, honestWork())
  await plantLooks(house, await misuse())
})
afterAll(() => house.close())

const one = (list: readonly string[], at: number) => list[at % list.length] ?? ''
const clock = (hour: number, minute: number) =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** Four weeks of ten workers with eight clients each: visits, notes, calls taken for each other, a mistyped address, late notes. */
function honestWork(): Look[] {
  const looks: Look[] = []
  for (let days = 28; days >= 4; days--) {
    for (const [at, actor] of staff.entries()) {
      for (let visit = 0; visit < 5; visit++) {
        const look = { actor, dossier: one(dossiers, at * 8 + roll(8)), days }
        const time = clock(8 + roll(10), roll(60))
        looks.push({ ...look, time })
        if (roll(2) === 0) looks.push({ ...look, time, action: 'write' })
      }
      // a call for an absent colleague, who writes down the same day what it was about
      if (roll(5) === 0) {
        const colleague = (at + 1 + roll(9)) % staff.length
        const dossier = one(dossiers, colleague * 8 + roll(8))
        looks.push({ actor, dossier, days, time: clock(9 + roll(7), roll(60)), relation: 'same-team' })
        looks.push({ actor: one(staff, colleague), dossier, days, time: '17:00', action: 'write' })
      }
      if (roll(20) === 0)
        looks.push({
          actor,
          dossier: randomUUID(),
          days,
          time: '11:00',
          outcome: 'refused',
          relation: 'none',
        })
      if (roll(15) === 0)
        looks.push({ actor, dossier: one(dossiers, at * 8), days, time: clock(22, roll(60)), action: 'read' })
    }
  }
  // Honest all the same: three calls about which nothing was to be written, and a note after midnight.
  for (const at of [0, 3, 6]) {
    const look = { actor: one(staff, at), dossier: randomUUID(), days: 9, time: '10:10' }
    looks.push({ ...look, relation: 'same-team' })
  }
  looks.push({ actor: one(staff, 5), dossier: one(dossiers, 41), days: 12, time: '00:20' })
  return looks
}

/** What is to be found, each with the signal that should say so. */
async function misuse(): Promise<Look[]> {
  const looks: Look[] = []
  const plant = (kind: Planted['kind'], actor: string, dossier: string | undefined, ...what: Look[]) => {
    planted.push({ kind, actor, dossier })
    looks.push(...what)
  }
  for (const at of [1, 2, 5, 8]) {
    const dossier = await plantDossier(house, {
      surname: `Buur${'abcdefghij'[at]}`,
      postcode: '2406CC',
      houseNumber: '9',
    })
    const actor = one(staff, at)
    plant('without-follow-up', actor, dossier, {
      actor,
      dossier,
      days: 7,
      time: '15:30',
      relation: 'same-team',
    })
  }
  for (const at of [0, 4, 7]) {
    const actor = one(staff, at)
    const tries = [0, 1, 2, 3].map(
      (n): Look => ({
        actor,
        dossier: one(dossiers, at * 8 + 40 + n),
        days: 10,
        time: clock(12, n),
        outcome: 'refused',
        relation: 'none',
      }),
    )
    plant('tried', actor, undefined, ...tries)
  }
  for (const [at, from] of [
    [3, 5],
    [9, 35],
  ] as const) {
    const actor = one(staff, at)
    const burst = dossiers.slice(0, 20).map(
      (dossier, n): Look => ({
        actor,
        dossier,
        days: 14,
        time: clock(13 + Math.floor((from + n) / 60), (from + n) % 60),
      }),
    )
    plant('many', actor, undefined, ...burst)
  }
  for (const at of [1, 4, 6, 8]) {
    const actor = one(staff, at)
    plant('odd-hours', actor, undefined, {
      actor,
      dossier: one(dossiers, at * 8),
      days: 16,
      time: clock(2, at),
    })
  }
  for (const at of [0, 2, 5]) {
    const actor = one(staff, at)
    const person = { surname: NAMES[at] ?? '', postcode: '2409ZZ', houseNumber: String(at + 1) }
    const dossier = await plantDossier(house, person)
    plant(
      'same-surname',
      actor,
      dossier,
      { actor, dossier, days: 6, time: '16:00' },
      { actor, dossier, days: 6, time: '16:05', action: 'write' },
    )
  }
  for (const at of [6, 7]) {
    const actor = one(staff, at)
    const dossier = await plantDossier(house, {
      surname: `Thuis${at}x`,
      postcode: '2401AA',
      houseNumber: String(100 + at),
    })
    plant('same-address', actor, dossier, {
      actor,
      dossier,
      days: 8,
      time: '14:00',
      outcome: 'refused',
      relation: 'none',
    })
  }
  for (const at of [8, 3]) {
    const actor = one(staff, at)
    const colleague = at === 8 ? 1 : 7
    const person = {
      surname: NAMES[colleague] ?? '',
      postcode: '2401AA',
      houseNumber: String(100 + colleague),
    }
    const dossier = await plantDossier(house, person)
    plant(
      'colleague',
      actor,
      dossier,
      { actor, dossier, days: 11, time: '10:00' },
      { actor, dossier, days: 11, time: '10:05', action: 'write' },
    )
  }
  return looks
}

async function signalsOf(subject = 'iris'): Promise<Signal[]> {
  const answer = await house.door.enter(await house.staff(subject), listSignals, null, new Date())
  return answer.outcome === 'opened' ? answer.value : []
}

const same = (signal: Signal, misuse: Planted) =>
  signal.kind === misuse.kind && signal.actorId === misuse.actor && signal.dossierId === misuse.dossier

describe('signals about who looks', () => {
  test('planted misuse is found (recall at least 0.95) and honest work is not flooded (precision at least 0.8)', async () => {
    const signals = await signalsOf()
    const missed = planted.filter((misuse) => !signals.some((signal) => same(signal, misuse)))
    const wrong = signals.filter((signal) => !planted.some((misuse) => same(signal, misuse)))
    const recall = 1 - missed.length / planted.length
    const precision = 1 - wrong.length / signals.length
    const { rows } = await house.owner.query<{ looks: number }>(
      'select count(*)::int as looks from ledger.entries',
    )
    const report = {
      planted: planted.length,
      signals: signals.length,
      looks: rows[0]?.looks,
      recall,
      precision,
    }
    expect(planted).toHaveLength(20)
    expect(recall, JSON.stringify({ report, missed })).toBeGreaterThanOrEqual(0.95)
    expect(precision, JSON.stringify({ report, wrong: wrong.map((one) => one.kind) })).toBeGreaterThanOrEqual(
      0.8,
    )
    // the false ones are what a person has to judge: calls without a word written, and a late note
    expect(new Set(wrong.map((signal) => signal.kind))).toEqual(new Set(['without-follow-up', 'odd-hours']))
  })

  test('nobody but the data protection officer gets a signal, and nobody without an open review', async () => {
    for (const subject of ['noor', 'karin', 'henk', 'saskia']) expect(await signalsOf(subject)).toEqual([])
    const { rows } = await house.pools.app.query(`select * from wall.signals(now() - interval '30 days')`)
    expect(rows).toEqual([])
    await expect(house.pools.app.query('select * from wall.raised(now())')).rejects.toThrow(
      'permission denied',
    )
    await expect(house.pools.app.query('select * from ledger.signal_judgements')).rejects.toThrow('denied')
    await expect(house.pools.app.query('select * from identity.staff_keys')).rejects.toThrow('denied')
  })

  test('a signal is judged by a named person in words, and then it is off the list until there is a new look', async () => {
    const iris = await house.staff('iris')
    const [signal] = (await signalsOf()).filter((one) => one.kind === 'odd-hours')
    if (!signal) throw new Error('no signal')
    const judging = { kind: signal.kind, actorId: signal.actorId, dossierId: undefined, onDay: signal.onDay }
    const words = 'Crisisdienst, nagevraagd bij de teammanager.'
    const answer = await judgeSignal(house, iris, { ...judging, judgement: 'in-order', words })
    expect(answer).toMatchObject({ outcome: 'opened', value: undefined })
    const judged = (await signalsOf()).find(
      (one) => one.kind === signal.kind && one.actorId === signal.actorId && one.judged,
    )
    expect(judged?.judged).toMatchObject({ judgement: 'in-order', by: 'Iris Kamp' })
    if (judged?.judged) expect(await wordsOf(house.vault, TOM, judged.judged)).toBe(words)
    const { rows } = await house.owner.query(
      `select actor_role, parts from ledger.entries where event = 'signal.judged' and outcome = 'allowed'`,
    )
    expect(rows).toEqual([{ actor_role: 'data-protection-officer', parts: ['access-log'] }])
  })

  test('nobody else judges, and nobody about themselves', async () => {
    const judging = {
      kind: 'odd-hours',
      actorId: staff[1] ?? '',
      dossierId: undefined,
      onDay: mustBe(parsePlainDate('2026-11-22')),
      judgement: 'in-order',
      words: 'Is goed.',
    } as const
    expect(await judgeSignal(house, await house.staff('henk'), judging)).toMatchObject({ outcome: 'refused' })
    const { rows } = await house.owner.query<{ actor_id: string }>(
      `select actor_id from ledger.entries where actor_role = 'data-protection-officer' limit 1`,
    )
    const own = { ...judging, actorId: rows[0]?.actor_id ?? '' }
    expect(await judgeSignal(house, await house.staff('iris'), own)).toMatchObject({ value: 'own-looking' })
  })

  test('there is no score of any client: a signal names a worker, and at most a client number', async () => {
    for (const signal of await signalsOf())
      expect(Object.keys(signal).toSorted()).toEqual([
        'actorId',
        'clientNumber',
        'dossierId',
        'dossiers',
        'firstAt',
        'judged',
        'kind',
        'lastAt',
        'name',
        'onDay',
        'role',
        'times',
      ])
  })
})
