import { afterAll, beforeAll, expect, test } from 'vitest'
import { MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { staffIdOf } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { DEMO_ORGANISATIONS } from '../demo/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'

let house: TestHouse
let site: AskedSite
const today = dayInNetherlands(new Date())
const everybody = DEMO_ORGANISATIONS.flatMap(({ id, staff }) =>
  staff.filter(({ expired }) => !expired).map(({ subject, role }) => [role, subject, id] as const),
)

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
})
afterAll(async () => {
  await site.app.close()
  await house.close()
})

/** The page that `/` leads to. */
async function startOf(subject: string, organisation: string) {
  const visitor = await house.staff(subject, organisation)
  const first = await site.get(visitor, '/')
  const path = String(first.headers.location ?? '/')
  return { path, ...(await site.get(visitor, path)) }
}

async function endsOn(subject: string, organisation: string, day: string) {
  await house.owner.query(
    `update identity.clearances set valid_until = $1 where kind = 'conduct' and staff_id = $2`,
    [day, await staffIdOf(house, subject, organisation)],
  )
}

test('the demonstration has every function of both organisations that starts somewhere', () => {
  expect(new Set(everybody.map(([role]) => role)).size).toBeGreaterThan(9)
  expect(new Set(everybody.map(([, , organisation]) => organisation))).toEqual(new Set([TOM, MEE]))
})

test.each(everybody)(
  'TOM-12.9 partly: a %s (%s) reads on the start page what ends within 30 days, once, and nothing before that',
  async (_role, subject, organisation) => {
    await endsOn(subject, organisation, addDays(today, 31))
    expect((await startOf(subject, organisation)).body).not.toContain('Uw eigen verklaringen')
    await endsOn(subject, organisation, addDays(today, 30))
    const start = await startOf(subject, organisation)
    expect(start.statusCode).toBe(200)
    expect(start.body.match(/Uw eigen verklaringen/g), start.path).toHaveLength(1)
    expect(start.body).toContain('nog 30 dagen')
  },
)

test('it does not stand on other pages, nor for a session with one factor', async () => {
  await endsOn('noor', TOM, addDays(today, 3))
  const noor = await house.staff('noor')
  expect((await site.get(noor, '/clients')).body).toContain('nog 3 dagen')
  expect((await site.get(noor, '/clients/find')).body).not.toContain('nog 3 dagen')
  await house.owner.query(
    'update identity.sessions set second_factor = false where token_hash = sha256($1)',
    [noor.token],
  )
  expect((await site.get(noor, '/clients')).body).not.toContain('nog 3 dagen')
})
