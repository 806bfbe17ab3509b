import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { staffIdOf, stepUp } from '../../test/people.ts'
import { type AskedSite, pathsOf, staffSite } from '../../test/wall/staff-site.ts'

// Who must hear of an emergency at once reads it on every page, until they judged or saw it; and nobody else does.

let house: TestHouse
let site: AskedSite
let dossier: string
const NOTICE = '1 noodinzage om te bekijken'
const EVERYBODY = [
  'noor',
  'joris',
  'wim',
  'fenna',
  'saskia',
  'iris',
  'karin',
  'henk',
  'yara',
  'olaf',
  'petra',
]

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  dossier = await house.dossierOf(CAST.aydin)
})
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

async function opensInEmergency(subject: string): Promise<string> {
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  const given = await site.post(
    await stepUp(house, await house.staff(subject)),
    '/incidental-access/emergency/form',
    { number: rows[0]?.client_number ?? '', parts: 'contact', reason: 'Buren zien haar al twee dagen niet.' },
  )
  expect(given.statusCode).toBe(303)
  return String(given.headers.location).split(/[/?]/)[2] ?? ''
}

/** On which of the pages that somebody may see the notice stands, and on which it does not. */
async function pagesOf(subject: string): Promise<{ with: string[]; without: string[] }> {
  const visitor = await house.staff(subject)
  const found = { with: [] as string[], without: [] as string[] }
  for (const { method, path } of pathsOf(site.app)) {
    if (method !== 'GET' || path.startsWith('/assets/') || path.startsWith('/signin')) continue
    const url = path.replace(':dossier', dossier).replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')
    const { body, statusCode } = await site.get(visitor, url)
    if (statusCode === 303 || !body.includes('Uitloggen')) continue
    const told = /<header[^>]*>.*role="status".*<\/header>/s.test(body) && body.includes(NOTICE)
    found[told ? 'with' : 'without'].push(`${statusCode} ${path}`)
  }
  return found
}

const told = async (subject: string) =>
  (await site.get(await house.staff(subject), '/account/sessions')).body.includes('om te bekijken')
const allTold = async () => {
  const found: string[] = []
  for (const subject of EVERYBODY) if (await told(subject)) found.push(subject)
  return found
}
const seenBy = async (subject: string, access: string) =>
  (await site.post(await house.staff(subject), `/incidental-access/emergencies/${access}/seen`, {}))
    .statusCode
const seenRows = async () =>
  (await house.owner.query('select access_id, staff_id from dossier.emergencies_seen')).rows

