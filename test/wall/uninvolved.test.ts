import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { type Comparison, canTell, compareTimes } from './compare-times.ts'
import { type AskedSite, pathsOf, portalSite, staffSite } from './staff-site.ts'

/** Shanti Pinas is a client of team Noord. Noor works in team Zuid and has nothing to do with her. */
let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let pinas: string
let noor: Visitor
let daan: Visitor
let aydin: Visitor

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  pinas = await house.dossierOf(CAST.pinas)
  noor = await house.staff('noor')
  daan = await house.staff('daan', MEE)
  aydin = await house.client(CAST.aydin)
})
afterAll(async () => {
  await staff.app.close()
  await portal.app.close()
  await house.close()
})

/** Everything of an answer that comes to the browser, with what the browser itself asked for struck out. */
function all(answer: LightMyRequestResponse, ...asked: string[]): Record<string, unknown> {
  const strike = (text: string) => asked.reduce((left, word) => left.replaceAll(word, '…'), text)
  const { date: _, 'content-length': length, ...headers } = answer.headers
  const struck = asked.reduce(
    (sum, word) => sum + (answer.body.split(word).length - 1) * Buffer.byteLength(word),
    0,
  )
  return {
    status: answer.statusCode,
    length: Number(length ?? 0) - struck,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, strike(String(value))]),
    ),
    body: strike(answer.body),
  }
}

/** Searches that find somebody, and the same kind of search that finds nobody. */
const SEARCHES: readonly [string, known: string, unknown: string][] = [
  ['BSN', CAST.pinas, '999992405'],
  ['surname', 'Pinas', 'Penne'],
  ['first three letters', 'Pin', 'Xuq'],
  ['date of birth', '21-01-1979', '22-01-1979'],
  ['postcode and house number', '2408EF 3', '2408EG 3'],
  ['name and date of birth', 'Pinas 21-01-1979', 'Pinas 23-01-1979'],
]

const PERSON: Record<'given-names' | 'surname' | 'bsn' | 'postcode', string> & Record<string, string> = {
  service: 'access',
  'given-names': 'Shanti',
  surname: 'Pinas',
  'birth-date': '1979-01-21',
  postcode: '2408EF',
  'house-number': '3',
  bsn: CAST.pinas,
  'bsn.reason': 'Nodig voor de aanvraag.',
  question: 'Ik zoek hulp in huis.',
}
const STRANGER = {
  ...PERSON,
  'given-names': 'Shanna',
  surname: 'Penne',
  'birth-date': '1979-02-22',
  postcode: '2408EG',
  bsn: '999992405',
}

const KNOWN_TO_BE_THERE = [CAST.pinas, 'Pinas', 'Pin', '21-01-1979', '2408EF 3', 'Pinas 21-01-1979']

describe('answers', { timeout: 60_000 }, () => {
  test('every page about a dossier says of one that exists what it says of one that does not', async () => {
    const paths = [
      ...pathsOf(staff.app).map((one) => ({ ...one, site: staff, visitor: noor })),
      ...pathsOf(portal.app).map((one) => ({ ...one, site: portal, visitor: aydin })),
    ]
    const about = paths.filter(({ path }) => path.includes('/:'))
    expect(about.length).toBeGreaterThanOrEqual(9)
    // Pages that ask for the second factor again would answer that to everybody.
    await house.owner.query('update identity.sessions set stepped_up_at = now()')
    const note = { kind: 'phone', happenedOn: '2026-11-01', text: 'Poging', sensitive: '' }
    for (const { method, path, site, visitor } of about) {
      const other = randomUUID()
      const ask = (id: string, fields: Record<string, string>) => {
        const url = path.replace(/:\w+/g, (name) => (name === ':dossier' ? id : other))
        return method === 'GET' ? site.get(visitor, url) : site.post(visitor, url, fields)
      }
      for (const fields of method === 'GET' ? [{}] : [{}, note]) {
        const made = randomUUID()
        const [known, unknown] = [await ask(pinas, fields), await ask(made, fields)]
        expect(all(known, pinas), `${method} ${path}`).toEqual(all(unknown, made))
        expect(known.statusCode, `${method} ${path}`).toBeGreaterThanOrEqual(400)
      }
    }
  })

  test('a worker of another organisation gets that answer too', async () => {
    const made = randomUUID()
    for (const page of ['', '/notes', '/question'])
      expect(all(await staff.get(daan, `/dossiers/${pinas}${page}`), pinas)).toEqual(
        all(await staff.get(daan, `/dossiers/${made}${page}`), made),
      )
  })

  test.each(SEARCHES)('a search by %s says the same', async (_kind, known, unknown) => {
    for (const visitor of [noor, daan, await house.staff('wim')]) {
      const [first, second] = [
        await staff.post(visitor, '/clients/find', { question: known }),
        await staff.post(visitor, '/clients/find', { question: unknown }),
      ]
      expect(all(first, known)).toEqual(all(second, unknown))
    }
    const fenna = await house.staff('fenna')
    const found = await staff.post(fenna, '/clients/find', { question: known })
    expect(found.body, 'and whoever may see her finds her').toContain(pinas)
    expect((await staff.post(fenna, '/clients/find', { question: unknown })).body).not.toContain(pinas)
  })
})

