import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { kept, outcomeOf, staffIdOf, stepUp } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { CLEARANCE_KINDS } from './clearance.ts'
import { handOver, involve } from './involve.ts'
import { blockRow, liftBlockRow } from './people.store.ts'

// Who is offered, and taken, to be involved with a client: only who comes in today.

let house: TestHouse
let site: AskedSite
let noor: Visitor
let karin: Visitor
let joris: string
let dossierId: string
const today = dayInNetherlands(new Date())

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  noor = await house.staff('noor')
  karin = await house.staff('karin')
  joris = await staffIdOf(house, 'joris')
  dossierId = await house.dossierOf(CAST.aydin)
})
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

/** Where Joris is offered: to be involved by a colleague, by the manager, and to take cases over. */
async function offered(): Promise<boolean[]> {
  const pages = [
    await site.get(noor, `/dossiers/${dossierId}/involved`),
    await site.get(karin, `/dossiers/${dossierId}/involved`),
    await site.get(karin, '/people/handover'),
  ]
  expect(pages.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  // In the list of who leaves he may well stand: then most of all.
  const lists = pages.map(({ body }) => /name="(colleague|taker)".*?<\/select>/s.exec(body)?.[0] ?? '')
  expect(lists.every((list) => list.includes('Fenna de Graaf'))).toBe(true)
  return lists.map((list) => list.includes(joris))
}

/** What comes of taking him all the same, as somebody would whose page is of before. */
const takes = async () => [
  outcomeOf(
    await involve(house.door, noor, 'support', { dossierId, staffId: joris, from: today, until: undefined }),
  ),
  outcomeOf(
    await handOver(house.door, karin, {
      leaver: await staffIdOf(house, 'noor'),
      ...{ taker: joris, from: today, until: undefined },
    }),
  ),
]
const EVERYWHERE = [true, true, true]
const NOWHERE = [false, false, false]
const NEITHER = ['cannot-come-in', 'cannot-come-in']

test('a colleague who is blocked is neither offered nor taken, and is again when the block is lifted', async () => {
  expect(await offered()).toEqual(EVERYWHERE)
  const blockId = '00000000-0000-4000-8000-00000000b10c'
  expect(await kept(house, karin, blockRow(blockId, joris, 'device-lost'))).toBe('done')
  expect(await offered()).toEqual(NOWHERE)
  expect(await takes()).toEqual(NEITHER)
  expect(await kept(house, await stepUp(house, await house.staff('henk')), liftBlockRow(joris))).toBe('done')
  expect(await offered()).toEqual(EVERYWHERE)
})

test('nor is one whose employment ended, or has yet to begin', async () => {
  const employed = (from: string, until: string) =>
    house.owner.query(
      `update identity.staff set employed_from = ${from}, employed_until = ${until} where staff_id = $1`,
      [joris],
    )
  await employed("'2020-01-01'", 'wall.today() - 1')
  expect(await offered()).toEqual(NOWHERE)
  expect(await takes()).toEqual(['not-there', 'not-there'])
  await employed('wall.today() + 1', 'null')
  expect(await offered()).toEqual(NOWHERE)
  expect(await takes()).toEqual(NEITHER)
  await employed("'2020-01-01'", 'wall.today()')
  expect(await offered()).toEqual(EVERYWHERE)
})

test.each(CLEARANCE_KINDS)(
  'nor one whom signing in would lead to nothing, for want of a valid declaration: %s',
  async (kind) => {
    const until = (day: string) =>
      house.owner.query(
        `update identity.clearances set valid_until = ${day} where staff_id = $1 and kind = $2`,
        [joris, kind],
      )
    const cleared = async () => {
      const greeted = await house.door.greet(await house.staff('joris'))
      return greeted.outcome === 'opened' && greeted.facts.cleared
    }
    await until('wall.today() - 1')
    expect([await cleared(), ...(await offered())]).toEqual([false, ...NOWHERE])
    expect(await takes()).toEqual(NEITHER)
    await until('wall.today()')
    expect([await cleared(), ...(await offered())]).toEqual([true, ...EVERYWHERE])
  },
)

test('the page says that it shows only who has access now, and of nobody why not', async () => {
  const { body } = await site.get(noor, `/dossiers/${dossierId}/involved`)
  expect(body).toContain('U ziet alleen collega’s die nu toegang hebben.')
  expect(body).not.toContain('Bram Visser')
})
