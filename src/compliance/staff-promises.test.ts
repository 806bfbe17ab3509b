import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashOfProven } from '../../scripts/sources.mjs'
import { MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { connect } from '../db/index.ts'
import { DEMO_ORGANISATIONS } from '../demo/index.ts'
import { startVerifier } from './verify-often.ts'

let house: TestHouse
let staff: AskedSite

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
})
afterAll(async () => {
  await staff?.app.close()
  await house?.close()
})

const ask = async (subject: string, path = '/promises', organisation = TOM) =>
  staff.get(await house.staff(subject, organisation), path)
const rowsIn = (html: string) => html.split('<tr>').slice(2)
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const rowOf = (html: string, id: string) =>
  textOf(rowsIn(html).find((row) => row.includes(`<b>${id}</b>`)) ?? '')
const count = async (sql: string) => Number((await house.owner.query(sql)).rows[0].count)

test.each([
  ['iris', TOM],
  ['rosa', MEE],
])(
  'the officer (%s) sees every promise of the own statement, each with its sentence and its state',
  async (subject, organisation) => {
    const { statusCode, body } = await ask(subject, '/promises', organisation)
    expect(statusCode).toBe(200)
    const clauses = house.statements.get(organisation)!.facts.clauses
    expect(clauses.length).toBeGreaterThan(25)
    expect(rowsIn(body)).toHaveLength(clauses.length)
    for (const { id } of clauses)
      expect(rowOf(body, id)).toMatch(/\. .*\. .*(nagekomen|deels|niet aangetoond)/)
  },
)

test('nobody else gets the page, and nobody without a review gets a figure', async () => {
  const others = DEMO_ORGANISATIONS[0]!.staff.filter(({ role }) => role !== 'data-protection-officer')
  expect(others.length).toBeGreaterThan(5)
  for (const { subject } of others) {
    const { statusCode, body } = await ask(subject)
    expect(statusCode, subject).not.toBe(200)
    expect(rowsIn(body), subject).toEqual([])
  }
  expect((await house.pools.app.query('select * from wall.compliance_figures()')).rows).toEqual([])
  await expect(house.pools.worker.query('select * from wall.compliance_figures()')).rejects.toThrow(
    'permission denied',
  )
})

test('TOM-9.13 partly: looking at the promises is itself a look that stands in the ledger', async () => {
  const reviews = `select count(*) from ledger.entries where event = 'promises.reviewed' and outcome = 'allowed'`
  const before = await count(reviews)
  await ask('iris')
  expect(await count(reviews)).toBe(before + 1)
})

test('the figures are those of the running system, of the own organisation alone', async () => {
  await ask('noor', '/clients')
  const week = `from ledger.entries where organisation_id = '${TOM}' and at > now() - interval '7 days'`
  const looks = await count(`select count(*) ${week} and action = 'read' and outcome = 'allowed'`)
  const refused = await count(`select count(*) ${week} and outcome = 'refused'`)
  const staffNow = await count(`select count(*) from identity.staff where organisation_id = '${TOM}'`)
  const { body } = await ask('iris')
  expect(looks).toBeGreaterThan(0)
  expect(rowOf(body, 'TOM-12.3')).toContain(`${looks} keer gekeken en ${refused} keer geweigerd`)
  // Bram's certificate of conduct has ended.
  expect(rowOf(body, 'TOM-12.9')).toContain(`${staffNow - 1} van ${staffNow} medewerkers`)
  expect(rowOf(body, 'TOM-9.12')).toContain('2 beheerders nu')
  expect(rowOf(body, 'TOM-12.4')).toContain('buiten de database, dicht voor andere gebruikers')
  expect(rowOf(body, 'TOM-13.1')).toContain('de versie van 15 maart 2024 geldt')
})

test('TOM-12.9 partly: the figures count who has all three, and what ends within 30 days unless the next one follows at once', async () => {
  const staffNow = await count(`select count(*) from identity.staff where organisation_id = '${TOM}'`)
  const seen = async () => rowOf((await ask('iris')).body, 'TOM-12.9')
  // Wim's training ends within 30 days.
  expect(await seen()).toContain('bij 1 loopt binnen 30 dagen iets af')
  const training = `identity.clearances c where organisation_id = '${TOM}' and kind = 'awareness' and valid_until < current_date + 30`
  const next = (days: number) =>
    house.owner.query(
      `insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until)
       select organisation_id, staff_id, kind, valid_until + $1::integer, valid_until + 365 from ${training}`,
      [days],
    )
  await next(2)
  expect(await seen()).toContain('bij 1 loopt binnen 30 dagen iets af')
  await next(1)
  expect(await seen()).not.toContain('loopt binnen 30 dagen')
  expect(await seen()).toContain(`${staffNow - 1} van ${staffNow} medewerkers`)
  await house.owner.query(`delete from ${training}`)
  expect(await seen()).toContain(`${staffNow - 2} van ${staffNow} medewerkers`)
})

