import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLEARANCE_KINDS } from '../../src/people/clearance.ts'
import { CAST, type TestHouse, testHouse } from '../house.ts'
import { asApp } from './as-app.ts'
import { definitionOf, during } from './take-away.ts'

let house: TestHouse

beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.close())

test.each(CLEARANCE_KINDS)(
  'TOM-12.9 partly: when the wall does not ask for %s, who never had it opens a dossier; as it stands, nothing',
  async (kind) => {
    const back = await definitionOf(house.owner, 'wall.who')
    const naive = back.replace(`bool_or(c.kind = '${kind}')`, 'true')
    expect(naive).not.toBe(back)
    const dossier = await house.dossierOf(CAST.pinas)
    const fenna = await house.staff('fenna')
    const open = () => asApp(house.db.app, async (at) => (await at.open(fenna, { dossier })).outcome)
    expect(await open()).toBe('allowed')
    const { rows } = await house.owner.query(
      `delete from identity.clearances c using identity.sessions s
        where s.token_hash = sha256($1) and c.staff_id = s.staff_id and c.kind = $2 returning c.*`,
      [fenna.token, kind],
    )
    expect(await open()).toBe('refused')
    expect(await during(house.owner, naive, back, open)).toBe('allowed')
    expect(await open()).toBe('refused')
    await house.owner.query(
      'insert into identity.clearances select * from jsonb_populate_recordset(null::identity.clearances, $1)',
      [JSON.stringify(rows)],
    )
  },
)
