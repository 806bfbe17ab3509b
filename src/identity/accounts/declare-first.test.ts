import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, TOM, testHouse } from '../../../test/house.ts'
import { kept, staffIdOf } from '../../../test/people.ts'
import { addDays, dayInNetherlands } from '../../kernel/index.ts'
import { recordClearanceRow } from '../../people/people.store.ts'
import { unseal } from '../../vault/index.ts'
import { declareFirst } from './invitations.ts'
import { places } from './sealed-columns.ts'

let house: TestHouse
const today = dayInNetherlands(new Date())
const nextYear = addDays(today, 365)

beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.close())

test('when the training of everybody has ended nobody records one on the site; whoever owns the database does it for one, who does the rest', async () => {
  const [henk, wim] = [await staffIdOf(house, 'henk'), await staffIdOf(house, 'wim')]
  await house.owner.query(`delete from identity.clearances where kind = 'awareness'`)
  const training = recordClearanceRow(wim, { kind: 'awareness', from: today, until: nextYear })
  expect(await kept(house, await house.staff('henk'), training)).toBe('refused: clearance')
  const declared = { staffId: henk, kind: 'awareness', until: nextYear }
  expect(await declareFirst(house, TOM, declared)).toBe('recorded')
  expect(await kept(house, await house.staff('henk'), training)).toBe('done')
  const { rows } = await house.owner.query(
    `select outcome, reason, actor_kind, actor_role, trace_id, detail from ledger.entries where event = 'people.clearance-recorded'
      and actor_kind = 'system'`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    outcome: 'done',
    reason: `awareness ${today} ${nextYear}`,
    actor_role: 'command-line',
  })
  const key = await house.vault.organisationKey(TOM)
  const about = unseal(key, rows[0].detail, places.entryDetail(TOM, rows[0].trace_id)).toString()
  expect(JSON.parse(about)).toEqual({ staff: henk })
})

test('it records nothing for who does not work here, of another kind, or that is over already', async () => {
  const staffId = await staffIdOf(house, 'noor')
  const right = { staffId, kind: 'conduct', until: nextYear }
  const nobody = { ...right, staffId: '00000000-0000-0000-0000-000000000000' }
  expect(await declareFirst(house, TOM, nobody)).toBe('no-staff')
  expect(await declareFirst(house, TOM, { ...right, kind: 'diploma' })).toBe('unknown-kind')
  expect(await declareFirst(house, TOM, { ...right, until: addDays(today, -1) })).toBe('wrong-period')
})

test('the application and the sign-in may not', async () => {
  for (const pool of [house.pools.app, house.pools.signin])
    await expect(
      pool.query(`select wall.declare_first('${TOM}', null, 'conduct', '2034-01-01', '\\x00', null)`),
    ).rejects.toThrow('permission denied')
})
