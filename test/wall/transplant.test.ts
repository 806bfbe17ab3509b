import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { VaultError } from '../../src/vault/index.ts'
import { CAST, MEE, type TestHouse, testHouse } from '../house.ts'
import { type AskedSite, staffSite } from './staff-site.ts'

/** The superuser moves sealed values about. Nothing that was moved opens: it is a fault, and never shown. */
let house: TestHouse
let staff: AskedSite
let aydin: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  aydin = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
  await house.owner.query(`create table public.kept_notes as table dossier.notes; create table public.kept_items as table dossier.items;
    create table public.kept_keys as table dossier.keys; create table public.kept_staff as table identity.staff`)
})
afterAll(async () => {
  await staff.app.close()
  await house.close()
})

/** Puts back what was moved. */
async function restore(): Promise<void> {
  const client = await house.owner.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    for (const table of ['notes', 'items', 'keys'])
      await client.query(
        `delete from dossier.${table}; insert into dossier.${table} select * from public.kept_${table}`,
      )
    await client.query(
      `delete from identity.staff; insert into identity.staff select * from public.kept_staff`,
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}

const idOf = (name: string) => `(select dossier_id from public.dossier_of_${name})`

const MINE = `dossier_id = ${idOf('aydin')}`
const OTHERS = `dossier_id = ${idOf('pinas')}`

/** One value put in the place of another: `into` gets what `from` holds. */
const moved = (table: string, column: string, into: string, from: string) =>
  `update ${table} set ${column} = (select ${column} from ${table} where ${from} limit 1) where ${into}`

const TRANSPLANTS: readonly [what: string, sql: string][] = [
  [
    'one note in the place of another',
    moved(
      'dossier.notes',
      'sealed',
      `${MINE} and class = 'special'`,
      `${MINE} and class = 'special' and note_id = (select max(note_id::text)::uuid from dossier.notes where ${MINE} and class = 'special')`,
    ),
  ],
  ['the note of another client', moved('dossier.notes', 'sealed', `${MINE} and class = 'special'`, OTHERS)],
  [
    'a note moved to this dossier whole',
    `update dossier.notes set dossier_id = ${idOf('aydin')} where ${OTHERS}`,
  ],
  [
    'a note moved with its key',
    `delete from dossier.keys where ${MINE} and class = 'special'; update dossier.keys set dossier_id = ${idOf('aydin')} where ${OTHERS} and class = 'special'; update dossier.notes set dossier_id = ${idOf('aydin')} where ${OTHERS}`,
  ],
  ['a note of the other organisation', moved('dossier.notes', 'sealed', MINE, `organisation_id = '${MEE}'`)],
  [
    'a note said to be of another class',
    `update dossier.notes set class = 'sensitive' where ${MINE} and class = 'special'`,
  ],
  [
    'an item passed off as another',
    moved('dossier.items', 'sealed', `${MINE} and item = 'surname'`, `${MINE} and item = 'given-names'`),
  ],
  [
    'an item under another name',
    `update dossier.items set item = case item when 'surname' then 'given-names' else 'surname' end where ${MINE} and item in ('surname', 'given-names')`,
  ],
  [
    'the surname of another client',
    moved('dossier.items', 'sealed', `${MINE} and item = 'surname'`, `${OTHERS} and item = 'surname'`),
  ],
  [
    'an item as a note',
    `update dossier.notes set sealed = (select sealed from dossier.items where ${MINE} and class = 'special' limit 1) where ${MINE} and class = 'special'`,
  ],
  [
    'the key of another class',
    `update dossier.keys set wrapped = (select wrapped from dossier.keys where ${MINE} and class = 'general') where ${MINE} and class = 'special'`,
  ],
  [
    'the keys of another client',
    `update dossier.keys k set wrapped = o.wrapped from dossier.keys o where k.${MINE} and o.${OTHERS} and o.class = k.class`,
  ],
  [
    'the keys of the other organisation',
    `update dossier.keys k set wrapped = o.wrapped from dossier.keys o where k.${MINE} and o.organisation_id = '${MEE}' and o.class = k.class`,
  ],
  ['no keys', `delete from dossier.keys where ${MINE}`],
  [
    'one bit',
    `update dossier.notes set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where ${MINE}`,
  ],
  [
    'the tag',
    `update dossier.notes set sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 128) where ${MINE}`,
  ],
  [
    'the end cut off',
    `update dossier.notes set sealed = substr(sealed, 1, length(sealed) - 1) where ${MINE}`,
  ],
  ['nothing', `update dossier.notes set sealed = '' where ${MINE}`],
  [
    'plain text',
    `update dossier.notes set sealed = '{"kind":"phone","happenedOn":"2026-01-01","text":"made up"}' where ${MINE}`,
  ],
  [
    'the name of a colleague',
    `update identity.staff set sealed_name = (select sealed_name from identity.staff where organisation_id = '${MEE}' limit 1) where organisation_id <> '${MEE}'`,
  ],
]

const look = {
  event: 'dossier.read',
  parts: ['existence', 'identity', 'notes'],
  use: 'support',
  newest: 20,
} as const

describe('a transplant', () => {
  beforeAll(async () => {
    for (const [name, bsn] of [
      ['aydin', CAST.aydin],
      ['pinas', CAST.pinas],
    ] as const)
      await house.owner.query(
        `create table public.dossier_of_${name} as select '${await house.dossierOf(bsn)}'::uuid as dossier_id`,
      )
  })

  test('not done: everything opens', async () => {
    expect(await house.door.read(noor, look, aydin)).toMatchObject({ outcome: 'opened' })
    expect((await staff.get(noor, `/dossiers/${aydin}/notes`)).body).toContain('Aydin')
    await restore()
    expect((await staff.get(noor, `/dossiers/${aydin}/notes`)).body).toContain('ergotherapeut')
  })

  test.each(TRANSPLANTS)('TOM-12.4 partly: %s is a fault, and never shown', async (_what, sql) => {
    const client = await house.owner.connect()
    try {
      await client.query('begin')
      await client.query('set local session_replication_role = replica')
      const done = [await client.query(sql)].flat()
      expect(
        done.every(({ rowCount }) => (rowCount ?? 0) > 0),
        'something was moved',
      ).toBe(true)
      await client.query('commit')
    } finally {
      client.release()
    }
    try {
      await expect(house.door.read(noor, look, aydin)).rejects.toBeInstanceOf(VaultError)
      const page = await staff.get(noor, `/dossiers/${aydin}/notes`)
      expect(page.statusCode).toBe(500)
      expect(page.body).not.toMatch(
        /Aydin|Emine|Pinas|Shanti|Ramaekers|ergotherapeut|tillen|made up|Noor van Dalen|Frissen/,
      )
      expect(staff.log.at(-1)?.fault).toMatchObject({ error: 'VaultError' })
      expect(JSON.stringify(staff.log.at(-1))).not.toMatch(/Aydin|Pinas|made up/)
    } finally {
      await restore()
    }
    expect(await house.door.read(noor, look, aydin)).toMatchObject({ outcome: 'opened' })
  })
})
