import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PasswordHasher } from '../../src/identity/accounts/hashing.ts'
import { tryPassword } from '../../src/identity/accounts/tries.ts'
import { accountDesk } from '../../src/identity/index.ts'
import { TestBrowser } from '../../src/identity/sign-in.test-browser.ts'
import { TOM } from '../house.ts'
import { type OwnAccounts, ownAccounts, type Person } from '../own-accounts.ts'

let own: OwnAccounts
let noor: Person

beforeAll(async () => {
  own = await ownAccounts()
  noor = await own.makeAccount(new TestBrowser(), 'Noor')
})
afterAll(() => own?.close())

describe('a name that exists', () => {
  /** How much longer a known name takes than an unknown one, in ms: between these two, with 95 % certainty (of the median, by order). */
  async function longer(hasher: PasswordHasher, rounds: number): Promise<{ least: number; most: number }> {
    const desk = { ...accountDesk(own.house, () => new Date()), hasher }
    const once = async (userName: string, round: number) => {
      // Every try from another place, so that the slow-down stays out of the measurement.
      const key = (kind: string) =>
        createHash('sha256').update(`${kind}${userName}${round}${rounds}`).digest()
      const from = { counter: key('c'), network: key('n') }
      const started = performance.now()
      const tried = await tryPassword(desk, TOM, { userName, password: 'niet het wachtwoord' }, from)
      const took = performance.now() - started
      expect(tried).toEqual({ outcome: 'wrong' })
      return took
    }
    for (const name of [noor.userName, 'nobody', noor.userName, 'nobody'])
      await once(name, -randomBytes(4).readUInt32BE())
    const differences: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const knownFirst = round % 2 === 0
      const first = await once(knownFirst ? noor.userName : 'nobody', round)
      const second = await once(knownFirst ? 'nobody' : noor.userName, round)
      differences.push(knownFirst ? first - second : second - first)
    }
    differences.sort((a, b) => a - b)
    const away = Math.ceil(0.98 * Math.sqrt(rounds))
    return {
      least: differences[Math.floor(rounds / 2) - away]!,
      most: differences[Math.floor(rounds / 2) + away]!,
    }
  }

  test('takes as long as one that does not: tried in pairs, no difference of a millisecond shows', async () => {
    const { least, most } = await longer(new PasswordHasher(), 80)
    expect(least).toBeLessThan(1)
    expect(most).toBeGreaterThan(-1)
  })

  test('would show by its time if unknown names were not hashed', async () => {
    const hasty = new PasswordHasher()
    const decoy = await hasty.decoy()
    const verify = hasty.verify.bind(hasty)
    hasty.verify = async (kept, password) => kept !== decoy && verify(kept, password)
    expect((await longer(hasty, 30)).least).toBeGreaterThan(1)
  })
})