describe('an emergency is told at once', { timeout: 120_000 }, () => {
  let access: string
  let second: string

  test('TOM-7.4 partly: from the next request on the officer and the team manager read it in the header of every page, and nobody else on any', async () => {
    expect(await allTold()).toEqual([])
    access = await opensInEmergency('fenna')
    for (const subject of EVERYBODY) {
      const pages = await pagesOf(subject)
      const hears = subject === 'iris' || subject === 'karin'
      expect(hears ? pages.without : pages.with, subject).toEqual([])
      if (hears) expect(pages.with.length, subject).toBeGreaterThan(8)
      // A refusal and a page that is not there are pages too.
      if (hears)
        expect(
          pages.with.some((page) => /^40[34]/.test(page)),
          subject,
        ).toBe(true)
    }
  })

  test('the notice leads to the line with the one thing to do, which says who and as what, and of no client', async () => {
    const { body } = await site.get(await house.staff('karin'), '/people')
    expect(body).toContain(`<a href="/today#emergencies">${NOTICE}</a>`)
    const today = (await site.get(await house.staff('karin'), '/today')).body
    expect(today).toContain('id="emergencies"')
    expect(today).toContain('<b>Fenna de Graaf</b>, wijkcoach')
    expect(today).toMatch(/sinds vandaag, \d+:\d\d uur/)
    expect(today).toContain(`action="/incidental-access/emergencies/${access}/seen"`)
    expect(today).not.toMatch(/Aydin|K\w{3}-\w{3}-\w/)
    const officers = (await site.get(await house.staff('iris'), '/today')).body
    expect(officers).toContain(`href="/incidental-access/reviews/${access}"`)
    expect(officers).not.toContain('/seen"')
  })

  test('who is not told says to have seen nothing; nor does anybody of what is not there', async () => {
    for (const subject of ['noor', 'saskia', 'iris', 'henk', 'fenna'])
      expect(await seenBy(subject, access), subject).toBeGreaterThanOrEqual(403)
    expect(await seenBy('karin', '00000000-0000-4000-8000-000000000000')).toBe(404)
    expect(await seenBy('karin', 'x')).toBe(404)
    expect(await seenRows()).toEqual([])
    expect(await allTold()).toEqual(['iris', 'karin'])
  })

  test('the team manager says to have seen it: gone for that person alone, and on record without the dossier', async () => {
    expect(await seenBy('karin', access)).toBe(303)
    expect(await allTold()).toEqual(['iris'])
    expect(await seenRows()).toEqual([{ access_id: access, staff_id: await staffIdOf(house, 'karin') }])
    const { rows } = await house.owner.query(
      `select actor_role, dossier_id, reason, outcome from ledger.entries where event = 'emergency.seen' and outcome = 'allowed'`,
    )
    const entry = { actor_role: 'team-manager', dossier_id: null, reason: `access ${access}` }
    expect(rows).toEqual([{ ...entry, outcome: 'allowed' }])
    // Twice is no mistake, and adds nothing.
    expect(await seenBy('karin', access)).toBe(303)
    expect((await seenRows()).length).toBe(1)
  })

  test('the officer judges it: gone', async () => {
    const judged = await site.post(await house.staff('iris'), `/incidental-access/reviews/${access}`, {
      ...{ judgement: 'follow-up', words: 'Ik bel Fenna hierover.' },
    })
    expect(judged.statusCode).toBe(303)
    expect(await allTold()).toEqual([])
    // What is to be followed up waits as a review.
    const { body } = await site.get(await house.staff('iris'), '/today')
    expect(body).not.toContain('id="emergencies"')
    expect(body).toContain('id="reviews"')
  })

  test('it waits as long as nobody looked, and a second one is counted', async () => {
    const first = await opensInEmergency('joris')
    await house.owner.query(
      `update dossier.incidental_accesses set from_at = from_at - interval '40 days', until_at = until_at - interval '40 days' where access_id = $1`,
      [first],
    )
    expect(await allTold()).toEqual(['iris', 'karin'])
    second = await opensInEmergency('fenna')
    const { body } = await site.get(await house.staff('iris'), '/signals')
    expect(body).toContain('2 noodinzages om te bekijken')
  })

  test('to a manager of another team nothing is told, nor of what was before somebody managed the team', async () => {
    await house.addStaff({
      ...{ subject: 'otto', name: 'Otto Kok', role: 'team-manager', employer: 'kwadraad', team: undefined },
    })
    expect(await told('otto')).toBe(false)
    await house.owner.query(
      `insert into identity.team_members (organisation_id, team_id, staff_id, from_on)
       select organisation_id, team_id, $2, wall.today() - 3 from identity.team_members where staff_id = $1`,
      [await staffIdOf(house, 'karin'), await staffIdOf(house, 'otto')],
    )
    const { body } = await site.get(await house.staff('otto'), '/today')
    // Both of Fenna, of today: what another manager saw, this one has not seen. Not the one of forty days ago.
    expect(body).toContain('2 noodinzages om te bekijken')
    const emergencies = (page: string) => /id="emergencies".*?<\/section>/s.exec(page)?.[0] ?? ''
    expect(emergencies(body)).toContain('Fenna de Graaf')
    expect(emergencies(body)).not.toContain('Joris Blom')
    const karins = await site.get(await house.staff('karin'), '/today')
    expect(emergencies(karins.body)).toContain('Joris Blom')
  })

  test('nobody is told of the own one: another officer judges it', async () => {
    const change = 'update dossier.incidental_accesses set staff_id = $1 where access_id = $2'
    await house.owner.query(change, [await staffIdOf(house, 'iris'), second])
    expect((await site.get(await house.staff('iris'), '/signals')).body).toContain(NOTICE)
    await house.owner.query(change, [await staffIdOf(house, 'fenna'), second])
  })
})

describe('what it costs', () => {
  const sent: string[] = []
  const heard = new WeakSet<object>()
  type Heard = { query: (...asked: unknown[]) => unknown }

  function hear(asked: object): void {
    if (heard.has(asked)) return
    heard.add(asked)
    const own = asked as Heard
    const query = own.query.bind(asked)
    own.query = (...asked) => {
      const [first] = asked
      sent.push(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''))
      return query(...asked)
    }
  }

  beforeAll(() => {
    house.pools.app.on('acquire', hear)
    hear(house.pools.looks)
  })

  /** The statements of one request, as they went to the database. */
  async function statementsOf(subject: string, path: string): Promise<string[]> {
    const visitor = await house.staff(subject)
    sent.length = 0
    expect((await site.get(visitor, path)).statusCode).toBe(200)
    return [...sent]
  }
  const asks = (statements: string[]) => statements.filter((text) => /emergenc/.test(text))

  test('a page of a worker has no statement more, one of whom it is for has one', async () => {
    const pages = ['/clients', `/dossiers/${dossier}`, `/dossiers/${dossier}/notes`, '/account/sessions']
    for (const path of pages) {
      const statements = await statementsOf('noor', path)
      expect(statements.length, path).toBeGreaterThan(0)
      expect(asks(statements), path).toEqual([])
    }
    expect(asks(await statementsOf('henk', '/people'))).toEqual([])
    for (const [subject, path] of [
      ['karin', '/people'],
      ['iris', '/promises'],
      ['iris', '/account/sessions'],
    ] as const)
      expect(asks(await statementsOf(subject, path)).length, path).toBe(1)
  })
})
