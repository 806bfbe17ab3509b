import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, DEMO_ORGANISATIONS, MEE, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { kept, staffIdOf } from '../../test/people.ts'
import { type AskedSite, pathsOf, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { CLEARANCE_KINDS } from './clearance.ts'
import { recordClearanceRow } from './people.store.ts'

let house: TestHouse
let site: AskedSite
const today = dayInNetherlands(new Date())
const yesterday = addDays(today, -1)

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
})
afterAll(async () => {
  await site.app.close()
  await house.close()
})

/** Everything personal that the demonstration holds: of clients, and the names of colleagues. */
function personal(organisation: string, self: string): string[] {
  const demo = DEMO_ORGANISATIONS.find((one) => one.id === organisation)
  if (!demo) throw new Error('no such organisation')
  const skip = new Set(['house-number', 'city', 'given-names', 'surname-prefix'])
  return [
    ...demo.staff.filter((one) => one.subject !== self).map((one) => one.name),
    ...demo.clients.flatMap((client) => [
      ...Object.entries(client.values).flatMap(([item, value]) => (skip.has(item) ? [] : [value])),
      ...client.notes.map((note) => note.text.slice(0, 30)),
    ]),
  ]
}

async function setUntil(staffId: string, kind: string, until: PlainDate): Promise<void> {
  await house.owner.query(
    'update identity.clearances set valid_until = $3 where staff_id = $1 and kind = $2',
    [staffId, kind, until],
  )
}

/** What a form that can show something asks for; the others are sent empty. */
const FIELDS: Readonly<Record<string, Record<string, string>>> = {
  '/clients/find': { question: 'Aydin' },
  '/dossiers/:dossier/notes/new': { kind: 'phone', happenedOn: today, text: 'Een verslag.' },
}

/** These send somebody on to the identity provider, which does not run here. */
const toProvider = new Set(['/account/confirm', '/signin', '/signin/callback'])

/** Asks every route of the running router as this person and returns what personal data came back, by route. */
async function leaks(visitor: Visitor, dossier: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const { method, path } of pathsOf(site.app)) {
    if (path === '/signout' || path.startsWith('/assets')) continue
    const url = path.replace(/:[a-z]+/g, dossier)
    const answer =
      method === 'GET' ? await site.get(visitor, url) : await site.post(visitor, url, FIELDS[path] ?? {})
    if (!toProvider.has(path)) expect(answer.statusCode, `${method} ${path}`).toBeLessThan(500)
    const seen = words.filter((word) => answer.body.includes(word))
    if (seen.length > 0) found.push(`${method} ${path}: ${seen[0]}`)
  }
  return found
}

async function anyDossier(organisation: string): Promise<string> {
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select i.dossier_id from dossier.involvements i where i.organisation_id = $1 order by i.from_on limit 1',
    [organisation],
  )
  return rows[0]?.dossier_id ?? ''
}

/** A dossier that this person is involved in, or any of MEE. */
async function ownDossier(staffId: string): Promise<string> {
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select dossier_id from dossier.involvements where organisation_id = $1 and staff_id = $2 order by from_on limit 1',
    [MEE, staffId],
  )
  return rows[0]?.dossier_id ?? (await anyDossier(MEE))
}

const people = [
  [TOM, 'noor'],
  [TOM, 'joris'],
  [TOM, 'wim'],
  [TOM, 'karin'],
  [TOM, 'henk'],
  [TOM, 'iris'],
  [TOM, 'saskia'],
  [MEE, 'daan'],
  [MEE, 'guus'],
  [MEE, 'rosa'],
] as const

/** Somebody of the same organisation who may record a declaration of this person. */
function keeperFor(subject: string, organisation: string): Promise<Visitor> {
  if (organisation === TOM) return house.staff(subject === 'henk' ? 'yara' : 'henk', TOM)
  return house.staff(subject === 'guus' ? 'mia' : 'guus', organisation)
}

