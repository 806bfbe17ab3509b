import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { asApp, DENIED, foothold, leaks, ledgerOf, seen } from './as-app.ts'
import { fillEmptyTables } from './fill-empty.ts'

let house: TestHouse
let aydin: string
let deWit: string
let pinas: string
let noor: Visitor
let fenna: Visitor
let daan: Visitor

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  deWit = await house.dossierOf(CAST.deWit)
  pinas = await house.dossierOf(CAST.pinas)
  ;[noor, fenna, daan] = await Promise.all([
    house.staff('noor'),
    house.staff('fenna'),
    house.staff('daan', MEE),
  ])
  await fillEmptyTables(house.owner)
})
afterAll(() => house.close())

describe('without an entry', () => {
  test('TOM-9.13 partly: the application’s role sees no row of any table about people', async () => {
    const there = await asApp(house.db.admin, seen)
    expect(Object.keys(there).length).toBeGreaterThanOrEqual(17)
    expect(
      Object.keys(there).filter((name) => there[name] === 0),
      'a table without a row proves nothing',
    ).toEqual([])
    expect(await asApp(house.db.app, leaks)).toEqual({})
  })

  test('TOM-9.13 partly: nor do the roles of signing in and of the public site; the worker sees the ledger alone', async () => {
    expect(await asApp(house.db.signin, leaks)).toEqual({})
    expect(await asApp(house.db.publicReader, leaks)).toEqual({})
    expect(Object.keys(await asApp(house.db.worker, leaks))).toEqual(['ledger.entries'])
  })

  test('nothing is written', async () => {
    await asApp(house.db.app, async (at) => {
      for (const [text, values] of writes(aydin)) expect(await at.attempt(text, values), text).toBe(DENIED)
      expect(await at.attempt('update dossier.notes set sealed = sealed')).toBe(DENIED)
      expect(await at.attempt('delete from dossier.items')).toBe(DENIED)
      expect(await at.attempt('delete from dossier.note_drafts')).toBe(0)
      expect(await at.attempt(`update dossier.note_drafts set sealed = '\\x00'`)).toBe(0)
    })
  })
})

function writes(dossier: string, staff = randomUUID()): [string, unknown[]][] {
  return [
    ["insert into dossier.keys values ($1, $2, 'general', '\\x00')", [TOM, dossier]],
    ["insert into dossier.search_keys values ($1, 'bsn', $3, $2)", [TOM, dossier, randomBytes(32)]],
    [
      `insert into dossier.items (organisation_id, dossier_id, item_id, item, part, class, sealed, source, received_on, recorded_by, statement_version)
       select $1, $2, $3, item, part, class, '\\x00', source, current_date, $4, version from statement.items where organisation_id = $1 and item = 'question' order by version desc limit 1`,
      [TOM, dossier, randomUUID(), staff],
    ],
    [
      `insert into dossier.notes (organisation_id, dossier_id, note_id, class, sealed, written_by, written_as) values ($1, $2, $3, 'special', '\\x00', $4, 'neighbourhood-coach')`,
      [TOM, dossier, randomUUID(), staff],
    ],
    [`insert into dossier.note_drafts values ($1, $2, $3, '\\x00')`, [TOM, dossier, staff]],
  ]
}

