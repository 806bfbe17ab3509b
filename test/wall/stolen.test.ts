import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'
import { connect, openDatabase, type Pool } from '../../src/db/index.ts'
import { addStaff, type FillNeeds, signInStaff } from '../../src/demo/index.ts'
import { furnish, type House, staffIssuerOf } from '../../src/house.ts'
import { encodingsOf, searchFiles } from '../find-plain-text.ts'
import { TOM } from '../house.ts'
import { CANARIES } from './canaries.ts'
import { portalSite, staffSite } from './staff-site.ts'

let folder: string
let house: House
let owner: Pool
let needles: Buffer[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gestand-stolen-'))
  needles = Object.values(CANARIES).flatMap(encodingsOf)
  const config: Config = { ...readConfig({ GESTAND_DATA: folder }), demo: true }
  // Where the run clears up after itself, also when it is killed.
  const database = await openDatabase({ dataDir: cluster(), migrations: join(config.root, 'migrations') })
  house = await furnish(config, database)
  owner = connect(database.adminUrl, { max: 1 })
  await plantByTheDoor()
  await dump(join(folder, 'dump'))
  await owner.query('vacuum')
  await owner.query('checkpoint')
}, 120_000)

afterAll(async () => {
  await owner.end()
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

const cluster = () => join(inject('runFolder'), `stolen-${process.pid}`)

/** A worker's morning on the real sites: register, write, keep a draft, search, mistype; and the client reads it. */
async function plantByTheDoor(): Promise<void> {
  const needs: FillNeeds = {
    owner,
    signin: house.pools.signin,
    door: house.door,
    vault: house.vault,
    statements: house.statements,
    staffIssuer: staffIssuerOf(house.config),
  }
  await addStaff(
    needs,
    TOM,
    {
      subject: 'ysbrandina',
      name: CANARIES.worker,
      role: 'neighbourhood-coach',
      employer: 'kwadraad',
      team: undefined,
    },
    undefined,
  )
  const visitor = await signInStaff(needs, TOM, 'ysbrandina')
  const staff = await staffSite(house)
  const registered = await staff.post(visitor, '/clients/new', {
    service: 'access',
    'given-names': CANARIES.givenNames,
    surname: CANARIES.surname,
    'birth-date': CANARIES.birthDate,
    bsn: CANARIES.bsn,
    'bsn.reason': CANARIES.reason,
    street: CANARIES.street,
    city: CANARIES.city,
    postcode: CANARIES.postcode,
    'house-number': '12',
    phone: CANARIES.phone,
    email: CANARIES.email,
    household: CANARIES.household,
    situation: CANARIES.situation,
    question: CANARIES.question,
    'network-contacts': CANARIES.network,
    'network-contacts.reason': CANARIES.reason,
  })
  expect(registered.statusCode).toBe(303)
  const dossier = String(registered.headers.location).match(/[0-9a-f-]{36}/)![0]
  const note = { kind: 'phone', happenedOn: '2026-11-10' }
  for (const fields of [
    { ...note, text: CANARIES.note },
    { ...note, text: CANARIES.sensitiveNote, sensitive: 'yes' },
  ])
    expect((await staff.post(visitor, `/dossiers/${dossier}/notes/new`, fields)).statusCode).toBe(303)
  expect(
    (await staff.post(visitor, `/dossiers/${dossier}/notes/draft`, { text: CANARIES.draft })).statusCode,
  ).toBe(204)
  const found = []
  for (const question of [
    CANARIES.surname,
    CANARIES.bsn,
    '23-07-1951',
    `${CANARIES.postcode} 12`,
    CANARIES.searchedName,
    CANARIES.searchedBsn,
    CANARIES.wrongBsn,
    CANARIES.mistyped,
  ])
    found.push((await staff.post(visitor, '/clients/find', { question })).body)
  expect(found.slice(0, 4).every((body) => body.includes(CANARIES.surname))).toBe(true)
  const bodies = []
  for (const path of ['', '/question', '/people', '/notes', '/notes/new'])
    bodies.push((await staff.get(visitor, `/dossiers/${dossier}${path}`)).body)
  for (const shown of [
    CANARIES.note,
    CANARIES.sensitiveNote,
    CANARIES.question,
    CANARIES.household,
    CANARIES.draft,
    CANARIES.worker,
  ])
    expect(bodies.join(), 'it is really there, for whoever may see it').toContain(shown)
  await staff.get(visitor, `/dossiers/${CANARIES.inAddress}?name=${CANARIES.inAddress}`)
  await staff.post(visitor, '/clients/new', {
    service: 'access',
    surname: CANARIES.surname,
    bsn: CANARIES.wrongBsn,
  })
  await clientReads(needs, dossier)
  await failures(visitor.token, dossier)
  await writeFile(join(folder, 'request.log'), staff.log.map((line) => `${JSON.stringify(line)}\n`).join(''))
  expect(staff.log.length).toBeGreaterThan(15)
  await staff.app.close()
}

async function clientReads(needs: FillNeeds, dossier: string): Promise<void> {
  const { startSession, clientSubjectKey } = await import('../../src/identity/index.ts')
  const token = Buffer.alloc(32, 7)
  const subject = clientSubjectKey(await needs.vault.indexKey(TOM), CANARIES.bsn)
  await startSession(needs.signin, {
    organisation: TOM,
    kind: 'client',
    subject,
    token,
    secondFactor: true,
    assurance: 'http://eidas.europa.eu/LoA/substantial',
    trace: dossier,
    accessPoint: 'portal',
  })
  const portal = await portalSite(house)
  const visitor = { organisation: TOM, token, accessPoint: 'portal' } as const
  expect((await portal.get(visitor, `/dossiers/${dossier}`)).body).toContain(CANARIES.note)
  expect((await portal.get(visitor, `/dossiers/${dossier}/who-looked`)).body).toContain(CANARIES.worker)
  await writeFile(join(folder, 'portal.log'), portal.log.map((line) => JSON.stringify(line)).join('\n'))
  await portal.app.close()
}

/** What fails in the database with something personal at hand: none of it may reach the server's log. */
async function failures(token: Buffer, dossier: string): Promise<void> {
  const note = `insert into dossier.notes (organisation_id, dossier_id, note_id, class, sealed, written_by, written_as) values ($1, $2, $2, $3, $4, $2, $5)`
  const values = [TOM, dossier, 'special', Buffer.from(CANARIES.note), CANARIES.surname]
  await expect(house.pools.app.query(note, values)).rejects.toThrow(/row-level security/)
  await expect(owner.query(note, values.with(2, CANARIES.question))).rejects.toThrow(/check constraint/)
  await expect(owner.query(note, values.with(3, null as never))).rejects.toThrow(/null value/)
  await expect(house.pools.app.query('select wall.greet($1, $2)', [token, 'marketing'])).rejects.toThrow(
    /purpose/,
  )
}

/** Every table of every schema, and what the server says about its connections, as text. */
async function dump(to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_toast' or c.relname in ('pg_stat_activity', 'pg_prepared_statements')`,
  )
  expect(rows.length).toBeGreaterThan(80)
  const client = await owner.connect()
  try {
    for (const { name } of rows)
      await pipeline(
        client.query(copyTo(`copy (select * from ${name}) to stdout`)),
        createWriteStream(join(to, name)),
      )
  } finally {
    client.release()
  }
}

const places = () => ({ files: join(cluster()), dump: join(folder, 'dump'), logs: folder })

describe('a stolen database', { timeout: 90_000 }, () => {
  test('TOM-12.4: dump, files, write-ahead log and logs hold none of the planted names, BSNs and notes, in any encoding', async () => {
    const { files, dump: text, logs } = places()
    const searched = await Promise.all([files, text, logs].map((place) => searchFiles(place, needles)))
    expect(
      searched.flatMap(({ hits }) => hits.map((hit) => `${hit.file} at ${hit.at}: ${hit.needle}`)),
    ).toEqual([])
    const [inFiles, inDump] = searched
    expect(inFiles!.bytes, 'data directory and write-ahead log').toBeGreaterThan(20_000_000)
    expect(inFiles!.files).toBeGreaterThan(500)
    expect(inDump!.files).toBeGreaterThan(80)
    expect(inDump!.bytes).toBeGreaterThan(1_000_000)
  })

  test('the keys lie outside the database, and nothing of them is in it', async () => {
    const keys = await searchFiles(join(folder, 'keys'), [Buffer.from('never')])
    expect(keys.files).toBeGreaterThan(3)
    expect(join(folder, 'keys').startsWith(cluster())).toBe(false)
  })

  test('the search would have found them: planted past the vault they are found in files, write-ahead log, server log and dump', async () => {
    const client = await owner.connect()
    try {
      await client.query('create table public.careless (text text, bytes bytea, doc jsonb)')
      await client.query('insert into public.careless values ($1, $2, $3)', [
        CANARIES.surname,
        Buffer.from(CANARIES.note),
        { bsn: CANARIES.bsn },
      ])
      await client.query(`do $$ begin raise log 'saved %', '${CANARIES.phone}'; end $$`)
      await client.query('checkpoint')
    } finally {
      client.release()
    }
    await dump(join(folder, 'careless'))
    const few = [CANARIES.surname, CANARIES.note, CANARIES.bsn].flatMap(encodingsOf)
    const { rows } = await owner.query<{ path: string }>(
      `select pg_relation_filepath('public.careless') as path`,
    )
    for (const place of [dirname(rows[0]!.path), 'pg_wal']) {
      const { hits } = await searchFiles(join(cluster(), 'cluster', place), few)
      const texts = hits.map((hit) => hit.needle.toString())
      for (const text of [CANARIES.surname, CANARIES.note, CANARIES.bsn]) expect(texts, place).toContain(text)
    }
    expect(await readFile(join(cluster(), 'postgres.log'), 'utf8')).toContain(CANARIES.phone)
    const dumped = await searchFiles(join(folder, 'careless'), needles)
    expect(dumped.hits.map((hit) => hit.needle.toString())).toEqual(
      expect.arrayContaining([CANARIES.surname, Buffer.from(CANARIES.note).toString('hex'), CANARIES.bsn]),
    )
  })
})
