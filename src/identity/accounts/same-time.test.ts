import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TOM } from '../../../test/house.ts'
import { type OwnAccounts, ownAccounts, type Person } from '../../../test/own-accounts.ts'
import { compareTimes } from '../../../test/wall/compare-times.ts'
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

test('a name that nobody has takes as long as one that somebody has, and so does that of somebody who is blocked', async () => {
  const [known, unknown] = [tryAs(noor.userName), tryAs('nobody@tom.example')]
  const compared = await compareTimes(known, unknown, 40)
  // A try without a hash would take a tenth of the time: a quarter apart is what a busy machine may add.
  expect(compared.difference, JSON.stringify(compared)).toBeLessThan(compared.medians[0] / 4)

  await own.house.owner.query(
    `insert into identity.blocks (organisation_id, block_id, staff_id, reason, blocked_by) values ($1, gen_random_uuid(), $2, 'inquiry', $3)`,
    [TOM, noor.staffId, await own.staffId('Henk')],
  )
  const blocked = await compareTimes(known, unknown, 40)
  expect(blocked.difference, JSON.stringify(blocked)).toBeLessThan(blocked.medians[0] / 4)
})

test('the comparison tells a try that does not hash from one that does', async () => {
  const refused = async () => {
    await own.house.pools.signin.query('select')
  }
  const compared = await compareTimes(tryAs('nobody@tom.example'), refused, 10)
  expect(compared.difference).toBeGreaterThan(compared.medians[0] / 4)
})
