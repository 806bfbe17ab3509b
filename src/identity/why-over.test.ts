import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { kept, staffIdOf } from '../../test/people.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { blockRow, liftBlockRow } from '../people/people.store.ts'
import { makeStaffSite } from '../staff.ts'
import { endOwnSessions, endSession, whyOver } from './session.store.ts'

let house: TestHouse
let sites: { staff: AskedSite; portal: AskedSite }
let noorId: string

beforeAll(async () => {
  house = await testHouse()
  sites = { staff: await staffSite(house), portal: await portalSite(house) }
  noorId = await staffIdOf(house, 'noor')
})
afterAll(async () => {
  await Promise.all([sites?.staff.app.close(), sites?.portal.app.close()])
  await house?.close()
})
beforeEach(async () => {
  await change('delete from identity.blocks')
  await change('update identity.staff set employed_until = null')
  await change('update identity.staff_roles set until_on = null')
})

type Kind = 'staff' | 'portal'
const change = (sql: string, values: unknown[] = []) => house.owner.query(sql, values)
const signedIn = (kind: Kind) => (kind === 'staff' ? house.staff('noor') : house.client(CAST.aydin))
const ofSession = (set: string) => (visitor: Visitor) =>
  change(`update identity.sessions set ${set} where token_hash = sha256($1)`, [visitor.token])
const today = `(now() at time zone 'Europe/Amsterdam')::date`

const NEUTRAL = 'U bent niet meer ingelogd. Log opnieuw in: u gaat verder waar u was.'
const IDLE = 'U deed een tijd niets.'
const TEN_HOURS = 'U was tien uur ingelogd.'
const ELSEWHERE = 'U bent hier uitgelogd vanaf een andere plek.'
const ACCOUNT = 'Met dit account kunt u nu niet werken.'

async function endElsewhere(visitor: Visitor): Promise<void> {
  const other = await signedIn(visitor.accessPoint === 'portal' ? 'portal' : 'staff')
  await endOwnSessions(house.pools.signin, other.token, undefined, randomUUID(), 'portal')
}

async function blocked(): Promise<void> {
  expect(await kept(house, await house.staff('henk'), blockRow(randomUUID(), noorId, 'inquiry'))).toBe('done')
}

async function blockedAndLetInAgain(): Promise<void> {
  await blocked()
  const yara = await house.staff('yara')
  await ofSession('stepped_up_at = now()')(yara)
  expect(await kept(house, yara, liftBlockRow(noorId))).toBe('done')
}

const lastDay = (table: 'staff' | 'staff_roles', column: string) => () =>
  change(`update identity.${table} set ${column} = ${today} - 1 where staff_id = $1`, [noorId])

/** Leaves somebody with another function than the session was begun with. */
async function otherRole(visitor: Visitor): Promise<void> {
  await ofSession(`role = 'quality-officer'`)(visitor)
}

type Ending = readonly [what: string, end: (visitor: Visitor) => Promise<unknown>, says: string]
const ANYBODY: readonly Ending[] = [
  ['idle', ofSession(`last_seen_at = now() - interval '15 minutes'`), IDLE],
  ['ten hours over', ofSession(`started_at = now() - interval '10 hours', ends_at = now()`), TEN_HOURS],
  [
    'idle and then, hours later, past its tenth hour',
    ofSession(`last_seen_at = now() - interval '5 hours', ends_at = now() - interval '4 hours'`),
    IDLE,
  ],
  [
    'ten hours over, and then not used for long',
    ofSession(`last_seen_at = now() - interval '4 hours 5 minutes', ends_at = now() - interval '4 hours'`),
    TEN_HOURS,
  ],
  ['ended from another place', endElsewhere, ELSEWHERE],
  [
    'replaced by signing in again',
    ({ token }) => endSession(house.pools.signin, token, 'signed-in-anew'),
    'U hebt daarna opnieuw ingelogd.',
  ],
  ['signed out of', ({ token }) => endSession(house.pools.signin, token), NEUTRAL],
  ['ended nobody knows how', ofSession('ended_at = now()'), NEUTRAL],
  ['taken out of the database', ofSession('token_hash = sha256(token_hash)'), NEUTRAL],
]
const OF_STAFF: readonly Ending[] = [
  ['blocked', blocked, ACCOUNT],
  ['blocked and let in again', blockedAndLetInAgain, NEUTRAL],
  ['of somebody who left', lastDay('staff', 'employed_until'), ACCOUNT],
  ['of somebody who lost the only function', lastDay('staff_roles', 'until_on'), ACCOUNT],
  ['of a function that somebody has no more', otherRole, 'Uw functie is veranderd.'],
  [
    'idle, of somebody who was blocked after it',
    async (visitor) => {
      await ofSession(`last_seen_at = now() - interval '1 hour'`)(visitor)
      await blocked()
    },
    ACCOUNT,
  ],
]
const PATHS = { staff: '/clients', portal: '/who-looked' }

