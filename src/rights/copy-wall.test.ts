import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { asApp, type Foothold } from '../../test/wall/as-app.ts'
import { type AskedSite, portalSite } from '../../test/wall/staff-site.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import { dossierParts } from '../access/index.ts'
import type { Visitor } from '../door/index.ts'
import { actFor } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { recordRepresentative } from '../representation/index.ts'
import type { Copy } from './copy.schema.ts'

const MENTOR = '999995005'
const today = dayInNetherlands(new Date())
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
const PARTS = dossierParts.filter((part) => part !== 'bsn')
const COPIED = ['items', 'notes', 'incidental_accesses', 'representations', 'capacity_judgements'] as const

/** What the database opens to somebody who is inside the application and asks for a copy there. */
async function openedInside(visitor: Visitor, how: 'copy' | 'open', parts: readonly string[] = PARTS) {
  return asApp(house.db.app, async (at: Foothold) => {
    const call =
      how === 'copy'
        ? `wall.copy($1, $2, $3, 'support', $4, 'portal')`
        : `wall.open($1, $2, $3, 'export', 'support', 'copy.made', $4, 'portal')`
    const [answer] = await at.run<{ outcome: string; reason: string | null }>(
      `select outcome, reason from ${call}`,
      [visitor.token, dossier, parts, randomUUID()],
    )
    const counts: Record<string, number> = {}
    for (const table of [...COPIED.map((name) => `dossier.${name}`), 'ledger.entries'])
      counts[table] = (await at.run<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1
    return { ...answer, rows: Object.values(counts).reduce((sum, count) => sum + count, 0), counts }
  })
}

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
    const asked = await openedInside(visitor, 'copy')
    expect(asked).toMatchObject({ outcome: 'refused', reason: 'not-shown-lately', rows: 0 })
    expect(await openedInside(visitor, 'open')).toMatchObject({ outcome: 'allowed', rows: 0 })
    await stepUp(house, visitor)
    const opened = await openedInside(visitor, 'copy')
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
    expect(await openedInside(visitor, 'copy')).toMatchObject({ outcome: 'refused', rows: 0 })
    const asks = await definitionOf(house.owner, 'wall.copy')
    const opens = await definitionOf(house.owner, 'wall.copied')
    const naiveAsks = asks.replace(`and s.stepped_up_at > now() - interval '10 minutes'`, '')
    const naiveOpens = opens.replace(`and s.stepped_up_at > now() - interval '10 minutes'`, '')
    expect([naiveAsks === asks, naiveOpens === opens]).toEqual([false, false])
    await during(house.owner, naiveAsks, asks, async () =>
      expect(await openedInside(visitor, 'copy')).toMatchObject({ outcome: 'allowed', rows: 0 }),
    )
    await during(house.owner, naiveOpens, opens, async () =>
      expect((await openedInside(visitor, 'open')).rows).toBeGreaterThan(10),
    )
  })

  test('a session that ended takes none, however fresh it was', async () => {
    const visitor = await fresh(CAST.aydin)
    await house.owner.query('update identity.sessions set ended_at = now() where token_hash = sha256($1)', [
      visitor.token,
    ])
    const answer = await take(visitor)
    expect([answer.statusCode, String(answer.headers.location).split('?')[0]]).toEqual([303, '/signin'])
    expect(await openedInside(visitor, 'copy')).toMatchObject({ outcome: 'no-session', rows: 0 })
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
    expect(await openedInside(stranger, 'copy')).toMatchObject({ outcome: 'refused', rows: 0 })
  })

  test('a worker takes none this way, also who may read the dossier', async () => {
    const noor = await stepUp(house, await house.staff('noor'))
    const parts = ['existence', 'identity', 'notes']
    expect(await openedInside(noor, 'copy', parts)).toMatchObject({ outcome: 'refused', rows: 0 })
    expect(await openedInside(noor, 'open', parts)).toMatchObject({ outcome: 'allowed', rows: 0 })
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

describe('who acts for the client', () => {
  async function acting(parts: string[], actions?: string): Promise<Visitor> {
    const noor = await stepUp(house, await house.staff('noor'))
    const answer = await recordRepresentative(house.door, house.vault, noor, dossier, {
      ...{ kind: 'mentor', bsn: MENTOR, name: 'Selim Aydin', proof: 'Beschikking', acts: 'look' },
      ...{ parts, fromOn: today, untilOn: addDays(today, 30) },
    })
    if (answer.outcome !== 'opened') throw new Error(answer.outcome)
    if (actions)
      await house.owner.query(
        'update dossier.representations set actions = $2 where representation_id = $1',
        [answer.value, actions],
      )
    const mentor = await house.client(MENTOR)
    const { token } = mentor
    await actFor(house.pools.signin, {
      ...{ token, fresh: token, chosen: answer.value },
      ...{ trace: randomUUID(), accessPoint: 'portal' },
    })
    return stepUp(house, mentor)
  }

  test('TOM-9.1 partly: takes along what the scope opens and nothing more, and the client reads who it was', async () => {
    const mentor = await acting(['question', 'consents', 'network', 'access-log'])
    const page = await portal.get(mentor, path)
    expect(page.body).toContain('wat u voor deze persoon mag zien')
    const copy = (await take(mentor)).json() as Copy
    expect(copy.takenBy).toBe('representative')
    expect(new Set(copy.items.map(({ part }) => part))).toEqual(new Set(['identity', 'question']))
    // who else acts, and what was weighed, is for the client alone
    expect([copy.notes, copy.representatives, copy.weighings]).toEqual([[], [], []])
    const readable = await take(mentor, 'page')
    expect(readable.body).toContain('Kopie van een dossier')
    expect(readable.body).not.toMatch(/999990019|Rozenhof|naar de winkel|Beschikking/)
    const inside = await openedInside(mentor, 'copy', ['existence', 'consents', 'network', 'access-log'])
    expect(inside.counts).toMatchObject({ 'dossier.representations': 0, 'dossier.capacity_judgements': 0 })
    expect(await openedInside(mentor, 'copy', ['existence', 'notes'])).toMatchObject({
      outcome: 'refused',
      rows: 0,
    })
    const log = await portal.get(await house.client(CAST.aydin), `/dossiers/${dossier}/who-looked`)
    expect(log.body).toMatch(/Selim Aydin[\s\S]*downloadde een kopie van <b>/)
  })

  test('without export in the scope the page says so in words, and neither page nor database gives anything', async () => {
    const mentor = await acting(['question', 'notes'], '{read,print}')
    const page = await portal.get(mentor, path)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('U mag voor deze persoon kijken, maar geen kopie downloaden.')
    expect(page.body).not.toContain('value="data"')
    const answer = await take(mentor)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, path])
    expect(await openedInside(mentor, 'copy', ['existence', 'question'])).toMatchObject({
      outcome: 'refused',
      reason: 'no-rule',
      rows: 0,
    })
  })
})
