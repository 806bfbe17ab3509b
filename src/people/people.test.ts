import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { giveRole, kept, outcomeOf, staffIdOf } from '../../test/people.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { CLEARANCE_KINDS } from './clearance.ts'
import { handOver, lookAtCaseloads } from './involve.ts'
import { addStaff, listPeople } from './keep-people.ts'
import {
  endEmploymentRow,
  joinTeamRow,
  leaveTeamRow,
  makeTeamRow,
  recordClearanceRow,
} from './people.store.ts'
import type { Person } from './person.ts'

let house: TestHouse
let henk: Visitor
let karin: Visitor
const today = dayInNetherlands(new Date())

beforeAll(async () => {
  house = await testHouse()
  henk = await house.staff('henk')
  karin = await house.staff('karin')
})
afterAll(() => house.close())

async function adds(
  visitor: Visitor,
  employer: string,
  account: string,
): Promise<{ id: string; came: string }> {
  const needs = { ...house, staffIssuer: house.needs.staffIssuer }
  const added = await addStaff(needs, visitor, { name: `Nieuw ${account}`, employer, account, from: today })
  return { id: added.id, came: outcomeOf(added.answer) }
}

async function people(visitor: Visitor): Promise<Person[]> {
  const answer = await house.door.enter(visitor, listPeople, null, undefined)
  return answer.outcome === 'opened' ? answer.value : []
}

async function paper(visitor: Visitor, staffId: string): Promise<void> {
  for (const kind of CLEARANCE_KINDS)
    await kept(house, visitor, recordClearanceRow(staffId, { kind, from: today, until: addDays(today, 365) }))
}

async function teamOf(name: string): Promise<string> {
  const { rows } = await house.owner.query<{ team_id: string }>(
    'select team_id from identity.teams where organisation_id = $1 and name = $2',
    [TOM, name],
  )
  return rows[0]?.team_id ?? ''
}

describe('somebody new', () => {
  test('TOM-1.1 partly: the employer is one of the members or the organisation itself, and no other', async () => {
    for (const employer of ['kwadraad', 'activite', TOM])
      expect((await adds(henk, employer, `at-${employer}`)).came).toBe('done')
    for (const employer of ['mee-zuid-limburg', 'uitzendbureau', '', 'Kwadraad'])
      expect((await adds(henk, employer, `not-${employer}`)).came).toBe('unknown-employer')
  })

  test('has no function, so signs in nowhere; with function and declarations it opens', async () => {
    const { id } = await adds(henk, 'kwadraad', 'nova')
    await expect(house.staff('nova')).rejects.toThrow('no account')
    expect(await giveRole(house, { asks: henk, confirms: karin }, id, 'neighbourhood-coach')).toBe('done')
    const nova = await house.staff('nova')
    const greeted = await house.door.greet(nova)
    expect(greeted.outcome === 'opened' && greeted.facts.cleared).toBe(false)
    await paper(karin, id)
    const again = await house.door.greet(nova)
    expect(again.outcome === 'opened' && again.facts.cleared).toBe(true)
  })

  test('TOM-12.9 partly: a training in awareness is recorded; one that counts from a later day is seen in the list and opens nothing until then', async () => {
    const id = await staffIdOf(house, 'saskia')
    const cleared = async () => {
      const greeted = await house.door.greet(await house.staff('saskia'))
      return greeted.outcome === 'opened' && greeted.facts.cleared
    }
    await house.owner.query(`delete from identity.clearances where staff_id = $1 and kind = 'awareness'`, [
      id,
    ])
    const planned = { kind: 'awareness', from: addDays(today, 7), until: addDays(today, 365) } as const
    expect(await kept(house, karin, recordClearanceRow(id, planned))).toBe('done')
    const saskia = (await people(henk)).find((one) => one.id === id)
    expect(saskia?.clearances).toContainEqual(planned)
    expect(await cleared()).toBe(false)
    const backwards = { ...planned, until: addDays(today, -9) }
    expect(await kept(house, karin, recordClearanceRow(id, backwards))).toBe('wrong-period')
    expect(await kept(house, karin, recordClearanceRow(id, { ...planned, from: today }))).toBe('done')
    expect(await cleared()).toBe(true)
  })

  test('one account is one person; the name is sealed', async () => {
    expect((await adds(henk, 'kwadraad', 'noor')).came).toBe('account-taken')
    const { id } = await adds(henk, 'kwadraad', 'dubbel')
    const { rows } = await house.owner.query<{ sealed_name: Buffer }>(
      'select sealed_name from identity.staff where staff_id = $1',
      [id],
    )
    expect(rows[0]?.sealed_name.includes(Buffer.from('Nieuw'))).toBe(false)
    expect((await people(henk)).find((one) => one.id === id)?.name).toBe('Nieuw dubbel')
  })

  test('who may not keep the people adds nobody and sees no list', async () => {
    for (const subject of ['noor', 'saskia', 'iris']) {
      const visitor = await house.staff(subject)
      expect((await adds(visitor, 'kwadraad', `by-${subject}`)).came).toBe('refused: no-rule')
      expect(await people(visitor)).toEqual([])
    }
  })

  test('at the other organisation its own administrators keep its own people', async () => {
    const guus = await house.staff('guus', MEE)
    const names = (await people(guus)).map((one) => one.name)
    expect(names).toContain('Daan Frissen')
    expect(names).not.toContain('Noor van Dalen')
    expect((await adds(guus, 'mee-zuid-limburg', 'nieuw-mee')).came).toBe('done')
    expect(await kept(house, guus, endEmploymentRow(await staffIdOf(house, 'noor'), today))).toBe('not-there')
  })
})

