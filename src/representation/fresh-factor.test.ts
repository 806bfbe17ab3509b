import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { during, policyOf } from '../../test/wall/take-away.ts'
import type { Answer, Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { makePortalCode } from './portal-code.ts'
import { endRepresentation, recordRepresentative } from './representation.ts'

// Recording who acts for a client, and handing over a code, open a dossier to somebody else: both ask for a fresh second factor.
const today = dayInNetherlands(new Date())
const REFUSED = /row-level security/
let house: TestHouse
let site: AskedSite
let aydin: string
let sjef: string
let noor: Visitor
let daan: Visitor

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  aydin = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select dossier_id from dossier.dossiers where organisation_id = $1',
    [MEE],
  )
  sjef = rows[0]?.dossier_id ?? ''
  noor = await house.staff('noor')
  daan = await house.staff('daan', MEE)
})
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

const recordMentor = (by: Visitor) =>
  recordRepresentative(house.door, house.vault, by, aydin, {
    kind: 'mentor',
    bsn: '999995005',
    name: 'Selim Aydin',
    proof: 'Beschikking van de rechtbank',
    parts: ['question'],
    acts: 'look',
    fromOn: today,
    untilOn: undefined,
  })
const makeCode = (by: Visitor) =>
  makePortalCode(house.door, house.vault, by, sjef, { representationId: undefined, aloneFrom: undefined })

/** Makes the second factor of this session so many seconds old. */
async function shownBefore(visitor: Visitor, seconds: number): Promise<Visitor> {
  await house.owner.query(
    `update identity.sessions set stepped_up_at = now() - $2 * interval '1 second' where token_hash = sha256($1)`,
    [visitor.token, seconds],
  )
  return visitor
}

describe.each<[string, string, string, () => Visitor, (by: Visitor) => Promise<Answer<string>>]>([
  ['a representative', 'dossier.representations', 'recorded', () => noor, recordMentor],
  ['a code for the portal', 'dossier.portal_invitations', 'handed_over', () => daan, makeCode],
])('%s', (_what, table, policy, by, act) => {
  const rows = async () => (await house.owner.query(`select from ${table}`)).rowCount

  test('TOM-9.1 partly: the database takes none from who only signed in, nor two minutes after the second factor', async () => {
    const before = await rows()
    await expect(act(by())).rejects.toThrow(REFUSED)
    await expect(act(await shownBefore(by(), 121))).rejects.toThrow(REFUSED)
    expect(await rows()).toBe(before)
  })

  test('it takes one within two minutes of the second factor', async () => {
    expect((await act(await shownBefore(by(), 60))).outcome).toBe('opened')
  })

  test('the factor of somebody else, or of another session of the same person, is not enough', async () => {
    await shownBefore(by(), 121)
    const { organisation } = by()
    const elsewhere = await house.staff(organisation === MEE ? 'daan' : 'noor', organisation)
    await stepUp(house, elsewhere)
    await expect(act(by())).rejects.toThrow(REFUSED)
  })

  test('without that wall a session of hours ago would do', async () => {
    await shownBefore(by(), 7200)
    const back = await policyOf(house.owner, table, policy)
    const holed = back.replace('( SELECT wall.factor_shown() AS factor_shown)', 'true')
    expect(holed).not.toBe(back)
    await during(house.owner, holed, back, async () => expect((await act(by())).outcome).toBe('opened'))
    await expect(act(by())).rejects.toThrow(REFUSED)
  })
})

test('a worker fills in the form, shows the second factor, finds everything there, and records it then', async () => {
  const path = `/dossiers/${aydin}/representatives`
  const mentor = {
    kind: 'guardian',
    name: 'Tilly Bos',
    bsn: '999994542',
    parts: 'question',
    acts: 'arrange',
    proof: 'Beschikking van 3 maart',
    fromOn: today,
  }
  await shownBefore(noor, 130)
  expect((await site.get(noor, path)).body).toContain('Hierna vragen wij uw tweede stap opnieuw')
  // what is wrong is told before anybody has to show a factor
  expect((await site.post(noor, path, { ...mentor, proof: '' })).statusCode).toBe(400)
  const away = await site.post(noor, path, mentor)
  expect([away.statusCode, away.headers.location]).toEqual([
    303,
    `/account/confirm?back=${encodeURIComponent(path)}`,
  ])
  const { rows } = await house.owner.query('select sealed from identity.held_forms where length(sealed) > 0')
  expect(rows).toHaveLength(1)
  expect(rows[0].sealed.includes('Tilly')).toBe(false)
  await stepUp(house, noor)
  const back = (await site.get(noor, path)).body
  expect(back).toContain('Wat u invulde, staat er weer.')
  expect(back).toContain('value="Tilly Bos"')
  expect(back).toContain('value="Beschikking van 3 maart"')
  for (const chosen of ['guardian', 'question', 'arrange'])
    expect(back).toMatch(new RegExp(`<input[^>]*value="${chosen}"[^>]*checked`))
  expect((await site.get(noor, path)).body).not.toContain('Tilly Bos')
  expect((await site.post(noor, path, mentor)).headers.location).toBe(`${path}?recorded=1`)
  expect((await site.get(noor, path)).body).toContain('Tilly Bos')
})

test('for whom a code was meant is still known after the second factor, and it is made then', async () => {
  const path = `/dossiers/${sjef}/portal-code`
  await stepUp(house, daan)
  const parent = { kind: 'parent', name: 'Truus Ramaekers', acts: 'look', proof: 'Gezagsregister' }
  const dates = { authorityOn: today, fromOn: today, parts: 'question' }
  await site.post(daan, `/dossiers/${sjef}/representatives`, { ...parent, ...dates })
  const id =
    /name="representation" value="([0-9a-f-]{36})"/.exec((await site.get(daan, path)).body)?.[1] ?? ''
  await shownBefore(daan, 130)
  const away = await site.post(daan, path, { representation: id })
  expect(away.headers.location).toBe(`/account/confirm?back=${encodeURIComponent(path)}`)
  await stepUp(house, daan)
  const back = (await site.get(daan, path)).body
  expect(back).toContain('Maak de code voor Truus Ramaekers')
  expect((await site.get(daan, path)).body).not.toContain('Maak de code voor')
  expect((await site.post(daan, path, { representation: id })).body).toContain('De code voor Truus Ramaekers')
})

test('ending takes an access away, and asks no second factor', async () => {
  const made = await recordMentor(await stepUp(house, noor))
  if (made.outcome !== 'opened') throw new Error(made.outcome)
  await shownBefore(noor, 7200)
  const ended = await house.door.enter(noor, endRepresentation, aydin, made.value)
  expect(ended.outcome === 'opened' && ended.value).toBe(true)
  await shownBefore(daan, 7200)
  expect((await site.post(daan, `/dossiers/${sjef}/portal-code/withdraw`, {})).body).toContain(
    'ziet vanaf nu niets meer',
  )
})
