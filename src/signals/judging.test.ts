import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { plantDossier, plantLooks } from '../../test/misuse.ts'
import { outcomeOf, staffIdOf } from '../../test/people.ts'
import type { Visitor } from '../door/index.ts'
import { keep } from '../people/keep-people.ts'
import { setStaffKeysRow } from '../people/people.store.ts'
import { staffKeysOf } from '../people/staff-keys.ts'
import type { SignalKind } from './signals.store.ts'
import { type Judging, judgeSignal, listSignals, type Signal, wordsOf } from './signals.ts'

let house: TestHouse
let iris: Visitor
let noor: string
const words = 'Crisisdienst, nagevraagd bij de teammanager.'

beforeAll(async () => {
  house = await testHouse()
  iris = await house.staff('iris')
  noor = await staffIdOf(house, 'noor')
  await look(5, '02:10')
})
afterAll(() => house.close())

const look = async (days: number, time: string, actor = noor) =>
  plantLooks(house, [{ actor, dossier: await house.dossierOf(CAST.aydin), days, time }])

async function signals(): Promise<Signal[]> {
  const answer = await house.door.enter(iris, listSignals, null, undefined)
  return answer.outcome === 'opened' ? answer.value : []
}
async function signalOf(kind: SignalKind): Promise<Signal> {
  const signal = (await signals()).find((one) => one.kind === kind && one.actorId === noor)
  if (!signal) throw new Error(`no ${kind}`)
  return signal
}
const judge = async (signal: { id: string; version: number }, judgement: Judging['judgement'], by = iris) =>
  outcomeOf(await judgeSignal(house, by, { signalId: signal.id, version: signal.version, judgement, words }))
const judgements = async () => {
  const { rows } = await house.owner.query<{ n: number }>(
    'select count(*)::int as n from ledger.signal_judgements',
  )
  return rows[0]?.n
}

describe('a signal is judged', () => {
  test('only one that was really raised, in the version that was looked at', async () => {
    const signal = await signalOf('odd-hours')
    expect(await judge({ id: randomUUID(), version: 1 }, 'misuse')).toBe('not-there')
    expect(await judge({ ...signal, version: 2 }, 'misuse')).toBe('changed')
    expect(await judge({ ...signal, version: 0 }, 'misuse')).toBe('changed')
    expect(await judgements()).toBe(0)
  })

  test('without that question anything could be judged: the key to the signal is the last wall', async () => {
    const { rows } = await house.owner.query<{ text: string }>(
      `select pg_get_functiondef(p.oid) as text from pg_proc p where p.proname = 'judge_signal'`,
    )
    const text = rows[0]?.text ?? ''
    const holed = text.replace(/conflict := case[\s\S]*?\n {4}end;/, 'conflict := null;')
    expect(holed).not.toBe(text)
    await house.owner.query(holed)
    await expect(judge({ id: randomUUID(), version: 1 }, 'misuse')).rejects.toThrow(/null value|foreign key/)
    await house.owner.query(text)
  })

  test('by nobody else, and by nobody about themselves', async () => {
    const signal = await signalOf('odd-hours')
    for (const subject of ['henk', 'karin', 'saskia', 'noor'])
      expect(await judge(signal, 'in-order', await house.staff(subject)), subject).toContain('refused')
    await look(6, '03:00', await staffIdOf(house, 'iris'))
    const own = (await signals()).find(({ name }) => name === 'Iris Kamp')
    expect(own).toMatchObject({ kind: 'odd-hours', waits: true })
    if (own) expect(await judge(own, 'in-order')).toBe('own-looking')
    expect(await judgements()).toBe(0)
  })

  test('to be followed up it stays on the list; judged for good it is off, once a version; the entries say which and how', async () => {
    const signal = await signalOf('odd-hours')
    expect(await judge(signal, 'follow-up')).toBe('done')
    const followed = (await signals()).find(({ id }) => id === signal.id)
    expect(followed).toMatchObject({ waits: true, judged: { judgement: 'follow-up', by: 'Iris Kamp' } })
    expect(await judge(signal, 'in-order')).toBe('done')
    const judged = (await signals()).find(({ id }) => id === signal.id)
    expect(judged).toMatchObject({ waits: false, judged: { judgement: 'in-order', by: 'Iris Kamp' } })
    if (judged?.judged) expect(await wordsOf(house.vault, TOM, judged.judged)).toBe(words)
    expect(await judge(signal, 'misuse')).toBe('judged-already')
    const { rows } = await house.owner.query<{ reason: string }>(
      `select reason from ledger.entries where event = 'signal.judged' and outcome = 'allowed' order by tx, seq`,
    )
    const about = `signal ${signal.id} 1 odd-hours about ${signal.actorId}`
    expect(rows.map(({ reason }) => reason)).toEqual([`${about} follow-up`, `${about} in-order`])
  })

  test('a later look of the same night makes a next version, which waits anew', async () => {
    const signal = await signalOf('odd-hours')
    await look(5, '02:40')
    const again = (await signals()).find(({ id }) => id === signal.id)
    expect(again).toMatchObject({
      waits: true,
      version: signal.version + 1,
      times: 2,
      judged: { judgement: 'in-order' },
    })
    expect(await judge(signal, 'in-order')).toBe('changed')
    if (again) expect(await judge(again, 'misuse')).toBe('done')
  })

  test('two nights are two signals, also when both looks fall on the same day', async () => {
    await look(8, '00:30')
    await look(8, '23:30')
    const nights = (await signals()).filter(
      (one) => one.kind === 'odd-hours' && one.actorId === noor && one.waits,
    )
    expect(nights).toHaveLength(2)
    const [first, second] = nights
    if (first) expect(await judge(first, 'in-order')).toBe('done')
    expect((await signals()).find(({ id }) => id === second?.id)).toMatchObject({ waits: true })
  })

  test('that a family tie is in order holds for a year, and no longer', async () => {
    const home = { postcode: '2404ZZ', houseNumber: '3' }
    const keys = await staffKeysOf(house.vault, TOM, { name: 'Noor van Dalen', ...home })
    await keep(house.door, await house.staff('henk'), setStaffKeysRow(noor, keys))
    const dossier = await plantDossier(house, { surname: 'Ander', ...home })
    const visit = { actor: noor, dossier, time: '14:00' }
    await plantLooks(house, [{ ...visit, days: 9 }])
    const signal = await signalOf('same-address')
    expect(await judge(signal, 'in-order')).toBe('done')
    await plantLooks(house, [{ ...visit, days: 2 }])
    expect(await signalOf('same-address')).toMatchObject({ waits: false, version: 1 })
    await house.owner.query(
      `update ledger.signal_judgements set judged_at = judged_at - interval '1 year' where signal_id = $1`,
      [signal.id],
    )
    await plantLooks(house, [{ ...visit, days: 1 }])
    expect(await signalOf('same-address')).toMatchObject({ waits: true, version: 2 })
  })
})