test('TOM-12.10 partly: evidence is computed from the running system, and turns red when it no longer holds', async () => {
  const seen = async () => rowOf((await ask('iris')).body, 'TOM-12.10')
  expect(await seen()).toMatch(/nog nooit nagerekend let op/)
  const verifier = startVerifier({
    pool: connect(house.db.url('gestand_worker'), { max: 2 }),
    keys: house.keys,
    organisations: [TOM],
    witnessFiles: () => [],
    firstMs: 1e9,
    report: () => undefined,
  })
  await verifier.verify()
  await verifier.stop()
  expect(await seen()).toMatch(/regels nagerekend op .*: geen fouten (?!let op)/)

  await house.owner.query(
    `insert into ledger.verifications (organisation_id, entries, findings, verified_at) values ($1, 5, 2, now() + interval '1 second')`,
    [TOM],
  )
  const { body } = await ask('iris')
  expect(rowOf(body, 'TOM-12.10')).toMatch(/2 fouten let op/)
  expect(textOf(body)).toMatch(/ 2 fouten in het logboek, nagerekend om/)
  expect(rowOf((await ask('rosa', '/promises', MEE)).body, 'MEE-11.3')).not.toContain('let op')
})

test('the page is about the program: no client and no colleague is named on it', async () => {
  const { body } = await ask('iris')
  const { clients, staff: people } = DEMO_ORGANISATIONS[0]!
  const words = [
    ...clients.flatMap(({ values }) => [values.surname, values.bsn, values.phone, values.email]),
    ...people.filter(({ subject }) => subject !== 'iris').map(({ name }) => name),
  ].filter((word) => word !== undefined)
  expect(words.length).toBeGreaterThan(15)
  expect(words.filter((word) => body.includes(word))).toEqual([])
})

test('the links show the promises of one state, and an unknown one shows all', async () => {
  const all = rowsIn((await ask('iris')).body).length
  const shown = await Promise.all(
    ['kept', 'partly', 'open'].map(
      async (state) => rowsIn((await ask('iris', `/promises?show=${state}`)).body).length,
    ),
  )
  expect(shown.reduce((sum, one) => sum + one)).toBe(all)
  expect(rowsIn((await ask('iris', '/promises?show=everything')).body)).toHaveLength(all)
})

test('with tests of these sources it says what is kept, what is kept in part, and by which tests', async () => {
  // A project without sources, of which the tests ran.
  const root = mkdtempSync(join(tmpdir(), 'gestand-proof-'))
  const names = [
    'TOM-9.13: nothing without a trace',
    'TOM-9.13 partly: a <b>flipped</b> bit',
    'TOM-3.2 partly: x',
  ]
  const tests = names.map((name) => ({ name, file: 'a.test.ts', passed: true }))
  const proof = { sources: hashOfProven(root), ranAt: '2026-11-22T05:00:00Z', tests }
  writeFileSync(join(root, 'proof.json'), JSON.stringify(proof))
  const site = await staffSite({ ...house, config: { ...house.config, root } })
  try {
    const { body } = await site.get(await house.staff('iris'), '/promises')
    expect(textOf(body)).toContain('proeven van 22 november 2026, 6:00 uur')
    expect(textOf(body)).toMatch(/ 1 nagekomen 1 deels 71 niet aangetoond /)
    expect(rowOf(body, 'TOM-9.13')).toMatch(/ 2 proeven TOM-9\.13: nothing .* nagekomen/)
    expect(body).toContain('&lt;b>flipped')
    expect(rowOf(body, 'TOM-3.2')).toMatch(/ 1 proef .* deels/)
    expect(rowOf(body, 'TOM-2.2')).toMatch(/Nog niet gebouwd\. niet aangetoond/)
    expect(rowsIn((await site.get(await house.staff('iris'), '/promises?show=kept')).body)).toHaveLength(1)
  } finally {
    await site.app.close()
    rmSync(root, { recursive: true })
  }
})
