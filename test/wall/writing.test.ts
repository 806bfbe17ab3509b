import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../../src/door/index.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../house.ts'
import { type Answered, asApp, DENIED, type Foothold, foothold, leaks, plantSameId } from './as-app.ts'

let house: TestHouse
let aydin: string
let pinas: string
let noor: Visitor
let noorId: string
let fennaId: string
let daan: Visitor
let version: string

const FOREIGN_KEY = '23503'

beforeAll(async () => {
  house = await testHouse()
  aydin = await house.dossierOf(CAST.aydin)
  pinas = await house.dossierOf(CAST.pinas)
  ;[noor, daan] = await Promise.all([house.staff('noor'), house.staff('daan', MEE)])
  const staff = async (dossier: string) => {
    const { rows } = await house.owner.query<{ staff_id: string; statement_version: string }>(
      'select staff_id, statement_version from dossier.involvements join dossier.dossiers using (organisation_id, dossier_id) where dossier_id = $1',
      [dossier],
    )
    return rows[0]!
  }
  ;({ staff_id: noorId, statement_version: version } = await staff(aydin))
  ;({ staff_id: fennaId } = await staff(pinas))
})
afterAll(() => house.close())

const ITEM = {
  organisation_id: TOM,
  item: 'question',
  part: 'question',
  class: 'special',
  sealed: '\\x00',
  source: 'client',
  received_on: '2026-11-01',
}
const NOTE = { organisation_id: TOM, class: 'special', sealed: '\\x00', written_as: 'neighbourhood-coach' }

/** Inserts a row; the SQLSTATE, or 1. */
function insert(at: Foothold, table: string, row: Record<string, unknown>): Promise<string | number> {
  const names = Object.keys(row)
  const places = names.map((_, index) => `$${index + 1}`)
  return at.attempt(`insert into ${table} (${names.join()}) values (${places.join()})`, Object.values(row))
}

const item = (at: Foothold, changed: Record<string, unknown> = {}) =>
  insert(at, 'dossier.items', {
    ...ITEM,
    dossier_id: aydin,
    item_id: randomUUID(),
    recorded_by: noorId,
    statement_version: version,
    ...changed,
  })
const note = (at: Foothold, changed: Record<string, unknown> = {}) =>
  insert(at, 'dossier.notes', {
    ...NOTE,
    dossier_id: aydin,
    note_id: randomUUID(),
    written_by: noorId,
    ...changed,
  })

const writing = (parts: string[]) => ({ dossier: aydin, parts, action: 'write', event: 'note.written' })