describe('somebody who leaves', () => {
  test('TOM-9.12 partly: an employment that is over closes running sessions and sign-in at once, on every path', async () => {
    const fenna = await house.staff('fenna')
    const id = await staffIdOf(house, 'fenna')
    const pinas = await house.dossierOf(CAST.pinas)
    const look = { event: 'dossier.read', parts: ['identity'], use: 'support', newest: 1 } as const
    expect(await kept(house, karin, endEmploymentRow(id, today))).toBe('done')
    expect((await house.door.read(fenna, look, pinas)).outcome).toBe('opened')
    expect(await kept(house, karin, endEmploymentRow(id, addDays(today, -1)))).toBe('done')
    expect((await house.door.read(fenna, look, pinas)).outcome).toBe('no-session')
    await expect(house.staff('fenna')).rejects.toThrow('no account')
    const { rows } = await house.owner.query(
      `select count(*)::int as open from identity.sessions where staff_id = $1 and ended_at is null`,
      [id],
    )
    expect(rows[0]).toEqual({ open: 0 })
  })

  test('the dossiers stay visible to the manager until they are handed over', async () => {
    const id = await staffIdOf(house, 'joris')
    expect(await kept(house, henk, endEmploymentRow(id, addDays(today, -1)))).toBe('done')
    const before = await house.door.enter(karin, lookAtCaseloads, null, undefined)
    if (before.outcome !== 'opened') throw new Error('refused')
    expect(before.value.caseloads.find((one) => one.id === id)?.dossiers).toBeGreaterThan(0)
    const handover = { leaver: id, taker: await staffIdOf(house, 'noor'), from: today, until: undefined }
    expect(outcomeOf(await handOver(house.door, karin, handover))).toBe('done')
    const notes = { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 1 } as const
    const answer = await house.door.read(await house.staff('noor'), notes, await house.dossierOf(CAST.deWit))
    expect(answer.outcome).toBe('opened')
  })
})

describe('teams', () => {
  test('a team is made, joined and left; nobody joins by own hand', async () => {
    const team = randomUUID()
    expect(await kept(house, henk, makeTeamRow(team, 'Oost'))).toBe('done')
    expect(await kept(house, henk, makeTeamRow(randomUUID(), 'OOST'))).toBe('name-taken')
    const wim = await staffIdOf(house, 'wim')
    expect(await kept(house, henk, joinTeamRow(team, wim, today, undefined))).toBe('done')
    expect(await kept(house, henk, joinTeamRow(team, wim, today, undefined))).toBe('member-already')
    expect(await kept(house, henk, joinTeamRow(team, await staffIdOf(house, 'henk'), today, undefined))).toBe(
      'own-team',
    )
    expect(await kept(house, henk, leaveTeamRow(team, wim))).toBe('done')
    expect(await kept(house, henk, leaveTeamRow(team, wim))).toBe('not-there')
  })

  test('whose client it is, is seen from the first day in the team until the last', async () => {
    const pinas = await house.dossierOf(CAST.pinas)
    const card = {
      event: 'dossier.read',
      parts: ['existence', 'identity'],
      use: 'support',
      newest: 1,
    } as const
    const wim = await house.staff('wim')
    const id = await staffIdOf(house, 'wim')
    const noord = await teamOf('Noord')
    const sees = async () => (await house.door.read(wim, card, pinas)).outcome
    expect(await sees()).toBe('refused')
    await kept(house, henk, joinTeamRow(noord, id, addDays(today, 1), undefined))
    expect(await sees()).toBe('refused')
    await kept(house, henk, leaveTeamRow(noord, id))
    await kept(house, henk, joinTeamRow(noord, id, today, today))
    expect(await sees()).toBe('opened')
    await kept(house, henk, leaveTeamRow(noord, id))
    expect(await sees()).toBe('refused')
  })
})