const TRIES = 400

/** Fails with the figures. */
function expectNoDifference(what: string, compared: Comparison): void {
  expect(canTell(compared), `${what}: ${JSON.stringify(compared)}`).toBe(false)
}

describe('time', { timeout: 150_000 }, () => {
  const page = (id: () => string) => () => staff.get(noor, `/dossiers/${id()}/notes`)
  const search = (question: string) => () => staff.post(noor, '/clients/find', { question })

  test('the measure tells a difference of 3 ms, and none where there is none', async () => {
    const slower = async () => {
      await sleep(3)
      return page(() => pinas)()
    }
    expect(canTell(await compareTimes(slower, page(randomUUID), 60))).toBe(true)
    expect(canTell(await compareTimes(page(randomUUID), slower, 60))).toBe(true)
    await house.owner.query(`create function public.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.003); return new; end $$;
      create trigger slow before insert on ledger.entries for each row when (new.dossier_id = '${pinas}') execute function public.slow()`)
    expect(
      canTell(
        await compareTimes(
          page(() => pinas),
          page(randomUUID),
          60,
        ),
      ),
    ).toBe(true)
    await house.owner.query('drop function public.slow() cascade')
    expectNoDifference('two that do not exist', await compareTimes(page(randomUUID), page(randomUUID), 100))
  })

  test('TOM-7.1: to somebody uninvolved body, status and time are the same for a client who exists and one who does not', async () => {
    const made = randomUUID()
    expect(all(await page(() => pinas)(), pinas)).toEqual(all(await page(() => made)(), made))
    for (const [, known, unknown] of SEARCHES)
      expect(all(await search(known)(), known)).toEqual(all(await search(unknown)(), unknown))
    expectNoDifference(
      'the page of a dossier',
      await compareTimes(
        page(() => pinas),
        page(randomUUID),
        TRIES,
      ),
    )
    expectNoDifference('a search by BSN', await compareTimes(search(CAST.pinas), search('999992405'), TRIES))
    expectNoDifference('a search by name', await compareTimes(search('Pinas'), search('Penne'), TRIES))
  })
})

// Last: afterwards Noor has a client of that name herself.
test('to register somebody who is a client already, or who is not, goes the same way; so does what follows', async () => {
  const steps = async (person: typeof PERSON) => {
    const registered = await staff.post(noor, '/clients/new', person)
    expect(registered.statusCode).toBe(303)
    const id = String(registered.headers.location).match(/[0-9a-f-]{36}/)![0]
    const page = await staff.get(noor, `/dossiers/${id}`)
    const number = page.body.match(/[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]/)![0]
    const found = await staff.post(noor, '/clients/find', { question: person.bsn })
    const asked = [
      id,
      number,
      person['given-names'],
      person.surname,
      '21 januari 1979',
      '22 februari 1979',
      person.postcode,
      `${person.postcode.slice(0, 4)} ${person.postcode.slice(4)}`,
      person.bsn,
    ]
    return [registered, page, found].map((answer) => ({
      ...all(answer, ...asked),
      length: undefined,
      age: undefined,
    }))
  }
  expect(await steps(PERSON)).toEqual(await steps(STRANGER))
})

test('the people of these tests are what they are said to be', async () => {
  const { rows } = await house.owner.query<{ team: boolean }>(
    `select exists (select from identity.team_members m join dossier.dossiers d using (organisation_id, team_id) where d.dossier_id = $1 and m.staff_id in
       (select staff_id from identity.sessions where token_hash = sha256($2))) as team`,
    [pinas, noor.token],
  )
  expect(rows).toEqual([{ team: false }])
  expect(KNOWN_TO_BE_THERE).toEqual(SEARCHES.map(([, known]) => known))
  expect(noor.organisation).toBe(TOM)
})
