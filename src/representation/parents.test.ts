import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import type { Answer, Visitor } from '../door/index.ts'
import { actFor } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { capacityJudgements, judgeCapacity, takeBackJudgement } from './capacity-judgement.ts'
import { type Given, recordRepresentative } from './representation.ts'
import { endByLaw, readLegal } from './representation-form.ts'
import type { LegalKind } from './scope.ts'

// Sjef is 14. Who his parents are, the database knows by keyed hash alone.
const MOTHER = '999995005'
const FATHER = '999994542'
const today = dayInNetherlands(new Date())
let house: TestHouse
let dossier: string
let daan: Visitor

beforeAll(async () => {
  house = await testHouse()
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select dossier_id from dossier.dossiers where organisation_id = $1',
    [MEE],
  )
  dossier = rows[0]?.dossier_id ?? ''
  daan = await house.staff('daan', MEE)
})
afterAll(() => house?.close())

function opened<T>(answer: Answer<T>): T {
  if (answer.outcome !== 'opened') throw new Error(JSON.stringify(answer))
  return answer.value
}

async function record(bsn: string, more: Partial<Given & { kind: LegalKind }> = {}): Promise<string> {
  await stepUp(house, daan)
  return opened(
    await recordRepresentative(house.door, house.vault, daan, dossier, {
      kind: 'parent',
      bsn,
      name: 'Ouder van Sjef',
      proof: 'Uittreksel uit het gezagsregister',
      parts: ['question', 'notes'],
      acts: 'look',
      fromOn: today,
      untilOn: addDays(today, 300),
      authorityOn: today,
      ...more,
    }),
  )
}

async function actingAs(bsn: string, chosen: string): Promise<Visitor | undefined> {
  const visitor = await house.client(bsn, MEE)
  const { token } = visitor
  const act = { token, fresh: token, chosen, trace: randomUUID(), accessPoint: 'portal' as const }
  return (await actFor(house.pools.signin, act)) ? visitor : undefined
}

const looks = async (visitor: Visitor | undefined) =>
  visitor &&
  (
    await house.door.read(
      visitor,
      { event: 'dossier.read', parts: ['existence', 'notes'], use: 'support', newest: 5 },
      dossier,
    )
  ).outcome

describe('parents', () => {
  test('each parent with authority looks by an access of their own; ending one leaves the other', async () => {
    const [mother, father] = [await record(MOTHER), await record(FATHER)]
    const [her, him] = [await actingAs(MOTHER, mother), await actingAs(FATHER, father)]
    expect([await looks(her), await looks(him)]).toEqual(['opened', 'opened'])
    await end(father)
    expect([await looks(her), await looks(him)]).toEqual(['opened', 'refused'])
    await end(mother)
  })

  test('a parent without authority is not recorded, by the page nor past it', async () => {
    await expect(record(MOTHER, { authorityOn: undefined })).rejects.toThrow(/representations_authority/)
    await expect(record(MOTHER, { authorityOn: addDays(today, 1) })).rejects.toThrow(
      /representations_authority/,
    )
  })

  test('from the 16th birthday on the parent sees nothing, from midnight; the day before they do', async () => {
    const id = await record(MOTHER)
    const her = await actingAs(MOTHER, id)
    const last = (day: string) =>
      house.owner.query(
        'update dossier.representations set from_on = $2::date - 30, until_on = $2, authority_on = $2::date - 30 where representation_id = $1',
        [id, day],
      )
    await last(today)
    expect(await looks(her)).toBe('opened')
    await last(addDays(today, -1))
    expect(await looks(her)).toBe('refused')
    expect(await actingAs(MOTHER, id)).toBeUndefined()
    await end(id)
  })
})

