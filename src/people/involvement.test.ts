import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { outcomeOf, staffIdOf } from '../../test/people.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { endInvolvement, handOver, involve, lookAtCaseloads, whoIsInvolved } from './involve.ts'

let house: TestHouse
let noor: Visitor
let fenna: Visitor
let karin: Visitor
let dossierId: string
const ids = new Map<string, string>()
const id = (subject: string) => ids.get(subject) ?? ''
const today = dayInNetherlands(new Date())
const notes = { event: 'dossier.read', parts: ['identity', 'notes'], use: 'support', newest: 5 } as const

beforeAll(async () => {
  house = await testHouse()
  noor = await house.staff('noor')
  fenna = await house.staff('fenna')
  karin = await house.staff('karin')
  dossierId = await house.dossierOf(CAST.aydin)
  for (const subject of ['noor', 'fenna', 'joris', 'wim', 'karin', 'saskia'])
    ids.set(subject, await staffIdOf(house, subject))
})
afterAll(() => house.close())

async function reads(visitor: Visitor, dossier = dossierId): Promise<string> {
  return (await house.door.read(visitor, notes, dossier)).outcome
}

async function adds(
  visitor: Visitor,
  staffId: string,
  days: { from?: PlainDate; until?: PlainDate } = {},
  dossier = dossierId,
): Promise<string> {
  const asked = { dossierId: dossier, staffId, from: days.from ?? today, until: days.until }
  return outcomeOf(await involve(house.door, visitor, 'support', asked))
}

async function ends(visitor: Visitor, staffId: string, use: 'support' | 'review' = 'support') {
  return outcomeOf(await endInvolvement(house.door, visitor, use, { dossierId, staffId }))
}

/** Another client, of Noor alone. */
async function clientOfNoor(surname: string): Promise<string> {
  const values = { 'given-names': 'Truus', surname, 'birth-date': '1950-05-05', question: 'Hulp met de was.' }
  const contact = { postcode: '2402NR', 'house-number': '1', phone: '0172 555 099' }
  return house.addClient({
    registeredBy: 'noor',
    service: 'support',
    values: { ...values, ...contact },
    notes: [],
  })
}

describe('who is involved', () => {
  test('TOM-1.1: a colleague of the same employer who is not involved is refused; an involved colleague of another employer is allowed', async () => {
    const employer = async (subject: string) =>
      (await house.owner.query('select employer from identity.staff where staff_id = $1', [id(subject)]))
        .rows[0]?.employer
    expect([await employer('noor'), await employer('fenna'), await employer('wim')]).toEqual([
      'kwadraad',
      'kwadraad',
      'gemiva-svg',
    ])
    const wim = await house.staff('wim')
    const question = { ...notes, parts: ['identity', 'question'] }
    expect(await reads(fenna)).toBe('refused')
    expect((await house.door.read(wim, question, dossierId)).outcome).toBe('refused')
    expect(await adds(noor, id('wim'))).toBe('done')
    expect((await house.door.read(wim, question, dossierId)).outcome).toBe('opened')
    expect(await reads(fenna)).toBe('refused')
  })

  test('TOM-1.1 partly: the client sees name, function and employer of who was added', async () => {
    const client = await house.client(CAST.aydin)
    const look = { event: 'dossier.read', parts: ['existence'], use: 'support', newest: 1 } as const
    const answer = await house.door.read(client, look, dossierId)
    const involved = answer.outcome === 'opened' ? answer.value.filter((one) => one.kind === 'involved') : []
    expect(involved).toContainEqual(
      expect.objectContaining({ byName: 'Wim ter Horst', word: 'host', origin: 'gemiva-svg' }),
    )
  })

  test('TOM-1.1 partly: everybody of the staff has exactly one employer, a member of the cooperative', async () => {
    const insert = (employer: string | null) =>
      house.owner.query(
        `insert into identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from) values ($1, $2, $3, '\\x00', $4, $5)`,
        [TOM, randomUUID(), Buffer.from(randomUUID()), employer, today],
      )
    await expect(insert(null)).rejects.toThrow('null value')
  })

  test('somebody who is not involved adds nobody, and nobody adds themselves', async () => {
    expect(await adds(fenna, id('fenna'))).toBe('refused: no-rule')
    expect(await adds(fenna, id('joris'))).toBe('refused: no-rule')
    expect(await adds(noor, id('noor'))).toBe('own-access')
    const own = { dossierId, staffId: id('karin'), from: today, until: undefined }
    expect(outcomeOf(await involve(house.door, karin, 'review', own))).toBe('own-access')
  })

  test('somebody whose function reads no dossiers cannot be involved', async () => {
    expect(await adds(noor, id('saskia'))).toBe('cannot-be-involved')
    expect(await adds(noor, id('karin'))).toBe('cannot-be-involved')
    expect(await adds(noor, randomUUID())).toBe('not-there')
  })

  test('what a refusal tells is the same whether the dossier exists or not', async () => {
    const asked = { staffId: id('joris'), from: today, until: undefined }
    const [one, other] = await Promise.all(
      [dossierId, randomUUID()].map(async (dossier) => {
        const answer = await involve(house.door, fenna, 'support', { ...asked, dossierId: dossier })
        return answer.outcome === 'refused' ? { ...answer, facts: undefined, can: undefined } : answer
      }),
    )
    expect(one).toEqual(other)
  })

  test('an involvement begins and ends on its days', async () => {
    const later = { from: addDays(today, 1), until: addDays(today, 2) }
    expect(await adds(noor, id('joris'), later)).toBe('done')
    expect(await reads(await house.staff('joris'))).toBe('refused')
    await house.owner.query(
      'update dossier.involvements set from_on = $2, until_on = $2 where dossier_id = $1 and staff_id = $3',
      [dossierId, today, id('joris')],
    )
    expect(await reads(await house.staff('joris'))).toBe('opened')
    await house.owner.query(
      'update dossier.involvements set from_on = $2::date - 1, until_on = $2::date - 1 where dossier_id = $1 and staff_id = $3',
      [dossierId, today, id('joris')],
    )
    expect(await reads(await house.staff('joris'))).toBe('refused')
    expect(await adds(noor, id('joris'), { from: addDays(today, -1) })).toBe('wrong-period')
  })

  test('one ends one’s own involvement, not that of another; the last one stays', async () => {
    expect(await ends(noor, id('wim'))).toBe('not-yours')
    expect(await ends(await house.staff('wim'), id('wim'))).toBe('done')
    expect(await reads(await house.staff('wim'))).toBe('refused')
    expect(await ends(noor, id('noor'))).toBe('last-one')
    expect(await reads(noor)).toBe('opened')
    expect(await adds(noor, id('joris'))).toBe('done')
    expect(await ends(karin, id('joris'), 'review')).toBe('done')
  })

  test('two who leave at the same moment: one of them stays', async () => {
    const dossier = await clientOfNoor('Gelijktijdig')
    expect(await adds(noor, id('joris'), {}, dossier)).toBe('done')
    const joris = await house.staff('joris')
    const both = await Promise.all([
      endInvolvement(house.door, noor, 'support', { dossierId: dossier, staffId: id('noor') }),
      endInvolvement(house.door, joris, 'support', { dossierId: dossier, staffId: id('joris') }),
    ])
    expect(both.map(outcomeOf).toSorted()).toEqual(['done', 'last-one'])
  })

  test('each change stands in the log of this client', async () => {
    const { rows } = await house.owner.query<{ event: string }>(
      `select distinct event from ledger.entries where dossier_id = $1 and event like 'involvement.%' order by event`,
      [dossierId],
    )
    expect(rows.map((row) => row.event)).toEqual(['involvement.begun', 'involvement.ended'])
  })
})

