import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { giveRole, kept, staffIdOf, stepUp } from '../../test/people.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import {
  askRoleRow,
  decideRoleRow,
  endEmploymentRow,
  recordClearanceRow,
  setStaffKeysRow,
} from './people.store.ts'

let house: TestHouse
let henk: Visitor
let yara: Visitor
let karin: Visitor
const today = dayInNetherlands(new Date())

beforeAll(async () => {
  house = await testHouse()
  henk = await house.staff('henk')
  yara = await house.staff('yara')
  karin = await house.staff('karin')
})
afterAll(() => house.close())

async function newcomer(name: string): Promise<string> {
  return house.addStaff({ subject: name, name, role: 'host', employer: 'kwadraad', team: undefined })
}

async function lastEntry(): Promise<Record<string, unknown> | undefined> {
  const { rows } = await house.owner.query(
    'select event, outcome, reason, actor_role, clauses, dossier_id from ledger.entries order by tx desc, seq desc limit 1',
  )
  return rows[0]
}

async function rolesOf(staffId: string): Promise<string[]> {
  const { rows } = await house.owner.query<{ role: string }>(
    'select role from identity.staff_roles where staff_id = $1 and (until_on is null or until_on >= $2) order by role',
    [staffId, today],
  )
  return rows.map((row) => row.role)
}

describe('a role takes two persons', () => {
  test('TOM-9.12 partly: one asks, another confirms, and both stand in the ledger', async () => {
    const staffId = await newcomer('Ilse')
    const id = randomUUID()
    const ask = askRoleRow({ id, staffId, role: 'planner', change: 'give' })
    expect(await kept(house, karin, ask)).toBe('done')
    expect(await rolesOf(staffId)).toEqual(['host'])
    expect(await lastEntry()).toMatchObject({
      event: 'people.role-asked',
      outcome: 'allowed',
      actor_role: 'team-manager',
      reason: `about ${staffId} give planner`,
    })
    expect(await kept(house, karin, decideRoleRow(id, 'confirmed'))).toBe('same-person')
    expect(await kept(house, henk, decideRoleRow(id, 'confirmed'))).toBe('step-up')
    expect(await kept(house, await stepUp(house, henk), decideRoleRow(id, 'confirmed'))).toBe('done')
    expect(await rolesOf(staffId)).toEqual(['host', 'planner'])
    expect(await lastEntry()).toMatchObject({
      event: 'people.role-confirmed',
      outcome: 'allowed',
      actor_role: 'administrator',
      clauses: ['TOM-9.12', 'TOM-12.9'],
      dossier_id: null,
    })
    expect(await kept(house, henk, decideRoleRow(id, 'confirmed'))).toBe('not-there')
  })

  test('taking a role away takes two as well, and closes at once', async () => {
    const staffId = await newcomer('Otto')
    const otto = await house.staff('Otto')
    expect((await house.door.greet(otto)).outcome).toBe('opened')
    const id = randomUUID()
    await kept(house, henk, askRoleRow({ id, staffId, role: 'host', change: 'take' }))
    expect((await house.door.greet(otto)).outcome).toBe('opened')
    expect(await kept(house, await stepUp(house, yara), decideRoleRow(id, 'confirmed'))).toBe('done')
    expect((await house.door.greet(otto)).outcome).toBe('no-session')
  })

  test('who asked may withdraw; a second request for the same waits for the first', async () => {
    const staffId = await newcomer('Pien')
    const id = randomUUID()
    const ask = (request: string) => askRoleRow({ id: request, staffId, role: 'planner', change: 'give' })
    expect(await kept(house, henk, ask(id))).toBe('done')
    expect(await kept(house, yara, ask(randomUUID()))).toBe('asked-already')
    expect(await kept(house, henk, decideRoleRow(id, 'rejected'))).toBe('done')
    expect(await kept(house, yara, ask(randomUUID()))).toBe('done')
  })

  test('a role that the statement does not have for staff is refused', async () => {
    const staffId = await newcomer('Rik')
    for (const role of ['consultant', 'client', 'system', 'partner', 'boss'])
      expect(await kept(house, henk, askRoleRow({ id: randomUUID(), staffId, role, change: 'give' }))).toBe(
        'unknown-role',
      )
  })
})