describe('what a worker weighs', () => {
  const weigh = (parentsMay: boolean, weighedOn = today, by = daan) =>
    house.door.enter(by, judgeCapacity, dossier, {
      able: true,
      parentsMay,
      weighedOn,
      grounds: 'Sjef vertelt zelf goed wat hij wil. Besproken met de school.',
    })

  test('keeps parents out from the next request on, and taking it back lets them in again; with name and grounds, in the ledger', async () => {
    const id = await record(MOTHER)
    const her = await actingAs(MOTHER, id)
    const judgement = opened(await weigh(false))
    expect(await looks(her)).toBe('refused')
    expect(await actingAs(MOTHER, id)).toBeUndefined()
    expect(opened(await house.door.enter(daan, capacityJudgements, dossier, undefined))[0]).toMatchObject({
      able: true,
      parentsMay: false,
      weighedOn: today,
      by: 'Daan Frissen',
      grounds: expect.stringContaining('Besproken met de school'),
    })
    expect(opened(await house.door.enter(daan, takeBackJudgement, dossier, judgement))).toBe(true)
    expect(opened(await house.door.enter(daan, takeBackJudgement, dossier, judgement))).toBe(false)
    expect(await looks(her)).toBe('opened')
    const { rows } = await house.owner.query(
      `select event, count(*)::int as n from ledger.entries where dossier_id = $1 and event like 'capacity.%' and outcome = 'allowed'
        group by event order by event`,
      [dossier],
    )
    expect(rows.map(({ event }) => event)).toEqual([
      'capacity.read',
      'capacity.taken-back',
      'capacity.weighed',
    ])
    await end(id)
  })

  test('without the wall a parent would go on looking', async () => {
    const id = await record(MOTHER)
    const her = await actingAs(MOTHER, id)
    const judgement = opened(await weigh(false))
    const text = await definitionOf(house.owner, 'wall.runs')
    const holed = text.replace("r.kind <> 'parent'", 'true')
    expect(holed).not.toBe(text)
    await during(house.owner, holed, text, async () => expect(await looks(her)).toBe('opened'))
    opened(await house.door.enter(daan, takeBackJudgement, dossier, judgement))
    await end(id)
  })

  test('is weighed by who is involved, on a day that was, and read by no parent', async () => {
    await expect(weigh(true, addDays(today, 1))).rejects.toThrow(/row-level security/)
    opened(await weigh(true))
    const id = await record(MOTHER, { parts: ['network', 'consents'], acts: 'arrange' })
    const her = await actingAs(MOTHER, id)
    if (!her) throw new Error('not let in')
    expect((await weigh(true, today, her)).outcome).toBe('refused')
    const read = { ...capacityJudgements, parts: ['existence', 'identity', 'network'] as const }
    expect(opened(await house.door.enter(her, read, dossier, undefined))).toEqual([])
    await end(id)
  })
})

describe('what the form holds against the law', () => {
  const form = {
    kind: 'parent',
    name: 'Ouder',
    bsn: MOTHER,
    parts: ['question'],
    acts: 'look',
    proof: 'Uittreksel',
    authorityOn: today,
    fromOn: today,
  }
  const child = { birth: addDays(today, -14 * 365), today, parents: 0, keepsBsn: true }
  const wrong = (more: Record<string, unknown>, client = child) => {
    const read = readLegal({ ...form, ...more }, 'nl', client)
    return read.ok ? [] : Object.entries(read.form.errors).map(([field, error]) => `${field}: ${error}`)
  }

  test('a parent has authority, seen on a day that was, and there are two at most', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ authorityOn: '' })[0]).toMatch(/^authorityOn: Een ouder kijkt alleen mee met het gezag/)
    expect(wrong({ authorityOn: addDays(today, 1) })[0]).toMatch(/^authorityOn: Deze dag moet nog komen/)
    expect(wrong({ fromOn: addDays(today, -1) })[0]).toMatch(/^fromOn:/)
    expect(wrong({}, { ...child, parents: 1 })).toEqual([])
    expect(wrong({}, { ...child, parents: 2 })[0]).toMatch(/^kind: Er kijken al twee mensen/)
  })

  test('an administrator of property is about money and goods, of an adult', async () => {
    const adult = { ...child, birth: addDays(today, -40 * 365) }
    const property = { kind: 'property-administrator' }
    expect(wrong({ ...property, parts: ['provisions', 'messages'] }, adult)).toEqual([])
    expect(wrong({ ...property, parts: ['provisions', 'notes'] }, adult)[0]).toMatch(
      /^parts: Een bewindvoerder/,
    )
    expect(wrong({ ...property, parts: ['provisions'] })[0]).toMatch(/^kind: Dit kan pas vanaf 18 jaar/)
    await expect(record(MOTHER, { kind: 'property-administrator', parts: ['notes'] })).rejects.toThrow(
      /representations_property/,
    )
  })

  test.each([
    ['the day before the 16th birthday', '2010-11-23', '2026-11-22', { until: '2026-11-22' }],
    ['the 16th birthday', '2010-11-22', '2026-11-22', { error: 'parentTooLate' }],
    ['the day after it', '2010-11-21', '2026-11-22', { error: 'parentTooLate' }],
    ['born on 29 February, on the 28th', '2012-02-29', '2028-02-28', { until: '2028-02-28' }],
    ['born on 29 February, on the 29th', '2012-02-29', '2028-02-29', { error: 'parentTooLate' }],
  ])('a parent is recorded until the day before the 16th birthday: %s', (_when, birth, on, expected) => {
    const day = (text: string) => text as typeof today
    expect(endByLaw('parent', undefined, { birth: day(birth), today: day(on) })).toMatchObject(expected)
  })
})

async function end(id: string): Promise<void> {
  await house.owner.query(
    'update dossier.representations set revoked_at = now(), revoked_by = recorded_by where representation_id = $1',
    [id],
  )
}
