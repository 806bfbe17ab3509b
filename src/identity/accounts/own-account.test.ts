import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TOM } from '../../../test/house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD, type Person } from '../../../test/own-accounts.ts'
import { accountDesk, inviteStaff } from '../index.ts'
import { type Seen, TestBrowser } from '../sign-in.test-browser.ts'

const cookie = '__Host-gestand-staff'
let own: OwnAccounts
let noor: Person

beforeAll(async () => {
  own = await ownAccounts()
  noor = await own.makeAccount(new TestBrowser(), 'Noor')
})
afterAll(() => own?.close())
beforeEach(async () => {
  await own.house.owner.query('delete from identity.attempts')
})

async function signedIn(person = noor): Promise<TestBrowser> {
  const browser = new TestBrowser()
  await own.signIn(browser, person)
  expect(browser.cookies.has(cookie)).toBe(true)
  return browser
}

const at = (page: Seen) => new URL(page.url).pathname
const tokenOf = (browser: TestBrowser) => Buffer.from(browser.cookies.get(cookie)!, 'base64url')

async function isFresh(token: Buffer): Promise<boolean> {
  const { rows } = await own.house.owner.query<{ fresh: boolean }>('select wall.stepped_up($1) as fresh', [
    token,
  ])
  return rows[0]!.fresh
}

async function minutesLater(minutes: number): Promise<void> {
  await own.house.owner.query(
    `update identity.sessions set stepped_up_at = stepped_up_at - $1 * interval '1 minute'`,
    [minutes],
  )
}

describe('showing the second factor again', () => {
  test('TOM-12.1 partly: a sensitive act asks the second factor again, also right after signing in', async () => {
    const browser = await signedIn()
    expect(await isFresh(tokenOf(browser))).toBe(false)
    const asked = await browser.get(`${own.origin}/account/password`)
    expect(asked.url).toBe(`${own.origin}/account/confirm?back=%2Faccount%2Fpassword`)
    const page = await browser.submit(asked, { code: own.code(noor.secret) }, '/account/confirm')
    own.nextCode()
    expect([at(page), page.status]).toEqual(['/account/password', 200])
  })

  test('the session goes on under a new token, and the old one is dead', async () => {
    const browser = await signedIn()
    const before = tokenOf(browser)
    const old = new TestBrowser()
    for (const [name, value] of browser.cookies) old.cookies.set(name, value)
    await own.confirm(browser, noor, '/account')
    expect(tokenOf(browser).equals(before)).toBe(false)
    expect(at(await old.get(`${own.origin}/account`))).toBe('/signin')
    expect(at(await browser.get(`${own.origin}/account`))).toBe('/account')
    const { rows } = await own.house.owner.query(
      `select event, actor_id, session_id is not null as session from ledger.entries
        where organisation_id = $1 and event like 'session.stepped%' order by seq desc limit 1`,
      [TOM],
    )
    expect(rows[0]).toEqual({ event: 'session.stepped-up', actor_id: noor.staffId, session: true })
  })

  test('lasts two minutes and no longer', async () => {
    const browser = await signedIn()
    await own.confirm(browser, noor, '/account')
    await minutesLater(1.95)
    expect(await isFresh(tokenOf(browser))).toBe(true)
    expect(at(await browser.get(`${own.origin}/account/password`))).toBe('/account/password')
    await minutesLater(0.1)
    expect(await isFresh(tokenOf(browser))).toBe(false)
    expect(at(await browser.get(`${own.origin}/account/password`))).toBe('/account/confirm')
  })

  test('a wrong code changes nothing, and stands in the ledger', async () => {
    const browser = await signedIn()
    const token = tokenOf(browser)
    const asked = await browser.get(`${own.origin}/account/confirm?back=/account`)
    const page = await browser.submit(asked, { code: '000000' }, '/account/confirm')
    expect([page.status, tokenOf(browser).equals(token), await isFresh(token)]).toEqual([400, true, false])
    const { rows } = await own.house.owner.query(
      `select outcome, reason from ledger.entries where organisation_id = $1 and event = 'session.step-up-refused' order by seq desc limit 1`,
      [TOM],
    )
    expect(rows[0]).toEqual({ outcome: 'refused', reason: 'second-factor-code' })
  })

  test('never leads to another site', async () => {
    const browser = await signedIn()
    for (const evil of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const page = await own.confirm(browser, noor, evil)
      expect(page.url.startsWith(`${own.origin}/`)).toBe(true)
    }
  })

  test('the database refuses a change without it, also when a page forgets to ask', async () => {
    const browser = await signedIn()
    const { rows } = await own.house.db.signin.query<{ outcome: string }>(
      `select wall.change_account($1, 'recovery', null, null, null, null, '{}', gen_random_uuid(), 'staff-site') as outcome`,
      [tokenOf(browser)],
    )
    expect(rows[0]!.outcome).toBe('step-up')
  })
})

