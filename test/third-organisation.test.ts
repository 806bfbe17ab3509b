import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseload } from '../src/client/index.ts'
import { writeNote } from '../src/notes/index.ts'
import { type TestHouse, testHouse } from './house.ts'

const LINDE = 'buurthulp-de-linde'
const look = {
  event: 'dossier.read',
  parts: ['identity', 'question', 'notes'],
  use: 'support',
  newest: 5,
} as const

let house: TestHouse
let statements: string

beforeAll(async () => {
  statements = await mkdtemp(join(tmpdir(), 'gestand-statements-'))
  await cp('statements', statements, { recursive: true })
  await cp(join('test/fixtures/statements', LINDE), join(statements, LINDE), { recursive: true })
  house = await testHouse({ demo: false, env: { GESTAND_STATEMENTS: statements } })
})
afterAll(async () => {
  await house.close()
  await rm(statements, { recursive: true, force: true })
})

test('a third organisation is a third folder and no code: registered, found, written about and refused by its own statement', async () => {
  const person = { employer: LINDE, team: undefined }
  await house.addStaff({ ...person, subject: 'anna', name: 'Anna Linde', role: 'host' }, LINDE)
  await house.addStaff({ ...person, subject: 'piet', name: 'Piet Linde', role: 'host' }, LINDE)
  const service =
    house.statements.get(LINDE)?.facts.services.find((one) => one.items.includes('surname'))?.id ?? ''
  const dossier = await house.addClient(
    {
      registeredBy: 'anna',
      service,
      values: {
        'given-names': 'Kees',
        surname: 'Bos',
        'birth-date': '2015-02-03',
        postcode: '1234AB',
        'house-number': '5',
        question: 'Wie wandelt er met mij?',
      },
      notes: [],
    },
    LINDE,
  )
  const anna = await house.staff('anna', LINDE)
  const note = { kind: 'phone', happenedOn: '2026-11-20', text: 'Afgesproken voor maandag.' } as const
  expect(await house.door.enter(anna, writeNote, dossier, { note, sensitive: false })).toMatchObject({
    outcome: 'opened',
  })
  const seen = await house.door.read(anna, look, dossier)
  expect(seen).toMatchObject({ outcome: 'opened', facts: { purpose: 'help', clauses: ['LINDE-3.2'] } })
  expect(JSON.stringify(seen)).toContain('Afgesproken voor maandag.')
  expect(await house.door.own(anna, caseload, undefined)).toMatchObject({ value: [{ name: 'K. Bos' }] })
  expect(await house.door.read(await house.staff('piet', LINDE), look, dossier)).toMatchObject({
    outcome: 'refused',
  })
  // A purpose of another organisation's statement is refused by the database itself.
  await expect(
    house.pools.app.query('select wall.open($1, $2, $3, $4, $5, $6, gen_random_uuid(), $7)', [
      anna.token,
      dossier,
      ['notes'],
      'read',
      'contribution',
      'dossier.read',
      'staff-site',
    ]),
  ).rejects.toThrow('contribution')
})

test('both versions of its statement are published, and the later one is in force', async () => {
  const { rows } = await house.owner.query<{ version: string }>(
    'select version from statement.versions where organisation_id = $1 order by in_force_from',
    [LINDE],
  )
  expect(rows.map((row) => row.version)).toEqual(['2024-06-01', '2025-01-01'])
})