describe('writing', () => {
  test('takes an entry for writing that part: an entry for reading, or of another part, is not enough', async () => {
    await asApp(house.db.app, async (at) => {
      await at.open(noor, { dossier: aydin, parts: ['notes', 'question', 'existence'] })
      expect(await note(at)).toBe(DENIED)
      expect(await item(at)).toBe(DENIED)
      expect(
        await insert(at, 'dossier.note_drafts', {
          organisation_id: TOM,
          dossier_id: aydin,
          staff_id: noorId,
          sealed: '\\x00',
        }),
      ).toBe(DENIED)
      expect(
        await insert(at, 'dossier.keys', {
          organisation_id: TOM,
          dossier_id: aydin,
          class: 'general',
          wrapped: '\\x00',
        }),
      ).toBe(DENIED)
      await at.open(noor, writing(['notes']))
      expect(await item(at)).toBe(DENIED)
      expect(await note(at)).toBe(1)
      await at.open(noor, writing(['question']))
      expect(await item(at)).toBe(1)
    })
  })

  test('in another dossier, or in the same one of another organisation, is refused', async () => {
    await asApp(house.db.app, async (at) => {
      expect(await at.open(noor, writing(['notes', 'question']))).toMatchObject({ outcome: 'allowed' })
      expect(await note(at, { dossier_id: pinas })).toBe(DENIED)
      expect(await item(at, { dossier_id: pinas })).toBe(DENIED)
      expect(await item(at, { dossier_id: randomUUID() }), 'the same refusal when it does not exist').toBe(
        DENIED,
      )
      expect(await note(at, { organisation_id: MEE })).toBe(DENIED)
    })
  })

  test('under another name, function, version or moment is refused', async () => {
    await asApp(house.db.app, async (at) => {
      await at.open(noor, writing(['notes', 'question']))
      for (const row of [
        { written_by: fennaId },
        { written_by: randomUUID() },
        { written_as: 'supervisor' },
        { written_at: '2025-01-01' },
      ])
        expect(await note(at, row), JSON.stringify(row)).toBe(DENIED)
      for (const row of [
        { recorded_by: fennaId },
        { statement_version: '2020-01-01' },
        { recorded_at: '2025-01-01' },
      ])
        expect(await item(at, row), JSON.stringify(row)).toBe(DENIED)
    })
  })

  test('a draft stands under the own name, and nobody else opens it', async () => {
    const draft = { organisation_id: TOM, dossier_id: aydin, sealed: '\\x0102' }
    const client = await house.db.app.connect()
    try {
      await client.query('begin')
      const at = foothold(client)
      await at.open(noor, writing(['notes']))
      expect(await insert(at, 'dossier.note_drafts', { ...draft, staff_id: fennaId })).toBe(DENIED)
      expect(await insert(at, 'dossier.note_drafts', { ...draft, staff_id: noorId })).toBe(1)
      await client.query('commit')
    } finally {
      client.release()
    }
    await house.owner.query('insert into dossier.involvements values ($1, $2, $3, $4, current_date)', [
      TOM,
      aydin,
      fennaId,
      'neighbourhood-coach',
    ])
    await asApp(house.db.app, async (at) => {
      const fenna = await house.staff('fenna')
      expect(await at.open(fenna, writing(['notes']))).toMatchObject({ outcome: 'allowed' })
      expect(await at.run('select from dossier.note_drafts')).toEqual([])
      expect(await at.attempt('update dossier.note_drafts set staff_id = $1', [fennaId])).toBe(0)
    })
    await house.owner.query('delete from dossier.involvements where staff_id = $1 and dossier_id = $2', [
      fennaId,
      aydin,
    ])
    await house.owner.query('delete from dossier.note_drafts')
  })

  test('TOM-4.1 partly: an item that the statement in force does not list, or not so, cannot be stored', async () => {
    await house.owner.query(
      `insert into statement.versions select organisation_id, '2010-01-01', '2010-01-01', facts, words_nl, words_en, digest, published_at from statement.versions where organisation_id = $1 and version = $2`,
      [TOM, version],
    )
    await house.owner.query(
      `insert into statement.items values ($1, '2010-01-01', 'religion', 'question', 'special', 'client', 'optional')`,
      [TOM],
    )
    await asApp(house.db.app, async (at) => {
      await at.open(noor, writing(['question', 'identity', 'contact']))
      expect(await item(at)).toBe(1)
      for (const row of [
        { item: 'religion' },
        { item: 'nationality' },
        { class: 'general' },
        { item: 'surname' },
        { part: 'contact' },
      ])
        expect(await item(at, row), JSON.stringify(row)).toBe(FOREIGN_KEY)
      expect(
        await item(at, { item: 'religion', statement_version: '2010-01-01' }),
        'of an earlier version',
      ).toBe(DENIED)
    })
  })

  test('whoever may register cannot open a dossier that exists by writing, and does not learn that it does', async () => {
    const answers: Answered[] = []
    for (const dossier of [pinas, randomUUID()]) {
      await asApp(house.db.app, async (at) => {
        answers.push(
          await at.open(noor, {
            dossier,
            parts: ['existence', 'identity'],
            action: 'write',
            purpose: 'access',
            event: 'client.registered',
          }),
        )
        expect(await leaks(at)).toEqual({})
        expect(
          await insert(at, 'dossier.search_keys', {
            organisation_id: TOM,
            kind: 'bsn',
            key: randomBytes(32),
            dossier_id: dossier,
          }),
        ).toBe(DENIED)
      })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ outcome: 'refused', dossier_id: null })
  })

  test('a dossier of another organisation stays closed to who has one with the same id', async () => {
    await plantSameId(house.owner, aydin, daan)
    await asApp(house.db.app, async (at) => {
      for (const action of ['read', 'write'])
        expect(
          await at.open(daan, { dossier: aydin, parts: ['notes', 'question', 'existence'], action }),
        ).toMatchObject({ outcome: 'allowed', relation: 'involved' })
      expect(await at.run('select organisation_id from dossier.dossiers')).toEqual([{ organisation_id: MEE }])
      for (const table of ['notes', 'items', 'keys'])
        expect(await at.run(`select from dossier.${table}`), table).toEqual([])
      expect(await note(at)).toBe(DENIED)
      await at.run(`select set_config('gestand.organisation', $1, true)`, [TOM])
      expect(await leaks(at)).toEqual({})
      // The setting changes while one statement runs: what stood open was asked in one breath.
      await at.run(`select set_config('gestand.organisation', $1, true)`, [MEE])
      const trick = `select n.organisation_id from (select set_config('gestand.organisation', case g when 1 then $1 else $2 end, true) from generate_series(1, 4) g offset 0) s, dossier.notes n`
      expect(await at.run(trick, [MEE, TOM])).toEqual([])
    })
  })
})
