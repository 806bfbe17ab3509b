import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { kept, staffIdOf, stepUp } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { inviteFirst, liftBlockFirst } from '../identity/index.ts'
import { blockRow, liftBlockRow, withdrawInvitationRow } from './people.store.ts'

let house: TestHouse
let nodes: [AskedSite, AskedSite]
let henk: Visitor
let yara: Visitor
let karin: Visitor
let noorId: string

beforeAll(async () => {
  house = await testHouse()
  nodes = [await staffSite(house), await staffSite(house)]
  noorId = await staffIdOf(house, 'noor')
})
afterAll(async () => {
  await Promise.all(nodes.map(({ app }) => app.close()))
  await house.close()
})
beforeEach(async () => {
  await house.owner.query('delete from identity.blocks')
  henk = await house.staff('henk')
  yara = await house.staff('yara')
  karin = await house.staff('karin')
})

const block = (staffId: string) => blockRow(randomUUID(), staffId, 'device-lost')

async function entries(event: string): Promise<Record<string, unknown>[]> {
  const { rows } = await house.owner.query(
    'select outcome, reason, actor_id, actor_role, actor_kind, clauses from ledger.entries where event = $1 order by tx desc, seq desc',
    [event],
  )
  return rows
}

describe('a block', () => {
  test('ends every session within five seconds on every node, and keeps out a new sign-in by the identity provider', async () => {
    const sessions = [await house.staff('noor'), await house.staff('noor')]
    for (const visitor of sessions) for (const node of nodes) expect(await caseload(node, visitor)).toBe(200)
    const from = Date.now()
    expect(await kept(house, henk, block(noorId))).toBe('done')
    for (const visitor of sessions) {
      for (const node of nodes) {
        const answer = await node.get(visitor, '/clients')
        expect([answer.statusCode, answer.headers.location]).toEqual([303, '/signin?back=%2Fclients&over=1'])
      }
    }
    expect(Date.now() - from).toBeLessThan(5000)
    await expect(house.staff('noor')).rejects.toThrow()
    expect((await entries('people.blocked'))[0]).toMatchObject({
      outcome: 'allowed',
      reason: `about ${noorId} device-lost`,
      actor_id: await staffIdOf(house, 'henk'),
      actor_role: 'administrator',
    })
  })

  test('and a sign-in at the same moment: whichever comes first, nobody is left with a session', async () => {
    for (let round = 0; round < 10; round += 1) {
      await house.owner.query('delete from identity.blocks')
      const [, signedIn] = await Promise.all([
        kept(house, henk, block(noorId)),
        house.staff('noor').catch(() => undefined),
      ])
      if (signedIn) expect((await house.door.greet(signedIn)).outcome).toBe('no-session')
    }
  })

  test('is for one person at a time, never for oneself, and once', async () => {
    expect(await kept(house, henk, block(await staffIdOf(house, 'henk')))).toBe('own-block')
    expect(await kept(house, henk, block(randomUUID()))).toBe('not-there')
    expect(await kept(house, henk, block(noorId))).toBe('done')
    expect(await kept(house, yara, block(noorId))).toBe('blocked-already')
    const wrong = blockRow(randomUUID(), noorId, 'client Aydin' as 'inquiry')
    expect(await kept(house, yara, wrong)).toBe('unknown-reason')
    const told = await house.owner.query(`select from ledger.entries where reason like '%Aydin%'`)
    expect(told.rowCount).toBe(0)
  })

  test.each(['joris', 'wim', 'saskia', 'iris'])('is not for %s to give or to lift', async (subject) => {
    const visitor = await stepUp(house, await house.staff(subject))
    expect(await kept(house, visitor, block(noorId))).toBe('refused: no-rule')
    expect(await kept(house, visitor, liftBlockRow(noorId))).toBe('refused: no-rule')
  })

  test('of two who block each other at once, one is left', async () => {
    const [henkId, yaraId] = [await staffIdOf(house, 'henk'), await staffIdOf(house, 'yara')]
    const outcomes = await Promise.all([kept(house, henk, block(yaraId)), kept(house, yara, block(henkId))])
    expect(outcomes.toSorted()).toEqual(['done', 'no-session'])
  })

  test('takes away the invitation that was open', async () => {
    const wim = await staffIdOf(house, 'wim')
    const needs = { owner: house.owner, vault: house.vault, origin: 'http://localhost' }
    expect((await inviteFirst(needs, TOM, wim)).outcome).toBe('invited')
    expect(await kept(house, henk, block(wim))).toBe('done')
    expect((await inviteFirst(needs, TOM, wim)).outcome).toBe('no-staff')
    expect(await kept(house, henk, withdrawInvitationRow(wim))).toBe('no-invitation')
  })
})

describe('lifting a block', () => {
  test('takes another person than who blocked, with a second factor shown just now; then signing in works again', async () => {
    const before = await house.staff('noor')
    await kept(house, henk, block(noorId))
    expect(await kept(house, await stepUp(house, henk), liftBlockRow(noorId))).toBe('same-person-block')
    expect(await kept(house, yara, liftBlockRow(noorId))).toBe('step-up')
    expect(await kept(house, await stepUp(house, yara), liftBlockRow(noorId))).toBe('done')
    expect((await house.door.greet(before)).outcome).toBe('no-session')
    expect((await house.door.greet(await house.staff('noor'))).outcome).toBe('opened')
    const henkId = await staffIdOf(house, 'henk')
    expect((await entries('people.unblocked'))[0]).toMatchObject({
      outcome: 'allowed',
      reason: `about ${noorId} device-lost blocked-by ${henkId}`,
      actor_id: await staffIdOf(house, 'yara'),
    })
    expect(await kept(house, karin, liftBlockRow(noorId))).toBe('not-there')
  })

  test('by who blocked is refused by the table too, whoever writes', async () => {
    await kept(house, henk, block(noorId))
    const lift = (by: string) =>
      house.owner.query('update identity.blocks set lifted_at = now(), lifted_by = $1', [by])
    await expect(lift(await staffIdOf(house, 'henk'))).rejects.toThrow('check')
    await expect(lift(noorId)).rejects.toThrow('check')
  })
})

test('whoever owns the database lifts a block when nobody else is left to do it, and that stands in the ledger', async () => {
  const needs = { owner: house.owner, vault: house.vault }
  expect(await liftBlockFirst(needs, TOM, noorId)).toBe(false)
  await kept(house, henk, block(noorId))
  expect(await liftBlockFirst(needs, TOM, noorId)).toBe(true)
  expect((await entries('people.unblocked'))[0]).toMatchObject({
    actor_kind: 'system',
    actor_role: 'command-line',
  })
  expect((await house.door.greet(await house.staff('noor'))).outcome).toBe('opened')
})

async function caseload(node: AskedSite, visitor: Visitor): Promise<number> {
  return (await node.get(visitor, '/clients')).statusCode
}
