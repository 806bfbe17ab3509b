import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openedInside } from '../../test/copy-inside.ts'
import { CAST, MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, portalSite } from '../../test/wall/staff-site.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import { dossierParts } from '../access/index.ts'
import type { Visitor } from '../door/index.ts'
import type { Copy } from './copy.schema.ts'

let house: TestHouse
let portal: AskedSite
let dossier: string
let other: string
let path: string

beforeAll(async () => {
  house = await testHouse()
  portal = await portalSite(house)
  dossier = await house.dossierOf(CAST.aydin)
  other = await house.dossierOf(CAST.pinas)
  path = `/dossiers/${dossier}/copy`
})
afterAll(async () => {
  await portal?.app.close()
  await house?.close()
})

const fresh = async (bsn: string) => stepUp(house, await house.client(bsn))
const take = (visitor: Visitor, kind = 'data', at = path) => portal.post(visitor, at, { kind })

async function lastCopyEntry() {
  const { rows } = await house.owner.query<Record<string, unknown>>(
    `select outcome, reason, action, action_code, actor_kind, relation, clauses, parts from ledger.entries
      where event = 'copy.made' and dossier_id = $1 order by seq desc limit 1`,
    [dossier],
  )
  return rows[0]
}

describe('TOM-11.1 partly: who did not just show who they are takes no copy', () => {
  test('not by the pages: they lead to signing in anew, and back', async () => {
    const visitor = await house.client(CAST.aydin)
    for (const answer of [
      await portal.get(visitor, path),
      await take(visitor),
      await take(visitor, 'page'),
    ]) {
      expect(answer.statusCode).toBe(303)
      expect(answer.headers.location).toBe(`/account/confirm?back=${encodeURIComponent(path)}`)
      expect(answer.body).not.toContain('Aydin')
    }
    expect(await lastCopyEntry()).toBeUndefined()
  })

  test('not past the pages: the database refuses and writes that down, and an entry made another way opens nothing', async () => {
    const visitor = await house.client(CAST.aydin)
    const asked = await openedInside(house, 'copy', { visitor: visitor, dossier })
    expect(asked).toMatchObject({ outcome: 'refused', reason: 'not-shown-lately', rows: 0 })
    expect(await openedInside(house, 'open', { visitor: visitor, dossier })).toMatchObject({
      outcome: 'allowed',
      rows: 0,
    })
    await stepUp(house, visitor)
    const opened = await openedInside(house, 'copy', { visitor: visitor, dossier })
    expect(opened.outcome).toBe('allowed')
    expect(opened.counts['dossier.items']).toBeGreaterThan(5)
    expect(opened.counts['dossier.notes']).toBe(3)
    expect(opened.counts['ledger.entries']).toBeGreaterThan(3)
  })

  test('ten minutes, and no longer; without the walls an old sign-in would do', async () => {
    const visitor = await fresh(CAST.aydin)
    await house.owner.query(
      `update identity.sessions set stepped_up_at = now() - interval '10 minutes 1 second' where token_hash = sha256($1)`,
      [visitor.token],
    )
    expect(await openedInside(house, 'copy', { visitor: visitor, dossier })).toMatchObject({
      outcome: 'refused',
      rows: 0,
    })
    const asks = await definitionOf(house.owner, 'wall.copy')
    const opens = await definitionOf(house.owner, 'wall.copied')
    const naiveAsks = asks.replace(`and s.stepped_up_at > now() - interval '10 minutes'`, '')
    const naiveOpens = opens.replace(`and s.stepped_up_at > now() - interval '10 minutes'`, '')
    expect([naiveAsks === asks, naiveOpens === opens]).toEqual([false, false])
    await during(house.owner, naiveAsks, asks, async () =>
      expect(await openedInside(house, 'copy', { visitor: visitor, dossier })).toMatchObject({
        outcome: 'allowed',
        rows: 0,
      }),
    )
    await during(house.owner, naiveOpens, opens, async () =>
      expect((await openedInside(house, 'open', { visitor: visitor, dossier })).rows).toBeGreaterThan(10),
    )
  })

  test('a session that ended takes none, however fresh it was', async () => {
    const visitor = await fresh(CAST.aydin)
    await house.owner.query('update identity.sessions set ended_at = now() where token_hash = sha256($1)', [
      visitor.token,
    ])
    const answer = await take(visitor)
    expect([answer.statusCode, String(answer.headers.location).split('?')[0]]).toEqual([303, '/signin'])
    expect(await openedInside(house, 'copy', { visitor: visitor, dossier })).toMatchObject({
      outcome: 'no-session',
      rows: 0,
    })
  })
})