describe('changing the own account', () => {
  test('a new password ends the other sessions, and the old one is worth nothing', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    const form = await own.confirm(here, noor, '/account/password')
    const wrong = await here.submit(
      form,
      { current: 'niet mijn wachtwoord', next: 'zwemmen in de zee in juni' },
      '/account/password',
    )
    expect(wrong.status).toBe(400)
    const next = 'zwemmen in de zee in juni'
    const page = await here.submit(wrong, { current: PASSWORD, next }, '/account/password')
    expect(page.url).toContain('/account?done=1')
    expect(at(await there.get(`${own.origin}/account`))).toBe('/signin')
    expect((await own.password(new TestBrowser(), noor.userName, PASSWORD)).status).toBe(400)
    expect(at(await own.password(new TestBrowser(), noor.userName, next))).toBe('/signin/second')
    const back = await here.submit(
      await own.confirm(here, noor, '/account/password'),
      { current: next, next: PASSWORD },
      '/account/password',
    )
    expect(back.url).toContain('done=1')
  })

  test('another app takes the place of the one before, and must be shown to work', async () => {
    const browser = await signedIn()
    const form = await own.confirm(browser, noor, '/account/app')
    const secret = /<b>([A-Z2-7 ]{39})<\/b>/.exec(form.body)![1]!.replaceAll(' ', '')
    expect((await browser.submit(form, { code: own.code(noor.secret) }, '/account/app')).status).toBe(400)
    const page = await browser.submit(form, { code: own.code(secret) }, '/account/app')
    expect(page.url).toContain('done=1')
    own.nextCode()
    const old = new TestBrowser()
    const refused = await old.submit(
      await own.password(old, noor.userName),
      { code: own.code(noor.secret) },
      '/signin/second',
    )
    expect(refused.status).toBe(400)
    noor = { ...noor, secret }
    await signedIn()
  })

  test('the last app or passkey stays', async () => {
    const browser = await signedIn()
    await own.confirm(browser, noor, '/account')
    const { rows } = await own.house.db.signin.query<{ outcome: string }>(
      `select wall.change_account($1, 'no-app', null, null, null, null, null, gen_random_uuid(), 'staff-site') as outcome`,
      [tokenOf(browser)],
    )
    expect(rows[0]!.outcome).toBe('last-factor')
  })

  test('new recovery codes end the old ones', async () => {
    const browser = await signedIn()
    const account = await own.confirm(browser, noor, '/account')
    const page = await browser.submit(account, {}, '/account/recovery')
    const codes = [...page.body.matchAll(/<code>([a-z0-9-]{14})<\/code>/g)].map((found) => found[1]!)
    expect(codes).toHaveLength(10)
    for (const [recovery, status] of [
      [noor.codes[3]!, 400],
      [codes[0]!, 200],
    ] as const) {
      const other = new TestBrowser()
      expect(
        (await other.submit(await own.password(other, noor.userName), { recovery }, '/signin/second')).status,
      ).toBe(status)
    }
  })
})

