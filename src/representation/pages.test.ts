import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'

const DAUGHTER = '999995005'
const today = dayInNetherlands(new Date())
let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let dossier: string

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  dossier = await house.dossierOf(CAST.aydin)
})
afterAll(async () => {
  await staff?.app.close()
  await portal?.app.close()
  await house?.close()
})

/** The visitor with the token that an answer gave them. */
function goingOn(visitor: Visitor, answer: Awaited<ReturnType<AskedSite['post']>>): Visitor {
  const cookie = answer.cookies.find((one) => one.name === '__Host-gestand-portal')
  return cookie ? { ...visitor, token: Buffer.from(cookie.value, 'base64url') } : visitor
}

test('a client gives a mandate after showing who they are, somebody acts by it, and it is stopped in one action', async () => {
  const client = await house.client(CAST.aydin)
  const path = `/dossiers/${dossier}/representatives`
  expect((await portal.get(client, path)).headers.location).toMatch(/^\/account\/confirm\?back=/)
  const mandate = {
    name: 'Selin Aydin',
    bsn: DAUGHTER,
    parts: 'question',
    acts: 'look',
    untilOn: addDays(today, 30),
  }
  expect((await portal.post(client, path, mandate)).headers.location).toMatch(/^\/account\/confirm/)
  await stepUp(house, client)
  const none = (await portal.get(client, path)).body
  expect(none).toContain('Niemand regelt iets voor u')
  expect(none).toContain('<p><a href="/account/sessions">Waar u bent ingelogd</a></p>')
  expect((await portal.post(client, path, { ...mandate, bsn: '123456789' })).statusCode).toBe(400)
  expect((await portal.post(client, path, { ...mandate, untilOn: addDays(today, 400) })).statusCode).toBe(400)
  expect((await portal.post(client, path, mandate)).statusCode).toBe(303)
  const mine = await portal.get(client, path)
  expect(mine.body).toContain('Selin Aydin')
  expect(mine.body).not.toContain(DAUGHTER)

  const herself = await house.client(DAUGHTER)
  const choice = await portal.get(herself, '/acting-for')
  const id = /name="representation" value="([0-9a-f-]{36})"/.exec(choice.body)?.[1] ?? ''
  const chosen = await portal.post(herself, '/acting-for', { representation: id })
  expect(chosen.statusCode).toBe(303)
  expect((await portal.get(herself, `/dossiers/${dossier}`)).statusCode).toBe(303)
  const daughter = goingOn(herself, chosen)
  expect((await portal.get(daughter, '/')).headers.location).toBe(`/dossiers/${dossier}`)
  const seen = await portal.get(daughter, `/dossiers/${dossier}`)
  expect(seen.body).toContain('zelf boodschappen doen')
  expect(seen.body).toContain(
    '<b>U kijkt voor iemand anders</b><a href="/account/sessions">Waar u bent ingelogd</a>',
  )
  expect(seen.body).not.toContain('Mevrouw loopt weer zelf')
  expect((await portal.get(daughter, `/dossiers/${dossier}/who-looked`)).statusCode).toBe(403)
  expect((await portal.get(daughter, path)).statusCode).toBe(404)

  const stop = /\/representatives\/[0-9a-f-]{36}\/stop/.exec(mine.body)?.[0] ?? ''
  expect((await portal.post(client, `/dossiers/${dossier}${stop}`, {})).statusCode).toBe(303)
  expect((await portal.get(daughter, `/dossiers/${dossier}`)).statusCode).toBe(404)
  const back = await portal.post(daughter, '/acting-for', {})
  expect((await portal.get(goingOn(daughter, back), '/')).statusCode).toBe(200)
})

test('nobody chooses a representation that is not theirs', async () => {
  const nobody = await house.client(CAST.nobody)
  const { rows } = await house.owner.query('select representation_id from dossier.representations limit 1')
  const answer = await portal.post(nobody, '/acting-for', { representation: rows[0].representation_id })
  expect(answer.statusCode).toBe(404)
  expect((await portal.post(nobody, '/acting-for', { representation: 'x' })).statusCode).toBe(404)
})

test('a worker who is involved records a mentor on a proof; not a parent of an adult; the client sees it', async () => {
  const noor = await house.staff('noor')
  const path = `/dossiers/${dossier}/representatives`
  expect((await staff.get(noor, path)).body).toContain('Leg een vertegenwoordiger vast')
  const mentor = {
    kind: 'mentor',
    name: 'Tilly Bos',
    bsn: '999994542',
    parts: 'question',
    acts: 'look',
    proof: 'Beschikking van 3 maart',
    fromOn: today,
  }
  expect((await staff.post(noor, path, { ...mentor, proof: '' })).statusCode).toBe(400)
  const parent = await staff.post(noor, path, { ...mentor, kind: 'parent' })
  expect(parent.statusCode).toBe(400)
  expect(parent.body).toContain('16 jaar of ouder')
  await stepUp(house, noor)
  expect((await staff.post(noor, path, mentor)).headers.location).toBe(`${path}?recorded=1`)
  expect((await staff.get(noor, path)).body).toContain('Tilly Bos')
  expect((await staff.get(await house.staff('fenna'), path)).statusCode).toBe(404)
  const client = await house.client(CAST.aydin)
  await stepUp(house, client)
  const mine = await portal.get(client, path)
  expect(mine.body).toContain('Tilly Bos')
  expect(mine.body).toContain('Dit besliste een rechter')
  // who recorded it, when, and on what: on the page, and in the log of who looked
  const on = new Intl.DateTimeFormat('nl', { dateStyle: 'long' }).format(new Date())
  expect(mine.body).toContain(`Vastgelegd op ${on} door Noor van Dalen, wijkcoach.`)
  expect(mine.body).toContain('Bewijs: Beschikking van 3 maart')
  expect(mine.body).toContain('In de wet: BW art. 1:453')
  const log = (await portal.get(client, `/dossiers/${dossier}/who-looked`)).body
  expect(log).toMatch(/Noor van Dalen[\s\S]*legde vast wie iets voor u regelt/)
})