describe('TOM-11.1 partly: a copy is of the own dossier, and stands in the log', () => {
  test('somebody else’s dossier is not there: page, file and database', async () => {
    const visitor = await fresh(CAST.aydin)
    for (const answer of [
      await portal.get(visitor, `/dossiers/${other}/copy`),
      await take(visitor, 'page', `/dossiers/${other}/copy`),
      await take(visitor, 'data', `/dossiers/${randomUUID()}/copy`),
    ]) {
      expect(answer.statusCode).toBe(404)
      expect(answer.headers['content-disposition']).toBeUndefined()
    }
    const stranger = await fresh(CAST.nobody)
    expect(await openedInside(house, 'copy', { visitor: stranger, dossier })).toMatchObject({
      outcome: 'refused',
      rows: 0,
    })
  })

  test('a worker takes none this way, also who may read the dossier', async () => {
    const noor = await stepUp(house, await house.staff('noor'))
    const parts = ['existence', 'identity', 'notes']
    expect(await openedInside(house, 'copy', { visitor: noor, dossier, parts })).toMatchObject({
      outcome: 'refused',
      rows: 0,
    })
    expect(await openedInside(house, 'open', { visitor: noor, dossier, parts })).toMatchObject({
      outcome: 'allowed',
      rows: 0,
    })
  })

  test('also of a dossier that is closed, or whose use stands still; of one that is destroyed there is none', async () => {
    const visitor = await fresh(CAST.deWit)
    const theirs = await house.dossierOf(CAST.deWit)
    const at = `/dossiers/${theirs}/copy`
    for (const [table, state] of [
      ['closures', 'closed'],
      ['restrictions', 'restricted'],
    ]) {
      await house.owner.query(`insert into dossier.${table} values ($1, $2, now())`, [TOM, theirs])
      const answer = await take(visitor, 'data', at)
      expect([answer.statusCode, (answer.json() as Copy).dossier.state]).toEqual([200, state])
    }
    await house.owner.query('insert into dossier.destructions values ($1, $2, now())', [TOM, theirs])
    const answer = await take(visitor, 'data', at)
    expect(answer.headers['content-disposition']).toBeUndefined()
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  })

  test('of an unknown kind there is none', async () => {
    const visitor = await fresh(CAST.aydin)
    expect((await take(visitor, 'csv')).statusCode).toBe(404)
  })

  test('the client reads that it was downloaded, with the promise, also when hiding what they did themselves', async () => {
    const visitor = await fresh(CAST.aydin)
    expect((await take(visitor)).statusCode).toBe(200)
    expect(await lastCopyEntry()).toMatchObject({
      ...{ outcome: 'allowed', action: 'export', action_code: 'E', actor_kind: 'client', relation: 'self' },
      clauses: ['TOM-11.1'],
      parts: [...dossierParts],
    })
    const log = await portal.get(visitor, `/dossiers/${dossier}/who-looked`)
    expect(log.body).toMatch(/Uzelf[\s\S]*downloadde een kopie van uw dossier/)
    expect(log.body).toContain('u recht hebt op uw gegevens en op een kopie')
  })

  // Partly: as TOM-11.1.
  test('MEE-14.1 partly: at MEE too, without a BSN, which it does not keep', async () => {
    const { rows } = await house.owner.query<{ dossier_id: string }>(
      'select dossier_id from dossier.dossiers where organisation_id = $1',
      [MEE],
    )
    const mine = rows[0]?.dossier_id ?? ''
    // Clients of MEE have an account; here a session of one is made of a session by number.
    const visitor = await stepUp(house, await house.client(CAST.nobody, MEE))
    await house.owner.query(
      `insert into dossier.search_keys select organisation_id, 'bsn', subject_key, $2 from identity.sessions where token_hash = sha256($1)`,
      [visitor.token, mine],
    )
    const answer = await take(visitor, 'data', `/dossiers/${mine}/copy`)
    expect(answer.statusCode).toBe(200)
    const copy = answer.json() as Copy
    expect(copy.organisation.id).toBe(MEE)
    expect(copy.parts).not.toContain('bsn')
    expect(copy.items.length).toBeGreaterThan(3)
  })
})
