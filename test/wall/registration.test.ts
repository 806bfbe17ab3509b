import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, DENIED, type Foothold, leaks, NOT_A_WORD, register } from './as-app.ts'
import { during, policyOf } from './take-away.ts'

// What whoever may register tries with it, past the program: to bring somebody back, to be taken for somebody, to be found.

const TAKEN = '23505'
const NO_SUCH_FUNCTION = '42883'

let house: TestHouse
let aydin: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
})
afterAll(() => house.close())

const addKey = (at: Foothold, dossier: string, kind: string) =>
  at.attempt('insert into dossier.search_keys values ($1, $2, $3, $4)', [TOM, kind, randomBytes(32), dossier])
const addWrapped = (at: Foothold, dossier: string) =>
  at.attempt(`insert into dossier.keys values ($1, $2, 'general', '\\x00')`, [TOM, dossier])
const write = (at: Foothold, dossier: string, parts: string[], purpose = 'support') =>
  at.open(noor, { dossier, parts, action: 'write', purpose, event: 'client.registered' })

/** Which kinds of search key go into this dossier now. */
async function takenKinds(at: Foothold, dossier: string): Promise<string[]> {
  const kinds = ['bsn', 'birth-date', 'surname', 'surname-sound', 'postcode-house', 'postcode']
  const taken: string[] = []
  for (const kind of kinds) if ((await addKey(at, dossier, kind)) === 1) taken.push(kind)
  return taken
}

test('a dossier gets its id from the database: nobody brings back one that was destroyed, with all who looked at it', async () => {
  await asApp(house.db.app, async (at) => {
    const ids = [
      await register(at, noor, ['existence'], 'access'),
      await register(at, noor, ['existence'], 'access'),
    ]
    expect(new Set([...ids, aydin]).size).toBe(3)
    expect(
      await at.attempt(
        `select wall.register($1, $2::uuid, '2222-222-2', array['existence'], 'access', gen_random_uuid(), 'x')`,
        [noor.token, randomUUID()],
      ),
    ).toBe(NO_SUCH_FUNCTION)
    expect(
      await at.attempt(
        'insert into dossier.dossiers (organisation_id, dossier_id, client_number, opened_on, statement_version) values ($1, $2, $3, current_date, $4)',
        [TOM, randomUUID(), '2222-222-2', '2024-03-15'],
      ),
    ).toBe(DENIED)
  })
})

test('the number of a client is a number: no words are laid down in it', async () => {
  await asApp(house.db.app, async (at) => {
    for (const number of ['Emine Aydin', '999990019', '', '2222-222-2 ', 'AAAA-AAA-A'])
      expect(
        await at.attempt(
          `select wall.register($1, $2, array['existence'], 'access', gen_random_uuid(), 'x')`,
          [noor.token, number],
        ),
        number,
      ).toBe(NOT_A_WORD)
  })
})

test('what a client is found by is laid down when the dossier is made, or with the part that it belongs to', async () => {
  await asApp(house.db.app, async (at) => {
    const fresh = await register(at, noor, ['existence', 'identity'], 'access')
    expect(await takenKinds(at, fresh)).not.toContain('bsn')
    expect(await takenKinds(at, fresh)).toHaveLength(5)
    expect(await takenKinds(at, aydin), 'of a dossier that stands beside it').toEqual([])
  })
  const opened = async (parts: string[]) =>
    asApp(house.db.app, async (at) => {
      const { outcome } = await write(at, aydin, parts)
      return [outcome, ...(await takenKinds(at, aydin))]
    })
  expect(await opened(['existence'])).toEqual(['allowed'])
  expect(await opened(['notes'])).toEqual(['allowed'])
  expect(await opened(['identity'])).toEqual(['allowed', 'birth-date', 'surname', 'surname-sound'])
  expect(await opened(['contact'])).toEqual(['allowed', 'postcode-house', 'postcode'])
})

test('a dossier takes one BSN: a second person cannot be made its client', async () => {
  await asApp(house.db.app, async (at) => {
    const fresh = await register(at, noor, ['existence', 'bsn'], 'access')
    expect([await addKey(at, fresh, 'bsn'), await addKey(at, fresh, 'bsn')]).toEqual([1, TAKEN])
  })
  await asApp(house.db.app, async (at) => {
    expect(await write(at, aydin, ['bsn'], 'access')).toMatchObject({ outcome: 'allowed' })
    expect(await addKey(at, aydin, 'bsn')).toBe(TAKEN)
  })
  const second = (at: Foothold) => write(at, aydin, ['bsn'], 'access').then(() => addKey(at, aydin, 'bsn'))
  const found = await during(
    house.owner,
    'drop index dossier.one_bsn_a_dossier',
    `create unique index one_bsn_a_dossier on dossier.search_keys (organisation_id, dossier_id) where kind = 'bsn'`,
    () => asApp(house.db.app, second),
  )
  expect(found, 'without that key it can').toBe(1)
})

test('the keys of a dossier are made with it: none is added to one that stands', async () => {
  const late = (at: Foothold) => write(at, aydin, ['existence']).then(() => addWrapped(at, aydin))
  // As superuser: without its own keys, so that no other key stands in the way.
  const attack = () =>
    during(
      house.owner,
      `create table public.kept as select * from dossier.keys where dossier_id = '${aydin}'; delete from dossier.keys where dossier_id = '${aydin}'`,
      'insert into dossier.keys select * from public.kept; drop table public.kept',
      () => asApp(house.db.app, late),
    )
  expect(await attack()).toBe(DENIED)
  await asApp(house.db.app, async (at) => {
    expect(await addWrapped(at, await register(at, noor, ['existence'], 'access'))).toBe(1)
  })
  const back = await policyOf(house.owner, 'dossier.keys', 'written')
  const naive = `alter policy written on dossier.keys with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'existence'))::text[]))`
  expect(await during(house.owner, naive, back, attack), 'without asking for this transaction it is').toBe(1)
})

test('a look at one part shows neither the number of the client nor who is involved', async () => {
  await asApp(house.db.app, async (at) => {
    await at.open(noor, { dossier: aydin, parts: ['support-dates'] })
    expect(
      Object.keys(await leaks(at)).filter((table) => /dossiers|involvements|closures/.test(table)),
    ).toEqual([])
    await at.open(noor, { dossier: aydin, parts: ['existence'] })
    expect(Object.keys(await leaks(at))).toEqual(
      expect.arrayContaining(['dossier.dossiers', 'dossier.involvements']),
    )
  })
})