/** What the notice at the top of the sign-in page says, and the page without it. */
function noticeIn(body: string): { says: string; rest: string } {
  const found = /<div class="notice[^>]*>(.*?)<\/div>/s.exec(body)
  const rest = body.replace(found?.[0] ?? '', '').replaceAll(/<input type="hidden" name="csrf"[^>]*>/g, '')
  return { says: (found?.[1] ?? '').replaceAll(/<[^>]+>/g, ''), rest }
}

/** Where the choice of a language leads back to. */
function backIn(body: string): string {
  const form = /<form method="post" action="\/language".*?<\/form>/s.exec(body)?.[0] ?? ''
  return (/name="back" value="([^"]*)"/.exec(form)?.[1] ?? '').replaceAll('&amp;', '&')
}

/** Goes where the site sends a browser with this session. */
async function sentTo(kind: Kind, visitor: Visitor): Promise<string> {
  const answer = await sites[kind].get(visitor, PATHS[kind])
  const back = encodeURIComponent(PATHS[kind])
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `/signin?back=${back}&over=1`])
  expect(answer.headers['set-cookie'], 'the newer cookie of a page beside this one stays').toBeUndefined()
  return String(answer.headers.location)
}

const stranger = (): Visitor => ({ organisation: TOM, token: randomBytes(32), accessPoint: 'staff-site' })

describe('the sign-in page tells the browser of a session', () => {
  test.each([
    ...ANYBODY.flatMap((one) => (['staff', 'portal'] as const).map((kind) => [kind, ...one] as const)),
    ...OF_STAFF.map((one) => ['staff', ...one] as const),
  ])('of the %s site that is %s why, and nobody else', async (kind, _what, end, says) => {
    const site = sites[kind]
    const visitor = await signedIn(kind)
    await end(visitor)
    const address = await sentTo(kind, visitor)
    const [told, unknown] = [await site.get(visitor, address), await site.get(stranger(), address)]
    expect([told.statusCode, unknown.statusCode]).toEqual([200, 200])
    expect(noticeIn(told.body).says).toContain(says)
    expect(noticeIn(unknown.body).says).toBe(NEUTRAL)
    expect(noticeIn(told.body).rest, 'and nothing else on the page differs').toBe(noticeIn(unknown.body).rest)
    expect(await house.door.greet(visitor), 'the wall says the same').toEqual({ outcome: 'no-session' })
  })

  test('that still runs that one can go on, without a way out of this site', async () => {
    for (const kind of ['staff', 'portal'] as const) {
      const visitor = await signedIn(kind)
      const page = await sites[kind].get(visitor, '/signin?over=1&back=/account/sessions')
      expect(noticeIn(page.body).says).toBe(
        'U bent in deze browser al opnieuw ingelogd. Ga verder waar u was',
      )
      expect(page.body).toContain('href="/account/sessions"')
      const evil = await sites[kind].get(visitor, '/signin?over=1&back=//evil.example/%22onclick=%22x')
      expect(evil.body).not.toContain('evil.example')
      expect((await house.door.greet(visitor)).outcome).toBe('opened')
    }
  })

  test('that lacks the second factor that it is missing', async () => {
    const visitor = await signedIn('staff')
    await ofSession('second_factor = false')(visitor)
    const own = await makeStaffSite(house, 'own-accounts', { now: () => new Date(), log: () => undefined })
    for (const app of [sites.staff.app, own]) {
      const cookies = { '__Host-gestand-staff': visitor.token.toString('base64url') }
      const page = await app.inject({ url: '/signin?over=1', cookies })
      expect(noticeIn(page.body).says).toContain('U bent ingelogd zonder tweede stap.')
    }
    await own.close()
  })

  test('in English too, and again after the language was chosen there', async () => {
    const visitor = await signedIn('staff')
    await blocked()
    const page = await sites.staff.app.inject({
      url: '/signin?over=1&back=/clients',
      cookies: {
        '__Host-gestand-staff': visitor.token.toString('base64url'),
        'gestand-lang': 'en',
      },
    })
    expect(page.body).toContain('Ask your administrator what you can do.')
    const chosen = await sites.staff.post(visitor, '/language', { language: 'nl', back: backIn(page.body) })
    expect(chosen.headers.location).toBe('/signin?back=%2Fclients&over=1')
  })

  test('where people have accounts of our own as well', async () => {
    const own = await makeStaffSite(house, 'own-accounts', { now: () => new Date(), log: () => undefined })
    const visitor = await signedIn('staff')
    await blocked()
    const cookies = { '__Host-gestand-staff': visitor.token.toString('base64url') }
    expect((await own.inject({ url: '/signin?over=1', cookies })).body).toContain(ACCOUNT)
    expect((await own.inject('/signin?over=1')).body).toContain(NEUTRAL)
    await own.close()
  })
})

