import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TOM } from '../../../test/house.ts'
import { type OwnAccounts, ownAccounts, type Person } from '../../../test/own-accounts.ts'
import { type Comparison, compareTimes } from '../../../test/wall/compare-times.ts'
import { TestBrowser } from '../sign-in.test-browser.ts'
import { accountDesk } from './add-own-accounts.ts'
import type { AccountDesk } from './desk.ts'
import { tryPassword } from './tries.ts'

let own: OwnAccounts
let noor: Person
let desk: AccountDesk

beforeAll(async () => {
  own = await ownAccounts()
  noor = await own.makeAccount(new TestBrowser(), 'Noor')
  desk = accountDesk(own.house, () => new Date())
})
afterAll(() => own?.close())

/** A try with a wrong password, counted under nobody, so that it is never slowed down. */
const tryAs = (userName: string) => async () => {
  const from = { counter: randomBytes(32), network: randomBytes(32) }
  const tried = await tryPassword(desk, TOM, { userName, password: 'niet het wachtwoord' }, from)
  expect(tried.outcome).toBe('wrong')
}

/** Whether nearly every one of the first takes longer, or shorter, by more than half: a hash is nine tenths of a try. */
const apart = ({ medians, difference, longer }: Comparison) =>
  difference > Math.max(...medians) / 2 && Math.abs(longer - 0.5) > 0.3

test('a name that nobody has takes as long as one that somebody has, and so does that of somebody who is blocked', async () => {
  const [known, unknown] = [tryAs(noor.userName), tryAs('nobody@tom.example')]
  const compared = await compareTimes(known, unknown, 40)
  expect(apart(compared), JSON.stringify(compared)).toBe(false)

  await own.house.owner.query(
    `insert into identity.blocks (organisation_id, block_id, staff_id, reason, blocked_by) values ($1, gen_random_uuid(), $2, 'inquiry', $3)`,
    [TOM, noor.staffId, await own.staffId('Henk')],
  )
  const blocked = await compareTimes(known, unknown, 40)
  expect(apart(blocked), JSON.stringify(blocked)).toBe(false)
})

test('the comparison tells a try that does not hash from one that does', async () => {
  const refused = async () => {
    await own.house.pools.signin.query('select')
  }
  const compared = await compareTimes(tryAs('nobody@tom.example'), refused, 10)
  expect(apart(compared)).toBe(true)
})
