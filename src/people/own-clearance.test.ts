import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { staffIdOf } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { DEMO_ORGANISATIONS } from '../demo/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { CLEARANCE_KINDS } from './clearance.ts'

let house: TestHouse
let site: AskedSite
const today = dayInNetherlands(new Date())
const everybody = DEMO_ORGANISATIONS.flatMap(({ id, staff }) =>
  staff.filter(({ expired }) => !expired).map(({ subject, role }) => [role, subject, id] as const),
)

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
})
afterAll(async () => {
  await site.app.close()
  await house.close()
})
beforeEach(async () => {
  await house.owner.query('update identity.clearances set valid_until = $1', [addDays(today, 400)])
})

/** The page that `/` leads to. */
async function startOf(subject: string, organisation: string) {
  const visitor = await house.staff(subject, organisation)
  const first = await site.get(visitor, '/')
  const path = String(first.headers.location ?? '/')
  return { path, ...(await site.get(visitor, path)) }
}

async function endsOn(subject: string, organisation: string, day: string, kind = 'conduct') {
  await house.owner.query(
    'update identity.clearances set valid_until = $1 where kind = $3 and staff_id = $2',
    [day, await staffIdOf(house, subject, organisation), kind],
  )
}

test('the demonstration has every function of both organisations that starts somewhere', () => {
  expect(new Set(everybody.map(([role]) => role)).size).toBeGreaterThan(9)
  expect(new Set(everybody.map(([, , organisation]) => organisation))).toEqual(new Set([TOM, MEE]))
})

test.each(everybody)(
  'TOM-12.9 partly: a %s (%s) reads on the start page what ends within 30 days, once, and nothing before that',
  async (_role, subject, organisation) => {
    for (const kind of CLEARANCE_KINDS) {
      await endsOn(subject, organisation, addDays(today, 31), kind)
      expect((await startOf(subject, organisation)).body).not.toContain('Uw eigen verklaringen')
      await endsOn(subject, organisation, addDays(today, 30), kind)
      const start = await startOf(subject, organisation)
      expect(start.statusCode).toBe(200)
      expect(start.body.match(/Uw eigen verklaringen/g), start.path).toHaveLength(1)
      expect(start.body, kind).toContain('nog 30 dagen')
      await endsOn(subject, organisation, addDays(today, 400), kind)
    }
  },
)

test.each(CLEARANCE_KINDS)(
  'TOM-12.9 partly: of %s the last day is announced too; after it everything is closed',
  async (kind) => {
    await endsOn('noor', TOM, today, kind)
    const last = await startOf('noor', TOM)
    expect(last.statusCode).toBe(200)
    expect(last.body).toContain('vandaag is de laatste dag')
    await endsOn('noor', TOM, addDays(today, -1), kind)
    expect((await startOf('noor', TOM)).statusCode).toBe(403)
  },
)

test('what ends first is announced first', async () => {
  await endsOn('noor', TOM, addDays(today, 20), 'secrecy')
  await endsOn('noor', TOM, addDays(today, 2), 'awareness')
  const { body } = await startOf('noor', TOM)
  expect(body.indexOf('nog 2 dagen')).toBeGreaterThan(0)
  expect(body.indexOf('nog 2 dagen')).toBeLessThan(body.indexOf('nog 20 dagen'))
})

test('it does not stand on other pages, nor for a session with one factor', async () => {
  await endsOn('noor', TOM, addDays(today, 3))
  const noor = await house.staff('noor')
  expect((await site.get(noor, '/clients')).body).toContain('nog 3 dagen')
  expect((await site.get(noor, '/clients/find')).body).not.toContain('nog 3 dagen')
  await house.owner.query(
    'update identity.sessions set second_factor = false where token_hash = sha256($1)',
    [noor.token],
  )
  expect((await site.get(noor, '/clients')).body).not.toContain('nog 3 dagen')
})

describe('the page that refuses', () => {
  const sentences = {
    secrecy: ['Uw geheimhoudingsverklaring', 'Teken een nieuwe verklaring.'],
    conduct: ['Uw verklaring omtrent het gedrag (VOG)', 'Vraag een nieuwe VOG aan.'],
    awareness: ['Uw training bewust omgaan met gegevens', 'Volg de training.'],
  } as const
  const refused = async (path = '/clients') => {
    const page = await site.get(await house.staff('noor'), path)
    expect(page.statusCode).toBe(403)
    // the announcement is for who is let in
    expect(page.body).not.toContain('Uw eigen verklaringen')
    return page.body
  }

  test.each(CLEARANCE_KINDS)(
    'TOM-12.9 partly: names %s as what is over or missing, with what to do, and nothing else',
    async (kind) => {
      const [thing, todo] = sentences[kind]
      const others = CLEARANCE_KINDS.filter((other) => other !== kind).map((other) => sentences[other][0])
      await endsOn('noor', TOM, addDays(today, -1), kind)
      const over = await refused()
      expect(over).toContain(`${thing} gold tot en met `)
      expect(over).toContain(todo)
      expect(over).toContain('Zodra die dit vastlegt, gaat alles open.')
      expect(others.filter((other) => over.includes(other))).toEqual([])
      await house.owner.query('update identity.clearances set valid_until = valid_from - 1 where kind = $1', [
        kind,
      ])
      expect(await refused('/clients/find')).toContain(`${thing} is niet vastgelegd.`)
    },
  )

  test('says from which day on it opens again when the next one is recorded already', async () => {
    const staffId = await staffIdOf(house, 'noor')
    await endsOn('noor', TOM, addDays(today, -1), 'awareness')
    await house.owner.query(
      `insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until) values ($1, $2, 'awareness', $3, $4)`,
      [TOM, staffId, addDays(today, 6), addDays(today, 371)],
    )
    const body = await refused()
    expect(body).toContain('De volgende geldt vanaf ')
    expect(body).not.toContain('Volg de training.')
    expect(body).not.toContain('Zodra die dit vastlegt')
    const list = await site.get(await house.staff('karin'), '/people/clearances')
    expect(list.body).toContain('de volgende geldt vanaf ')
  })
})

describe('the page of who keeps the people', () => {
  test.each(['karin', 'henk', 'iris'])(
    'TOM-12.9 partly: %s sees what is closed, ends or is planned, soonest first',
    async (subject) => {
      await endsOn('bram', TOM, addDays(today, -1), 'awareness')
      await endsOn('wim', TOM, addDays(today, 3), 'secrecy')
      await endsOn('joris', TOM, addDays(today, 12), 'awareness')
      const page = await site.get(await house.staff(subject), '/people/clearances')
      expect(page.statusCode).toBe(200)
      const shown = [
        'Dicht, of loopt binnenkort af',
        'Bram Visser',
        'Wim ter Horst',
        'Joris Blom',
        '>In orde<',
        'Fenna',
      ]
      const at = shown.map((name) => page.body.indexOf(name))
      expect(at.includes(-1)).toBe(false)
      expect(at).toEqual(at.toSorted((a, b) => a - b))
      for (const text of [
        'Bij 1 medewerker is nu alles dicht.',
        'Er lopen binnen 30 dagen 2 verklaringen of trainingen af.',
        'nog 3 dagen',
        'nog 12 dagen',
      ])
        expect(page.body).toContain(text)
    },
  )

  test.each(['noor', 'saskia', 'wim'])('%s does not see the declarations of others', async (subject) => {
    expect((await site.get(await house.staff(subject), '/people/clearances')).statusCode).toBe(404)
  })
})