describe('nobody grants rights to themselves', () => {
  test('TOM-9.12 partly: self-granting is refused: asking, confirming, clearing and ending for oneself', async () => {
    const self = await staffIdOf(house, 'henk')
    const own = { id: randomUUID(), staffId: self, role: 'quality-officer', change: 'give' } as const
    expect(await kept(house, henk, askRoleRow(own))).toBe('own-role')
    expect(await lastEntry()).toMatchObject({ event: 'people.role-asked', outcome: 'refused' })
    expect(await kept(house, yara, askRoleRow(own))).toBe('done')
    expect(await kept(house, await stepUp(house, henk), decideRoleRow(own.id, 'confirmed'))).toBe('own-role')
    expect(await kept(house, henk, decideRoleRow(own.id, 'rejected'))).toBe('own-role')
    expect(await rolesOf(self)).toEqual(['administrator'])
    const paper = { kind: 'conduct', from: today, until: addDays(today, 900) } as const
    expect(await kept(house, henk, recordClearanceRow(self, paper))).toBe('own-clearance')
    expect(await kept(house, henk, endEmploymentRow(self, addDays(today, 30)))).toBe('own-employment')
  })

  test('an unchecked word never comes into the ledger, not even with a refusal for another reason', async () => {
    const self = await staffIdOf(house, 'henk')
    const words = 'client Aydin'
    const ask = askRoleRow({ id: randomUUID(), staffId: self, role: words, change: 'give' })
    expect(await kept(house, henk, ask)).toBe('own-role')
    const paper = { kind: words as 'conduct', from: today, until: addDays(today, 900) }
    expect(await kept(house, henk, recordClearanceRow(self, paper))).toBe('own-clearance')
    const { rowCount } = await house.owner.query('select from ledger.entries where reason like $1', [
      `%${words}%`,
    ])
    expect(rowCount).toBe(0)
  })

  test('nobody sets the keys that give signals about themselves, and nobody empties those of another', async () => {
    const [self, other] = [await staffIdOf(house, 'henk'), await newcomer('Sleutel')]
    const keys = [{ kind: 'surname', key: Buffer.alloc(32, 7) }] as const
    expect(await kept(house, henk, setStaffKeysRow(self, keys))).toBe('own-keys')
    expect(await kept(house, henk, setStaffKeysRow(other, keys))).toBe('done')
    expect(await kept(house, henk, setStaffKeysRow(other, []))).toBe('no-keys')
  })

  test('the tables refuse it as well, whoever writes', async () => {
    const self = await staffIdOf(house, 'henk')
    const other = await staffIdOf(house, 'yara')
    const insert = (asked: string, decided: string) =>
      house.owner.query(
        `insert into identity.role_requests (organisation_id, request_id, staff_id, role, change, asked_by, decided_by, decided_at, decision)
         values ($1, gen_random_uuid(), $2, 'planner', 'give', $3, $4, now(), 'confirmed')`,
        [TOM, self, asked, decided],
      )
    await expect(insert(self, other)).rejects.toThrow('check')
    await expect(insert(other, self)).rejects.toThrow('check')
    await expect(insert(other, other)).rejects.toThrow('check')
  })

  test('the role of the application has no right on these tables at all', async () => {
    for (const table of ['staff_roles', 'role_requests', 'clearances', 'teams', 'team_members']) {
      for (const sql of [
        `select from identity.${table}`,
        `delete from identity.${table}`,
        `update identity.${table} set organisation_id = organisation_id`,
        `insert into identity.${table} default values`,
      ])
        await expect(house.pools.app.query(sql), sql).rejects.toThrow('permission denied')
    }
  })

  test.each(['noor', 'joris', 'wim', 'saskia', 'iris'])('%s may not keep the people', async (subject) => {
    const visitor = await house.staff(subject)
    const staffId = await staffIdOf(house, 'fenna')
    const ask = askRoleRow({ id: randomUUID(), staffId, role: 'planner', change: 'give' })
    expect(await kept(house, visitor, ask)).toBe('refused: no-rule')
  })
})

describe('administrators are few', () => {
  test('TOM-9.12: the one-too-many administrator is refused by the database, also when they come at the same moment, and so is granting oneself a role', async () => {
    const most = house.statements.get(TOM)?.facts.administrators?.max
    expect(most).toBe(3)
    const people = await Promise.all(['A', 'B', 'C', 'D'].map((name) => newcomer(`Beheer ${name}`)))
    const outcomes = await Promise.all(
      people.map(async (staffId) =>
        giveRole(house, { asks: karin, confirms: await house.staff('henk') }, staffId, 'administrator'),
      ),
    )
    // Henk and Yara are two: one more fits
    expect(outcomes.toSorted()).toEqual(['done', 'one-too-many', 'one-too-many', 'one-too-many'])
    const { rows } = await house.owner.query(
      `select count(distinct staff_id)::int as many from identity.staff_roles where organisation_id = $1 and role = 'administrator'`,
      [TOM],
    )
    expect(rows[0]).toEqual({ many: 3 })
    const refused = await house.owner.query(
      `select from ledger.entries where event = 'people.role-confirmed' and outcome = 'refused' and reason like 'one-too-many about %'`,
    )
    expect(refused.rowCount).toBe(3)
    const self = {
      id: randomUUID(),
      staffId: await staffIdOf(house, 'yara'),
      role: 'quality-officer',
    } as const
    expect(await kept(house, yara, askRoleRow({ ...self, change: 'give' }))).toBe('own-role')
  })

  test('TOM-9.12 partly: the superuser cannot write the one too many past the functions either', async () => {
    const staffId = await newcomer('Extra')
    const write = house.owner.query(
      `insert into identity.staff_roles (organisation_id, staff_id, role, from_on) values ($1, $2, 'administrator', $3)`,
      [TOM, staffId, today],
    )
    await expect(write).rejects.toThrow('at most 3')
  })

  test('it is the trigger that refuses: without it the one too many is written', async () => {
    const staffId = await newcomer('Zonder')
    const client = await house.owner.connect()
    try {
      await client.query('begin')
      await client.query('alter table identity.staff_roles disable trigger no_one_too_many')
      const { rowCount } = await client.query(
        `insert into identity.staff_roles (organisation_id, staff_id, role, from_on) values ($1, $2, 'administrator', $3)`,
        [TOM, staffId, today],
      )
      expect(rowCount).toBe(1)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('when an administrator leaves, another fits', async () => {
    const { rows } = await house.owner.query<{ staff_id: string }>(
      `select r.staff_id from identity.staff_roles r join identity.role_requests q using (organisation_id, request_id) where r.role = 'administrator'`,
    )
    const leaving = rows[0]?.staff_id ?? ''
    expect(await kept(house, henk, endEmploymentRow(leaving, addDays(today, -1)))).toBe('done')
    const staffId = await newcomer('Opvolger')
    expect(await giveRole(house, { asks: karin, confirms: yara }, staffId, 'administrator')).toBe('done')
  })
})