describe('the list of own sessions', () => {
  test('shows each with its browser, and ends one or all others', async () => {
    const [here, second, third] = [await signedIn(), await signedIn(), await signedIn()]
    const list = await here.get(`${own.origin}/account/sessions`)
    expect(list.body.match(/Log daar uit/g)!.length).toBeGreaterThanOrEqual(2)
    expect(list.body).toContain('Medewerkerssite')
    expect(list.body).not.toMatch(/127\.0\.0\.1|::1/)
    const one = await own.house.owner.query<{ session_id: string }>(
      'select session_id from identity.sessions where token_hash = sha256($1)',
      [tokenOf(second)],
    )
    await here.submit(list, { session: one.rows[0]!.session_id }, '/account/sessions')
    expect(at(await second.get(`${own.origin}/account`))).toBe('/signin')
    expect(at(await third.get(`${own.origin}/account`))).toBe('/account')
    const all =
      /<form method="post" action="\/account\/sessions"[^>]*><input type="hidden" name="csrf" value="([^"]+)"\/?><button[^>]*utrecht/.exec(
        (await here.get(`${own.origin}/account/sessions`)).body,
      )
    await here.post(`${own.origin}/account/sessions`, new URLSearchParams({ csrf: all![1]! }))
    expect(at(await third.get(`${own.origin}/account`))).toBe('/signin')
    expect(at(await here.get(`${own.origin}/account`))).toBe('/account')
  })

  test('does not end the session of somebody else', async () => {
    const other = await own.house.staff('noor')
    const bram = await own.house.staff('bram')
    const { rows } = await own.house.owner.query<{ session_id: string }>(
      'select session_id from identity.sessions where token_hash = sha256($1)',
      [bram.token],
    )
    const ended = await own.house.db.signin.query<{ ended: number }>(
      `select wall.end_own_sessions($1, $2, gen_random_uuid(), 'staff-site') as ended`,
      [other.token, rows[0]!.session_id],
    )
    expect(ended.rows[0]!.ended).toBe(0)
    expect((await own.house.door.greet(bram)).outcome).toBe('opened')
  })
})

describe('an account that is disabled', () => {
  test.each([
    [
      'employment ended',
      'update identity.staff set employed_until = current_date - 1 where staff_id = $1',
      'update identity.staff set employed_until = null where staff_id = $1',
    ],
    [
      'role ended',
      'update identity.staff_roles set until_on = current_date - 1 where staff_id = $1',
      'update identity.staff_roles set until_on = null where staff_id = $1',
    ],
  ])(
    'TOM-12.1 partly: %s: every session is dead at the next request, and signing in fails',
    async (_what, end, undo) => {
      const browsers = [await signedIn(), await signedIn()]
      await own.confirm(browsers[0]!, noor, '/account')
      await own.house.owner.query(end, [noor.staffId])
      const started = performance.now()
      for (const browser of browsers) expect(at(await browser.get(`${own.origin}/clients`))).toBe('/signin')
      expect(performance.now() - started).toBeLessThan(5000)
      expect((await own.password(new TestBrowser(), noor.userName)).status).toBe(400)
      await own.house.owner.query(undo, [noor.staffId])
    },
  )
})

describe('an administrator invites', () => {
  test('with a fresh second factor only, never themselves, and it stands in the ledger', async () => {
    const desk = accountDesk(own.house, () => new Date())
    const [administrator, coach] = [
      await own.makeAccount(new TestBrowser(), 'Henk'),
      await own.staffId('Fenna'),
    ]
    const browser = await signedIn(administrator)
    const by = () => ({ organisation: TOM, token: tokenOf(browser) })
    expect(await inviteStaff(desk, by(), coach)).toEqual({ outcome: 'step-up' })
    await own.confirm(browser, administrator, '/account')
    expect(await inviteStaff(desk, by(), administrator.staffId)).toEqual({ outcome: 'not-allowed' })
    // who has an account keeps it: an invitation would hand it to the administrator
    expect(await inviteStaff(desk, by(), noor.staffId)).toEqual({ outcome: 'has-account' })
    const invited = await inviteStaff(desk, by(), coach)
    expect(invited).toEqual({ outcome: 'invited', link: expect.stringContaining('/invitation/') })
    const { rows } = await own.house.owner.query(
      `select outcome, actor_id from ledger.entries where organisation_id = $1 and event = 'account.invited' order by seq desc limit 2`,
      [TOM],
    )
    expect(rows).toEqual([
      { outcome: 'done', actor_id: administrator.staffId },
      { outcome: 'refused', actor_id: administrator.staffId },
    ])
  })

  test('nobody else does', async () => {
    const desk = accountDesk(own.house, () => new Date())
    const browser = await signedIn()
    await own.confirm(browser, noor, '/account')
    const by = { organisation: TOM, token: tokenOf(browser) }
    expect(await inviteStaff(desk, by, await own.staffId('Fenna'))).toEqual({ outcome: 'not-allowed' })
    expect(await inviteStaff(desk, { ...by, token: Buffer.alloc(32) }, noor.staffId)).toEqual({
      outcome: 'no-session',
    })
  })
})
