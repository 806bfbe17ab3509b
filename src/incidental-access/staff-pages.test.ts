import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'

let house: TestHouse
let staff: AskedSite
let number: string
let dossier: string
const reason = 'Steekproef van verslagen na een klacht.'

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  dossier = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  number = rows[0].client_number
})
afterAll(async () => {
  await staff?.app.close()
  await house?.close()
})

const asked = (more: Record<string, string> = {}) => ({
  number,
  purpose: 'management',
  parts: 'notes',
  reason,
  hours: '1',
  ...more,
})
const stepUp = (visitor: Visitor) =>
  house.owner.query('update identity.sessions set stepped_up_at = now() where token_hash = sha256($1)', [
    visitor.token,
  ])

test('TOM-9.8 partly: on the pages an access is asked with a reason, read, shown to the client and judged by the officer', async () => {
  const saskia = await house.staff('saskia')
  const form = await staff.get(saskia, '/incidental-access')
  expect(form.statusCode).toBe(200)
  expect(form.body).toContain('Tijdelijke inzage')
  expect((await staff.post(saskia, '/incidental-access', asked({ reason: '' }))).statusCode).toBe(400)
  expect((await staff.post(saskia, '/incidental-access', asked({ number: '2222-222-2' }))).statusCode).toBe(
    400,
  )

  const given = await staff.post(saskia, '/incidental-access', asked())
  expect(given.statusCode).toBe(303)
  const path = String(given.headers.location)
  const look = await staff.get(saskia, path)
  expect(look.body).toContain('Mevrouw loopt weer zelf naar de winkel')
  expect(look.body).not.toContain('Rozenhof')

  const portal = await portalSite(house)
  const log = await portal.get(await house.client(CAST.aydin), `/dossiers/${dossier}/who-looked`)
  expect(log.body).toContain('keek eenmalig mee')
  expect(log.body).toContain(reason)
  await portal.app.close()

  const iris = await house.staff('iris')
  const list = await staff.get(iris, '/incidental-access/reviews')
  expect(list.body).toContain('Saskia Mulder')
  const review = /\/incidental-access\/reviews\/[0-9a-f-]{36}/.exec(list.body)?.[0] ?? ''
  expect((await staff.get(iris, review)).body).toContain(reason)
  expect((await staff.post(iris, review, { judgement: 'in-order', words: '' })).statusCode).toBe(400)
  expect(
    (await staff.post(iris, review, { judgement: 'in-order', words: 'Past bij de klacht.' })).statusCode,
  ).toBe(303)
  expect((await staff.get(iris, '/incidental-access/reviews')).body).toContain('Alles is beoordeeld')

  expect((await staff.post(saskia, `${path.split('?')[0]}/end`, {})).statusCode).toBe(303)
  expect((await staff.get(saskia, path)).statusCode).toBe(404)
})

test('an auditor asks by a mandate with a last day', async () => {
  const olaf = await house.staff('olaf')
  const { hours: _hours, ...fields } = asked()
  const until = addDays(dayInNetherlands(new Date()), 10)
  expect((await staff.get(olaf, '/incidental-access')).body).toContain('Uw opdracht')
  expect((await staff.post(olaf, '/incidental-access', { ...fields, until })).statusCode).toBe(400)
  const mandate = 'Mandaat 2026-114, namens het college'
  const tooLate = { ...fields, mandate, until: addDays(dayInNetherlands(new Date()), 40) }
  expect((await staff.post(olaf, '/incidental-access', tooLate)).statusCode).toBe(400)
  const given = await staff.post(olaf, '/incidental-access', { ...fields, mandate, until })
  expect(given.statusCode).toBe(303)
  expect((await staff.get(olaf, String(given.headers.location))).body).toContain('Mevrouw loopt weer zelf')
})

test('who may not ask does not find the page, and gets the same for a number that exists and one that does not', async () => {
  const wim = await house.staff('wim')
  expect((await staff.get(wim, '/incidental-access')).statusCode).toBe(404)
  for (const one of [number, '2222-222-2'])
    expect((await staff.post(wim, '/incidental-access', asked({ number: one }))).statusCode).toBe(404)
  expect((await staff.get(wim, '/incidental-access/reviews')).statusCode).toBe(404)
})

test('in an emergency: a notice, the second factor, an hour; the officer and the team manager read who looked, not at whom', async () => {
  const fenna = await house.staff('fenna')
  expect((await staff.get(fenna, '/incidental-access/emergency')).body).toContain('60 minuten')
  const away = await staff.get(fenna, '/incidental-access/emergency/form')
  expect(away.headers.location).toMatch(/^\/account\/confirm\?back=/)
  const fields = { number, parts: 'contact', reason: 'Buren zien haar al twee dagen niet.' }
  expect((await staff.post(fenna, '/incidental-access/emergency/form', fields)).statusCode).toBe(400)
  await stepUp(fenna)
  expect((await staff.get(fenna, '/incidental-access/emergency/form')).statusCode).toBe(200)
  expect(
    (await staff.post(fenna, '/incidental-access/emergency/form', { ...fields, toldFrom: '2099-01-01' }))
      .statusCode,
  ).toBe(400)
  const given = await staff.post(fenna, '/incidental-access/emergency/form', fields)
  expect(given.statusCode).toBe(303)
  const look = await staff.get(fenna, String(given.headers.location))
  expect(look.body).toContain('0172 555 012')
  const reviews = await staff.get(await house.staff('iris'), '/incidental-access/reviews')
  expect(reviews.body).toContain('Fenna de Graaf')
  expect(reviews.body).toContain('noodgeval')
  expect(reviews.body).not.toContain(number)
  const manager = await staff.get(await house.staff('karin'), '/incidental-access')
  expect(manager.body).toContain('Fenna de Graaf')
  expect(manager.body).not.toContain(number)
  expect((await staff.get(await house.staff('saskia'), '/incidental-access')).body).not.toContain(
    'Fenna de Graaf',
  )
})

test('a refusal of a look shows the way to ask an access, where there is one', async () => {
  const saskia = await house.staff('saskia')
  await staff.post(saskia, '/incidental-access', asked({ purpose: 'registers' }))
  const refused = await staff.get(saskia, `/dossiers/${dossier}/notes`)
  expect([403, 404]).toContain(refused.statusCode)
  const joris = await house.staff('joris')
  const coach = await staff.get(joris, `/dossiers/${dossier}/notes`)
  expect(coach.statusCode).toBe(403)
  expect(coach.body).toContain('href="/incidental-access/emergency"')
})