describe('with an entry', () => {
  test('exactly the dossier and the parts that were asked open', async () => {
    await asApp(house.db.app, async (at) => {
      expect(await at.open(noor, { dossier: aydin, parts: ['question'] })).toMatchObject({
        outcome: 'allowed',
        relation: 'involved',
      })
      expect(await at.run('select distinct dossier_id, part from dossier.items')).toEqual([
        { dossier_id: aydin, part: 'question' },
      ])
      expect(await at.run('select from dossier.notes')).toEqual([])
      expect(await at.run('select from ledger.entries')).toEqual([])
      expect(
        await at.run('select from dossier.dossiers'),
        'number, team and first day are of another part',
      ).toEqual([])
      expect(await at.run('select distinct dossier_id from dossier.keys')).toEqual([{ dossier_id: aydin }])
      await at.open(noor, { dossier: aydin, parts: ['notes'] })
      expect(await at.run('select distinct dossier_id from dossier.notes')).toEqual([{ dossier_id: aydin }])
    })
  })

  test('a search or a review opens no dossier, reading the log opens the log of that dossier alone', async () => {
    const client = await house.client(CAST.aydin)
    await asApp(house.db.app, async (at) => {
      expect(await at.open(client, { dossier: aydin, parts: ['access-log'] })).toMatchObject({
        outcome: 'allowed',
        relation: 'self',
      })
      expect(await at.run('select distinct dossier_id from ledger.entries')).toEqual([{ dossier_id: aydin }])
      expect(await at.run('select from dossier.notes')).toEqual([])
    })
    const iris = await house.staff('iris')
    await asApp(house.db.app, async (at) => {
      const look = { dossier: null, parts: ['access-log'], action: 'review', purpose: 'management' }
      expect(await at.open(iris, look)).toMatchObject({ outcome: 'allowed' })
      expect(Object.keys(await leaks(at)).sort()).toEqual(['identity.staff', 'ledger.entries'])
      expect(await at.run('select distinct organisation_id from ledger.entries')).toEqual([
        { organisation_id: TOM },
      ])
    })
  })

  test('after the commit nothing is open any more, in the same connection or another', async () => {
    const client = await house.db.app.connect()
    const other = await house.db.app.connect()
    try {
      const at = foothold(client)
      await client.query('begin')
      await at.open(noor, { dossier: aydin })
      expect((await client.query('select from dossier.notes')).rowCount).toBe(3)
      await other.query('begin')
      expect(await leaks(foothold(other))).toEqual({})
      await other.query(`set local gestand.organisation = '${TOM}'`)
      expect(await leaks(foothold(other))).toEqual({})
      await other.query('rollback')
      await client.query('commit')
      expect((await client.query('select from dossier.notes')).rowCount).toBe(0)
      await client.query('begin')
      expect(await leaks(at)).toEqual({})
      await client.query(`set local gestand.organisation = '${TOM}'`)
      expect(await leaks(at)).toEqual({})
      await client.query('rollback')
    } finally {
      client.release()
      other.release()
    }
  })

  test('a connection of the pool that somebody else used shows nothing of theirs, also with a statement prepared by them', async () => {
    const client = await house.db.app.connect()
    try {
      const look = {
        name: 'notes-of-somebody',
        text: 'select dossier_id from dossier.notes where organisation_id = $1',
        values: [TOM],
      }
      for (let time = 0; time < 8; time += 1) {
        await client.query('begin')
        await foothold(client).open(noor, { dossier: aydin })
        expect((await client.query(look)).rowCount).toBe(3)
        await client.query('commit')
        expect((await client.query(look)).rowCount, 'a plan that is kept keeps no answer').toBe(0)
        await client.query('begin')
        await foothold(client).open(await house.staff('joris'), { dossier: deWit })
        expect((await client.query(look)).rows).toEqual([{ dossier_id: deWit }])
        await client.query('rollback')
      }
    } finally {
      client.release()
    }
  })
})

describe('a refused look', () => {
  test.each([
    ['a colleague who is not involved', () => fenna, () => aydin],
    ['a worker of another organisation', () => daan, () => aydin],
    ['a guess', () => noor, () => randomUUID()],
  ])('by %s leaves an entry and no row', async (_who, visitor, dossier) => {
    const id = dossier()
    const { count } = await ledgerOf(house)
    const client = await house.db.app.connect()
    try {
      await client.query('begin')
      const at = foothold(client)
      const answer = await at.open(visitor(), { dossier: id, parts: ['existence'] })
      expect(answer).toEqual({
        outcome: 'refused',
        reason: 'no-rule',
        relation: 'none',
        dossier_id: null,
        state: 'open',
      })
      expect(await leaks(at)).toEqual({})
      await client.query('commit')
    } finally {
      client.release()
    }
    const after = await ledgerOf(house)
    expect(after.count).toBe(count + 1)
    expect(after.last).toMatchObject({
      outcome: 'refused',
      reason: 'no-rule',
      dossier_id: id,
      parts: ['existence'],
    })
  })

  test('of one part among others opens none of them', async () => {
    const wim = await house.staff('wim')
    await asApp(house.db.app, async (at) => {
      for (const parts of [
        ['existence', 'notes'],
        ['notes', 'existence'],
        ['existence', 'made-up'],
        ['made-up', 'existence', 'existence'],
        [],
      ]) {
        expect(await at.open(wim, { dossier: aydin, parts }), parts.join()).toMatchObject({
          outcome: 'refused',
        })
        expect(await leaks(at), parts.join()).toEqual({})
      }
    })
  })

  test('a client opens the own dossier and no other', async () => {
    const client = await house.client(CAST.aydin)
    const nobody = await house.client(CAST.nobody)
    await asApp(house.db.app, async (at) => {
      expect(await at.open(client, { dossier: aydin })).toMatchObject({
        outcome: 'allowed',
        relation: 'self',
      })
    })
    await asApp(house.db.app, async (at) => {
      for (const id of [deWit, pinas, randomUUID()])
        expect(await at.open(client, { dossier: id })).toMatchObject({ outcome: 'refused', dossier_id: null })
      expect(await at.open(nobody, { dossier: aydin })).toMatchObject({
        outcome: 'refused',
        dossier_id: null,
      })
      expect(await leaks(at)).toEqual({})
    })
  })
})
