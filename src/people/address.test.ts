import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { staffIdOf } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'

let house: TestHouse
let site: AskedSite

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
})
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

async function keysOf(staffId: string): Promise<Record<string, number>> {
  const { rows } = await house.owner.query<{ kind: string; n: number }>(
    'select kind, count(*)::int as n from identity.staff_keys where staff_id = $1 group by kind',
    [staffId],
  )
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
}

test('the address of somebody who works here already is recorded as hashes, of the house and of the street', async () => {
  const henk = await house.staff('henk')
  const noor = await staffIdOf(house, 'noor')
  expect(await keysOf(noor)).toEqual({ surname: 1 })
  const page = await site.get(henk, `/people/${noor}`)
  expect(page.body).toContain('Het adres zelf bewaren wij niet')
  const wrong = await site.post(henk, `/people/${noor}/address`, { newPostcode: '24', newHouseNumber: '12' })
  expect(wrong.statusCode).toBe(400)
  const kept = await site.post(henk, `/people/${noor}/address`, {
    newPostcode: '2402 nr',
    newHouseNumber: '12a',
  })
  expect([kept.statusCode, kept.headers.location]).toEqual([303, `/people/${noor}?done=address`])
  expect((await site.get(henk, `/people/${noor}?done=address`)).body).not.toContain('2402')
  // numbers 1 to 112 but the own one
  expect(await keysOf(noor)).toEqual({ surname: 1, 'postcode-house': 1, street: 111 })
})

test('nobody records the own address, and nobody without the task that of another', async () => {
  const henk = await house.staff('henk')
  const fields = { newPostcode: '2402NR', newHouseNumber: '12' }
  const own = await site.post(henk, `/people/${await staffIdOf(house, 'henk')}/address`, fields)
  expect(own.statusCode).toBe(409)
  const noor = await house.staff('noor')
  expect(
    (await site.post(noor, `/people/${await staffIdOf(house, 'joris')}/address`, fields)).statusCode,
  ).toBe(404)
})
