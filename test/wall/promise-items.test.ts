import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, type Foothold, register } from './as-app.ts'
import { type AskedSite, staffSite } from './staff-site.ts'
import { during } from './take-away.ts'

let house: TestHouse
let staff: AskedSite
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  noor = await house.staff('noor')
})
afterAll(async () => {
  await staff.app.close()
  await house.close()
})

const PERSON = {
  service: 'access',
  'given-names': 'Tes',
  surname: 'Proefpersoon',
  'birth-date': '1970-05-05',
  postcode: '2402NR',
  'house-number': '1',
  phone: '0172 555 099',
  question: 'Een vraag.',
}

async function dossiers(): Promise<number> {
  const { rows } = await house.owner.query<{ n: number }>('select count(*)::int as n from dossier.dossiers')
  return rows[0]!.n
}

test('TOM-4.1: an item that is not in the catalogue is refused and not stored, and one for “if needed” wants its reason', async () => {
  const before = await dossiers()
  for (const [name, value] of [
    ['religion', 'x'],
    ['nationality', 'NL'],
    ['surname.reason', 'x'],
    ['__proto__', 'x'],
    ['Surname', 'x'],
  ])
    expect((await staff.post(noor, '/clients/new', { ...PERSON, [name!]: value! })).statusCode, name).toBe(
      400,
    )
  // If needed: the BSN, the people around and other workers. Each with and without the reason.
  const needed = house.statements
    .get(TOM)!
    .facts.items.filter((item) => item.required === 'if-needed')
    .map((item) => item.id)
  expect(needed).toEqual(expect.arrayContaining(['bsn', 'network-contacts', 'outside-workers']))
  const values: Record<string, string> = {
    bsn: '999992405',
    'network-contacts': 'Een zus',
    'outside-workers': 'Een huisarts',
  }
  for (const [item, value] of Object.entries(values)) {
    for (const reason of [undefined, '', '   ']) {
      const fields = {
        ...PERSON,
        [item]: value,
        ...(reason === undefined ? {} : { [`${item}.reason`]: reason }),
      }
      expect((await staff.post(noor, '/clients/new', fields)).statusCode, `${item} because “${reason}”`).toBe(
        400,
      )
    }
  }
  expect(await dossiers(), 'nothing was stored').toBe(before)
  for (const [item, value] of Object.entries(values)) {
    const answer = await staff.post(noor, '/clients/new', {
      ...PERSON,
      [item]: value,
      [`${item}.reason`]: 'Nodig voor de aanvraag.',
    })
    expect(answer.statusCode, item).toBe(303)
  }
  expect(await dossiers()).toBe(before + 3)
  await databaseRefuses(['religion', 'nationality', 'Surname', ''])
})

/** The same past the application: the database takes an item of the catalogue and no other, in its own part and class. */
async function databaseRefuses(unlisted: string[]): Promise<void> {
  await asApp(house.db.app, async (at) => {
    const dossier = await register(at, noor, ['existence', 'identity', 'question'], 'access')
    const store = (item: string, part = 'identity', dataClass = 'general') =>
      at.attempt(
        `insert into dossier.items (organisation_id, dossier_id, item_id, item, part, class, sealed, source, received_on, recorded_by, statement_version)
         select $1, $2, gen_random_uuid(), $3, $4, $5, '\\x00', 'client', current_date, (wall.author())[1]::uuid, (wall.author())[3]`,
        [TOM, dossier, item, part, dataClass],
      )
    const { rows } = await house.owner.query<{ class: string }>(
      `select class from statement.items where organisation_id = $1 and item = 'surname' limit 1`,
      [TOM],
    )
    expect(await store('surname', 'identity', rows[0]!.class)).toBe(1)
    expect(await store('surname', 'question', rows[0]!.class)).toBe('23503')
    for (const item of unlisted) expect(await store(item, 'identity', rows[0]!.class), item).toBe('23503')
  })
}

test('without the key to the catalogue the database stores anything: the wall bites', async () => {
  const { rows } = await house.owner.query<{ d: string; n: string }>(
    `select pg_get_constraintdef(oid) as d, conname as n from pg_constraint where conrelid = 'dossier.items'::regclass and confrelid = 'statement.items'::regclass`,
  )
  const { d, n } = rows[0]!
  const aydin = await house.dossierOf(CAST.aydin)
  const store = async (at: Foothold) => {
    await at.open(noor, { dossier: aydin, parts: ['question'], action: 'write', event: 'x' })
    return at.attempt(
      `insert into dossier.items (organisation_id, dossier_id, item_id, item, part, class, sealed, source, received_on, recorded_by, statement_version)
       select $1, $2, gen_random_uuid(), 'religion', 'question', 'special', '\\x00', 'client', current_date, (wall.author())[1]::uuid, (wall.author())[3]`,
      [TOM, aydin],
    )
  }
  expect(await asApp(house.db.app, store)).toBe('23503')
  expect(
    await during(
      house.owner,
      `alter table dossier.items drop constraint ${n}`,
      `alter table dossier.items add constraint ${n} ${d}`,
      () => asApp(house.db.app, store),
    ),
  ).toBe(1)
})
