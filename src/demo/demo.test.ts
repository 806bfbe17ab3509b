import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_ORGANISATIONS, MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'

let house: TestHouse
let site: AskedSite

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
})
afterAll(async () => {
  await site.app.close()
  await house.close()
})

test.each([
  [TOM, 'karin', 'Wim ter Horst'],
  [MEE, 'guus', 'Lieke Hamers'],
])(
  'a fresh demonstration has something that ends within 30 days: at %s %s sees it of %s',
  async (organisation, keeper, name) => {
    const { body } = await site.get(await house.staff(keeper, organisation), '/people/clearances')
    expect(body).toContain('Er loopt binnen 30 dagen 1 verklaring of training af.')
    expect(body).toContain('nog 19 dagen')
    expect(body).toContain(name)
  },
)

test('everybody of the demonstration is let in, but who is said to be closed out', async () => {
  for (const { id, staff } of DEMO_ORGANISATIONS)
    for (const { subject, expired } of staff) {
      const greeted = await house.door.greet(await house.staff(subject, id))
      expect(greeted.outcome === 'opened' && greeted.facts.cleared, subject).toBe(expired !== true)
    }
})

test('filling leaves nobody signed in', async () => {
  const fresh = await testHouse()
  try {
    const { rows } = await fresh.owner.query(
      'select count(*)::int as all, count(*) filter (where ended_at is null)::int as open from identity.sessions',
    )
    expect(rows[0].all).toBeGreaterThan(4)
    expect(rows[0].open).toBe(0)
    const { body } = await (await staffSite(fresh)).get(await fresh.staff('noor'), '/account/sessions')
    expect(body).toContain('U bent nergens anders ingelogd.')
  } finally {
    await fresh.close()
  }
})