describe('handing a caseload over', () => {
  test('for a while: the colleague reads until the last day, and the manager never', async () => {
    const dossier = await clientOfNoor('Tijdelijk')
    const until = addDays(today, 14)
    const before = await house.door.enter(karin, lookAtCaseloads, null, undefined)
    if (before.outcome !== 'opened') throw new Error('refused')
    expect(before.value.caseloads.find((one) => one.id === id('noor'))?.dossiers).toBeGreaterThan(1)
    expect(before.value.colleagues.map((one) => one.name)).toContain('Joris Blom')
    const joris = await house.staff('joris')
    expect(await reads(joris, dossier)).toBe('refused')
    const handover = { leaver: id('noor'), taker: id('joris'), from: today, until }
    expect(outcomeOf(await handOver(house.door, karin, handover))).toBe('done')
    expect(await reads(joris, dossier)).toBe('opened')
    expect(await reads(noor, dossier)).toBe('opened')
    expect(await reads(karin, dossier)).toBe('refused')
    const { rows } = await house.owner.query(
      'select until_on from dossier.involvements where dossier_id = $1 and staff_id = $2',
      [dossier, id('joris')],
    )
    expect(rows).toEqual([{ until_on: until }])
    const entry = await house.owner.query(
      `select actor_role, reason from ledger.entries where dossier_id = $1 and event = 'involvement.handed-over'`,
      [dossier],
    )
    expect(entry.rows).toEqual([
      { actor_role: 'team-manager', reason: `about ${id('joris')} from ${id('noor')} ${today} ${until}` },
    ])
  })

  test('for good: who leaves reads nothing any more', async () => {
    const dossier = await clientOfNoor('Voorgoed')
    const handover = { leaver: id('noor'), taker: id('wim'), from: today, until: undefined }
    expect(outcomeOf(await handOver(house.door, karin, handover))).toBe('done')
    expect(await reads(noor, dossier)).toBe('refused')
    const wim = await house.staff('wim')
    const question = { ...notes, parts: ['identity', 'question'] }
    expect((await house.door.read(wim, question, dossier)).outcome).toBe('opened')
    expect(outcomeOf(await handOver(house.door, karin, handover))).toBe('nothing-to-hand-over')
  })

  test('only the manager, only in the own team, never to themselves', async () => {
    const handover = { leaver: id('fenna'), taker: id('joris'), from: today, until: undefined }
    expect(outcomeOf(await handOver(house.door, karin, handover))).toBe('nothing-to-hand-over')
    expect(outcomeOf(await handOver(house.door, noor, handover))).toBe('refused: no-rule')
    expect(outcomeOf(await handOver(house.door, await house.staff('henk'), handover))).toBe(
      'nothing-to-hand-over',
    )
    expect(outcomeOf(await handOver(house.door, karin, { ...handover, taker: id('karin') }))).toBe(
      'own-access',
    )
  })

  test('the manager sees who is involved, and nothing that is written', async () => {
    const answer = await house.door.enter(karin, whoIsInvolved('review'), dossierId, undefined)
    expect(answer.outcome).toBe('opened')
    expect(await reads(karin)).toBe('refused')
  })
})