describe('who holds no token of a session', () => {
  test('hears the neutral sentence, whatever else comes in the cookie or the address', async () => {
    const visitor = await signedIn('staff')
    await blocked()
    const right = visitor.token.toString('base64url')
    const ask = (url: string, cookie: string) =>
      sites.staff.app.inject({ url, headers: { cookie: `__Host-gestand-staff=${cookie}` } })
    for (const cookie of [
      '',
      right.slice(0, -1),
      `${right}A`,
      right.split('').reverse().join(''),
      `${right.slice(0, 20)}'or''='${right.slice(28)}`,
      visitor.token.toString('hex'),
      '%00'.repeat(14),
      randomBytes(32).toString('base64url'),
    ]) {
      const page = await ask('/signin?over=1', cookie)
      expect([page.statusCode, noticeIn(page.body).says], cookie).toEqual([200, NEUTRAL])
    }
    const hash = await change(`select encode(sha256($1), 'hex') as hash`, [visitor.token])
    const asToken = Buffer.from((hash.rows[0] as { hash: string }).hash, 'hex').toString('base64url')
    expect(noticeIn((await ask('/signin?over=1', asToken)).body).says, 'the stored hash is no token').toBe(
      NEUTRAL,
    )
    for (const query of ['over=account', 'over=1&over=1', 'why=account', 'over[]=1', 'says=account']) {
      const page = await ask(`/signin?${query}`, right)
      expect([page.statusCode, noticeIn(page.body).says], query).toEqual([200, ''])
    }
  })

  test('learns nothing from the database: only the role of signing in asks, by the token, and hears one word', async () => {
    const visitor = await signedIn('staff')
    const ask = 'select wall.why_over($1) as why'
    for (const pool of [house.pools.app, house.db.publicReader, house.db.worker])
      await expect(pool.query(ask, [visitor.token])).rejects.toThrow(/permission denied/)
    expect((await house.pools.signin.query(ask, [visitor.token])).rows).toEqual([{ why: 'running' }])
    for (const wrong of [randomBytes(32), Buffer.alloc(0), Buffer.alloc(5000), null])
      expect((await house.pools.signin.query(ask, [wrong])).rows).toEqual([{ why: null }])
  })
})

test('the last day counts as a day in the Netherlands, wherever the server of the database stands', async () => {
  const visitor = await signedIn('staff')
  for (const zone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago']) {
    await change(`alter role gestand_signin set timezone = '${zone}'`)
    const signin = house.db.signin
    for (const [day, why] of [
      [today, 'running'],
      [`${today} - 1`, 'account'],
    ] as const) {
      await change(`update identity.staff set employed_until = ${day} where staff_id = $1`, [noorId])
      const client = await signin.connect()
      await client.query(`set timezone = '${zone}'`)
      const { rows } = await client.query('select wall.why_over($1) as why', [visitor.token])
      client.release(true)
      expect(rows, `${zone}, ${day}`).toEqual([{ why }])
    }
  }
  await change('alter role gestand_signin reset timezone')
})

test('a session is kept for a day after its tenth hour, and then taken away by whoever signs in next', async () => {
  const [old, young, typing] = [await signedIn('staff'), await signedIn('staff'), await signedIn('portal')]
  await ofSession(`ends_at = now() - interval '25 hours'`)(old)
  await ofSession(`ends_at = now() - interval '23 hours', last_seen_at = now() - interval '24 hours'`)(young)
  await house.pools.signin.query(`select wall.hold_form($1, '\\x00')`, [typing.token])
  await ofSession(`ends_at = now() - interval '25 hours'`)(typing)
  const { rows } = await change('select count(*)::int as many from ledger.entries')
  await house.staff('joris')
  const why = ({ token }: Visitor) => whyOver(house.pools.signin, token)
  expect([await why(old), await why(young), await why(typing)]).toEqual([undefined, 'idle', 'ten-hours'])
  // What was typed goes a quarter of an hour after it was kept, and with it the session.
  await change(`update identity.held_forms set held_at = held_at - interval '16 minutes'`)
  await house.staff('joris')
  await house.staff('joris')
  expect(await why(typing)).toBeUndefined()
  const after = await change('select count(*)::int as many from ledger.entries')
  expect(Number((after.rows[0] as { many: number }).many)).toBe((rows[0] as { many: number }).many + 3)
})
