import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CAST, MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addYears, dayInNetherlands, type PlainDate } from '../kernel/index.ts'

const today = dayInNetherlands(new Date())
const grounds = 'Zo vertelde de cliënt het mij bij het gesprek.'
let house: TestHouse
let site: AskedSite
let daan: Visitor
/** Who is not 12, 14 and 17 years old, at MEE. */
const dossiers: Partial<Record<11 | 14 | 17, string>> = {}

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  daan = await house.staff('daan', MEE)
  for (const age of [11, 14, 17] as const)
    dossiers[age] = await house.addClient(aged(addYears(today, -age)), MEE)
})
beforeEach(() =>
  house.owner.query('update dossier.capacity_judgements set revoked_at = now(), revoked_by = recorded_by'),
)
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

function aged(birth: PlainDate) {
  const values = {
    'given-names': 'Pip',
    surname: 'Jansen',
    'birth-date': birth,
    postcode: '6411GH',
    'house-number': '3',
    street: 'Molenweg',
    city: 'Heerlen',
    phone: '045 555 0124',
    question: 'Wie helpt bij het wonen?',
  }
  return { registeredBy: 'daan', service: 'wlz-application', values, notes: [] }
}

const at = (age: keyof typeof dossiers) => `/dossiers/${dossiers[age]}/capacity`
const weigh = (age: keyof typeof dossiers, fields: Record<string, string>) =>
  site.post(daan, at(age), { weighedOn: today, grounds, ...fields })
/** What the table says of who decides about looking. */
const lookers = (body: string) => /Het dossier inzien<\/th><td[^>]*>([^<]*)/.exec(body)?.[1] ?? 'no such row'

test('once a worker weighed that parents do not look along, the table names no parent for looking', async () => {
  const before = (await site.get(daan, at(14))).body
  expect(lookers(before)).toBe('de cliënt zelf, als u vindt dat die dat kan of een ouder met gezag')
  expect((await weigh(14, { able: 'yes', parents: 'no' })).statusCode).toBe(303)
  const after = (await site.get(daan, at(14))).body
  expect(lookers(after)).toBe('de cliënt zelf, en ouders niet')
  expect(after).toContain('Noemt de wet hierboven nog een ouder? Dan beslist die wel mee.')
  await weigh(11, { able: 'no', parents: 'no' })
  expect(lookers((await site.get(daan, at(11))).body)).toBe('nu niemand: ouders kijken niet mee')
  await weigh(14, { able: 'no', parents: 'yes' })
  expect(lookers((await site.get(daan, at(14))).body)).toBe('een ouder met gezag')
})

test('about parents is asked where parents look along, and it has to be answered there', async () => {
  for (const age of [11, 14] as const) {
    expect((await site.get(daan, at(age))).body).toContain('Mogen ouders met gezag meekijken?')
    expect((await weigh(age, { able: 'yes' })).statusCode).toBe(400)
  }
})

test('of who is 16 or older nothing is asked about parents, and what is sent about them does not count', async () => {
  expect((await site.get(daan, at(17))).body).not.toContain('Mogen ouders')
  expect((await weigh(17, { able: 'yes', parents: 'no' })).statusCode).toBe(303)
  expect((await site.get(daan, at(17))).body).not.toContain('kijken niet mee')

  const noor = await house.staff('noor')
  const adult = `/dossiers/${await house.dossierOf(CAST.aydin)}/capacity`
  const page = (await site.get(noor, adult)).body
  expect(page).toContain('Kan deze cliënt dit zelf afwegen?')
  expect(page).not.toMatch(/ouders?[ <]/i)
  const weighed = await site.post(noor, adult, { able: 'no', weighedOn: today, grounds })
  expect(weighed.statusCode).toBe(303)
  const { body: after } = await site.get(noor, adult)
  expect(after).toContain('en kan dit niet zelf afwegen')
  expect(lookers(after)).toBe('een vertegenwoordiger')
  expect(after).not.toContain('kijken niet mee')
})