describe('the day after a declaration or training ends', () => {
  test('the router has routes to ask, and the ones that show something do so to who is cleared', async () => {
    expect(pathsOf(site.app).length).toBeGreaterThan(25)
    const dossier = await house.dossierOf(CAST.aydin)
    const seen = await leaks(await house.staff('noor'), dossier, personal(TOM, 'noor'))
    expect(seen.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['GET /clients', 'POST /clients/find', 'GET /dossiers/']),
    )
    const kept = await leaks(await house.staff('henk'), dossier, personal(TOM, 'henk'))
    expect(kept.map((line) => line.split(': ')[0])).toEqual(
      expect.arrayContaining(['GET /people', 'GET /people/clearances']),
    )
  })

  test.each(people)(
    'TOM-12.9: at %s sign-in of %s leads to no personal data on any route without the certificate, the declaration of secrecy or the training, or any of them; renewed it opens again',
    async (organisation, subject) => {
      const staffId = await staffIdOf(house, subject, organisation)
      const dossier =
        organisation === TOM ? await house.dossierOf(CAST.aydin) : await anyDossier(organisation)
      const words = personal(organisation, subject)
      const keeper = await keeperFor(subject, organisation)
      const cleared = async () => {
        const greeted = await house.door.greet(await house.staff(subject, organisation))
        return greeted.outcome === 'opened' && greeted.facts.cleared
      }
      const renew = (kind: (typeof CLEARANCE_KINDS)[number]) =>
        kept(house, keeper, recordClearanceRow(staffId, { kind, from: today, until: addDays(today, 400) }))
      for (const kind of CLEARANCE_KINDS) {
        await setUntil(staffId, kind, yesterday)
        expect(await leaks(await house.staff(subject, organisation), dossier, words), kind).toEqual([])
        expect(await renew(kind)).toBe('done')
        expect(await cleared(), `${kind} renewed`).toBe(true)
      }
      await house.owner.query('delete from identity.clearances where staff_id = $1', [staffId])
      expect(await leaks(await house.staff(subject, organisation), dossier, words), 'never any').toEqual([])
      for (const kind of CLEARANCE_KINDS) {
        expect(await cleared(), `before ${kind}`).toBe(false)
        expect(await renew(kind)).toBe('done')
      }
      expect(await cleared()).toBe(true)
    },
    60_000,
  )

  test('TOM-12.9, MEE-11.3 partly: the last day still opens and the next day nothing, also in a session that runs', async () => {
    for (const [organisation, subject] of [
      [TOM, 'noor'],
      [MEE, 'daan'],
    ] as const) {
      const staffId = await staffIdOf(house, subject, organisation)
      const visitor = await house.staff(subject, organisation)
      for (const kind of CLEARANCE_KINDS) {
        await setUntil(staffId, kind, today)
        expect((await site.get(visitor, '/clients')).statusCode, kind).toBe(200)
        await setUntil(staffId, kind, yesterday)
        expect((await site.get(visitor, '/clients')).statusCode, kind).toBe(403)
        await setUntil(staffId, kind, addDays(today, 400))
      }
    }
  })

  test('MEE-11.3: who is sworn to secrecy looks under the own name in the ledger; from the day after nothing opens, and the try stands there', async () => {
    for (const subject of ['daan', 'guus', 'rosa']) {
      const staffId = await staffIdOf(house, subject, MEE)
      const visitor = await house.staff(subject, MEE)
      const dossier = await ownDossier(staffId)
      const look = async () => {
        const { statusCode, body } = await site.get(visitor, `/dossiers/${dossier}/notes`)
        const { rows } = await house.owner.query<{ outcome: string; reason: string | null; parts: string[] }>(
          `select outcome::text, reason, parts from ledger.entries where organisation_id = $1 and actor_id = $2 and dossier_id = $3
            order by tx desc, seq desc limit 1`,
          [MEE, staffId, dossier],
        )
        const told = personal(MEE, subject).filter((word) => body.includes(word)).length > 0
        return { statusCode, told, last: rows[0] }
      }
      const involved = subject === 'daan'
      const open = await look()
      expect(open.told, subject).toBe(involved)
      expect(open.last?.outcome, subject).toBe(involved ? 'allowed' : 'refused')
      for (const kind of CLEARANCE_KINDS) {
        await setUntil(staffId, kind, yesterday)
        expect(await look(), `${subject} ${kind}`).toMatchObject({
          told: false,
          last: { outcome: 'refused', reason: 'clearance' },
        })
        await setUntil(staffId, kind, addDays(today, 400))
      }
    }
  })

  test.each(CLEARANCE_KINDS)('%s that begins tomorrow opens nothing today', async (kind) => {
    const staffId = await staffIdOf(house, 'fenna')
    await house.owner.query(
      'update identity.clearances set valid_from = $2, valid_until = $2::date + 900 where staff_id = $1 and kind = $3',
      [staffId, addDays(today, 1), kind],
    )
    expect((await site.get(await house.staff('fenna'), '/clients')).statusCode).toBe(403)
    await house.owner.query(
      'update identity.clearances set valid_from = $2 where staff_id = $1 and kind = $3',
      [staffId, yesterday, kind],
    )
    expect((await site.get(await house.staff('fenna'), '/clients')).statusCode).toBe(200)
  })

  test('TOM-12.9 partly: which day it is, and so who is let in, the database knows in every time zone', async () => {
    const staffId = await staffIdOf(house, 'joris')
    const { token } = await house.staff('joris')
    for (const zone of ['UTC', 'Europe/Amsterdam', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const client = await house.owner.connect()
      try {
        await client.query(`set timezone = '${zone}'`)
        const { rows } = await client.query(
          `select wall.today() = (now() at time zone 'Europe/Amsterdam')::date as same`,
        )
        expect(rows[0], zone).toEqual({ same: true })
        for (const kind of CLEARANCE_KINDS) {
          const cleared = async (until: PlainDate) => {
            await setUntil(staffId, kind, until)
            return (await client.query(`select cleared from wall.who($1, 'support')`, [token])).rows[0]
              ?.cleared
          }
          expect(await cleared(yesterday), `${zone} ${kind} the day after`).toBe(false)
          expect(await cleared(today), `${zone} ${kind} the last day`).toBe(true)
        }
      } finally {
        await client.query('reset timezone')
        client.release()
      }
    }
  })
})
