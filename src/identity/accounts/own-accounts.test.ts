import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOM } from '../../../test/house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD, type Person } from '../../../test/own-accounts.ts'
import { TestBrowser } from '../sign-in.test-browser.ts'

const cookie = '__Host-gestand-staff'
let own: OwnAccounts
let noor: Person

beforeAll(async () => {
  own = await ownAccounts()
  noor = await own.makeAccount(new TestBrowser(), 'Noor')
})
afterAll(() => own?.close())

async function entries(
  event: string,
): Promise<{ outcome: string; reason: string | null; actor_id: string }[]> {
  const { rows } = await own.house.owner.query(
    'select outcome, reason, actor_id from ledger.entries where organisation_id = $1 and event = $2 order by seq desc',
    [TOM, event],
  )
  return rows
}

async function calm(): Promise<void> {
  await own.house.owner.query('delete from identity.attempts')
}

describe('signing in with an own account', () => {
  test('TOM-12.1 partly: password and code together give a session; the password alone gives none', async () => {
    const browser = new TestBrowser()
    const second = await own.password(browser, noor.userName)
    expect(second.url).toBe(`${own.origin}/signin/second`)
    expect(browser.cookies.has(cookie)).toBe(false)
    const half = await browser.get(`${own.origin}/clients`)
    expect(half.url).toContain('/signin?back=%2Fclients')
    const page = await browser.submit(second, { code: own.code(noor.secret) }, '/signin/second')
    own.nextCode()
    expect([new URL(page.url).pathname, page.status]).toEqual(['/clients', 200])
    expect(browser.cookies.has(cookie)).toBe(true)
    expect((await entries('session.started'))[0]).toMatchObject({ outcome: 'done', actor_id: noor.staffId })
  })

  test('a wrong password, an unknown name and a colleague without account get the same answer', async () => {
    await calm()
    const answers = []
    for (const [userName, password] of [
      [noor.userName, 'fietsen naar de plas in juni'],
      ['nobody@tom.example', PASSWORD],
      ['bram@tom.example', PASSWORD],
    ] as const) {
      const page = await own.password(new TestBrowser(), userName, password)
      answers.push([page.status, page.body.replaceAll(userName, 'NAME')])
    }
    expect(answers[0]?.[0]).toBe(400)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    const refused = await entries('session.refused')
    expect(refused[2]).toMatchObject({
      outcome: 'refused',
      reason: 'name-or-password',
      actor_id: noor.staffId,
    })
    expect(refused[0]?.actor_id).not.toBe(refused[1]?.actor_id)
  })

  test('a password never comes back in a page', async () => {
    const page = await own.password(new TestBrowser(), noor.userName, 'dit is niet het wachtwoord')
    expect(page.body).not.toContain('dit is niet het wachtwoord')
  })

  test('a code works once, and after it the code before it no more', async () => {
    await calm()
    const code = own.code(noor.secret)
    const earlier = own.code(noor.secret, -1)
    const first = await own.password(new TestBrowser(), noor.userName)
    const browser = new TestBrowser()
    const ok = await browser.submit(await own.password(browser, noor.userName), { code }, '/signin/second')
    expect(ok.status).toBe(200)
    for (const again of [code, earlier]) {
      const other = new TestBrowser()
      const page = await other.submit(
        await own.password(other, noor.userName),
        { code: again },
        '/signin/second',
      )
      expect(page.status).toBe(400)
      expect(other.cookies.has(cookie)).toBe(false)
    }
    expect(first.status).toBe(200)
    expect((await entries('session.refused'))[0]?.reason).toBe('second-factor-code')
    own.nextCode()
  })

  test('the same code in two browsers at once lets one of them in', async () => {
    await calm()
    const code = own.code(noor.secret)
    const tries = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const browser = new TestBrowser()
        return { browser, second: await own.password(browser, noor.userName) }
      }),
    )
    await Promise.all(tries.map(({ browser, second }) => browser.submit(second, { code }, '/signin/second')))
    expect(tries.filter(({ browser }) => browser.cookies.has(cookie))).toHaveLength(1)
    own.nextCode()
  })

  test.each([
    [-3, 400],
    [-2, 400],
    [-1, 200],
    [1, 200],
    [2, 400],
  ])('a code %i half minutes away gets %i', async (steps, status) => {
    await calm()
    for (let more = 0; more < 6; more += 1) own.nextCode()
    const browser = new TestBrowser()
    const second = await own.password(browser, noor.userName)
    const page = await browser.submit(second, { code: own.code(noor.secret, steps) }, '/signin/second')
    expect(page.status).toBe(status)
  })

  test('a recovery code works once, and the page after it says what to do', async () => {
    await calm()
    const recovery = noor.codes[0]!.toUpperCase()
    const browser = new TestBrowser()
    const page = await browser.submit(
      await own.password(browser, noor.userName),
      { recovery },
      '/signin/second',
    )
    expect(page.url).toBe(`${own.origin}/account?recovered=1`)
    expect(page.body).toContain('nog 9 codes over')
    const other = new TestBrowser()
    const again = await other.submit(await own.password(other, noor.userName), { recovery }, '/signin/second')
    expect([again.status, other.cookies.has(cookie)]).toEqual([400, false])
  })

  test('half a sign-in is over after five minutes, and is worth nothing in another browser', async () => {
    await calm()
    const browser = new TestBrowser()
    const second = await own.password(browser, noor.userName)
    const thief = new TestBrowser()
    const code = own.code(noor.secret)
    expect((await thief.submit(second, { code }, '/signin/second')).url).toContain('why=not-our-answer')
    own.clock.ahead += 300_000
    const late = await browser.submit(second, { code: own.code(noor.secret) }, '/signin/second')
    expect(late.url).toContain('why=not-our-answer')
    expect(browser.cookies.has(cookie)).toBe(false)
  })

  test('the database holds no user name, no password, no secret and no code to read', async () => {
    const { rows } = await own.house.owner.query<{ all: string }>(
      `select string_agg(t::text, ' ') as all from (
         select to_jsonb(a)::text as t from identity.accounts a union all select to_jsonb(c)::text from identity.code_apps c
         union all select to_jsonb(r)::text from identity.recovery_codes r union all select to_jsonb(i)::text from identity.invitations i
         union all select to_jsonb(x)::text from identity.attempts x) rows`,
    )
    const all = rows[0]!.all
    for (const secret of [noor.userName, 'argon2', noor.secret, noor.codes[1]!])
      for (const spelling of [secret, Buffer.from(secret).toString('hex')])
        expect(all).not.toContain(spelling)
  })
})

describe('an invitation', () => {
  test('makes an account once; the link is dead after it, and looking at it uses nothing up', async () => {
    const id = await own.staffId('Bram')
    const link = await own.invite(id)
    const browser = new TestBrowser()
    for (let look = 0; look < 3; look += 1) expect((await browser.get(link)).status).toBe(200)
    const second = await browser.submit(await browser.get(link), {
      userName: 'Bram.V@tom.example',
      password: PASSWORD,
    })
    expect(second.body).toContain('Kies uw tweede stap')
    const secret = /<b>([A-Z2-7 ]{39})<\/b>/.exec(second.body)![1]!.replaceAll(' ', '')
    const wrong = await browser.post(second.url, new URLSearchParams({ code: '000000' }))
    expect([wrong.status, browser.cookies.has(cookie)]).toEqual([400, false])
    const made = await browser.post(second.url, new URLSearchParams({ code: own.code(secret) }))
    expect(made.body.match(/<code>/g)).toHaveLength(10)
    expect(browser.cookies.has(cookie)).toBe(true)
    own.nextCode()
    expect((await new TestBrowser().get(link)).status).toBe(404)
    expect((await browser.post(second.url, new URLSearchParams({ code: own.code(secret) }))).status).toBe(403)
    const again = new TestBrowser()
    const secondStep = await own.password(again, 'bram.v@tom.example')
    await again.submit(secondStep, { code: own.code(secret) }, '/signin/second')
    expect(again.cookies.has(cookie)).toBe(true)
    expect((await entries('account.made'))[0]).toMatchObject({ actor_id: id })
  })

  test('is over after seven days, and when a newer one is made, and looks the same as one that never was', async () => {
    const id = await own.staffId('Fenna')
    const older = await own.invite(id)
    const newer = await own.invite(id)
    expect((await new TestBrowser().get(older)).status).toBe(404)
    await own.house.owner.query(
      `update identity.invitations set ends_at = ends_at - interval '6 days 23 hours 59 minutes'`,
    )
    expect((await new TestBrowser().get(newer)).status).toBe(200)
    await own.house.owner.query(`update identity.invitations set ends_at = ends_at - interval '1 minute'`)
    const over = await new TestBrowser().get(newer)
    const never = await new TestBrowser().get(`${own.origin}/invitation/${'A'.repeat(43)}`)
    expect([over.status, over.body]).toEqual([
      404,
      never.body.replace('A'.repeat(43), new URL(newer).pathname.split('/')[2]!),
    ])
  })

  test('of somebody who does not work here (any more) does not exist', async () => {
    const id = await own.staffId('Fenna')
    const link = await own.invite(id)
    await own.house.owner.query(
      'update identity.staff set employed_until = current_date - 1 where staff_id = $1',
      [id],
    )
    expect((await new TestBrowser().get(link)).status).toBe(404)
    await own.house.owner.query('update identity.staff set employed_until = null where staff_id = $1', [id])
  })

  test('refuses easy passwords and a name that is taken, and says why', async () => {
    const link = await own.invite(await own.staffId('Fenna'))
    const browser = new TestBrowser()
    for (const [password, why] of [
      ['kort', 'minstens 12 tekens'],
      ['Welkom123456!', 'proberen dieven als eerste'],
      ['fenna.tom 2026 ja', 'staat in het wachtwoord'],
      ['Tom-in-de-Buurt', 'staat in het wachtwoord'],
    ] as const) {
      const page = await browser.submit(await browser.get(link), { userName: 'fenna.tom', password })
      expect([page.status, page.body.toLowerCase()]).toEqual([
        400,
        expect.stringContaining(why.split(' ')[0]!),
      ])
    }
    const second = await browser.submit(await browser.get(link), {
      userName: noor.userName,
      password: PASSWORD,
    })
    const secret = /<b>([A-Z2-7 ]{39})<\/b>/.exec(second.body)![1]!.replaceAll(' ', '')
    const taken = await browser.post(second.url, new URLSearchParams({ code: own.code(secret) }))
    expect([taken.status, browser.cookies.has(cookie)]).toEqual([400, false])
    expect(taken.body).toContain('van iemand anders')
  })
})

describe('too many tries', () => {
  test('slow down per account, whether the name is known or not, and never for ever', async () => {
    await calm()
    for (const userName of [noor.userName, 'nobody@tom.example']) {
      const statuses = []
      for (let at = 0; at < 8; at += 1)
        statuses.push((await own.password(new TestBrowser(), userName, 'niet het wachtwoord')).status)
      expect(statuses.slice(0, 5)).toEqual([400, 400, 400, 400, 400])
      expect(statuses.slice(5)).toContain(429)
    }
    await own.house.owner.query('update identity.attempts set failures = 1000 where failures < 12')
    const page = await own.password(new TestBrowser(), noor.userName)
    expect(page.status).toBe(429)
    expect(Number(page.headers.get('retry-after'))).toBeLessThanOrEqual(900)
    await own.house.owner.query(`update identity.attempts set last_at = last_at - interval '16 minutes'`)
    expect((await own.password(new TestBrowser(), noor.userName)).url).toContain('/signin/second')
  })

  test('by strangers do not keep out the owner, in a browser where they signed in before', async () => {
    await calm()
    const browser = new TestBrowser()
    await own.signIn(browser, noor)
    for (let at = 0; at < 10; at += 1)
      await own.password(new TestBrowser(), noor.userName, 'niet het wachtwoord')
    // Many more than this machine could try while it is busy.
    await own.house.owner.query(
      'update identity.attempts set failures = failures + 10, last_at = clock_timestamp() where failures > 2',
    )
    expect((await own.password(new TestBrowser(), noor.userName)).status).toBe(429)
    await browser.submit(await browser.get(`${own.origin}/clients`), {}, '/signout')
    expect((await own.password(browser, noor.userName)).url).toContain('/signin/second')
  })

  test('at once gain nothing over tries one by one', async () => {
    await calm()
    const tries = await Promise.all(
      Array.from({ length: 20 }, () =>
        own.password(new TestBrowser(), 'at-once@tom.example', 'niet het wachtwoord'),
      ),
    )
    expect(tries.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(6)
  })

  test('slow down per network too, over all names', async () => {
    await calm()
    const statuses = []
    for (let at = 0; at < 34; at += 1)
      statuses.push(
        (await own.password(new TestBrowser(), `name${at}@tom.example`, 'niet het wachtwoord')).status,
      )
    expect(statuses.slice(0, 30).every((status) => status === 400)).toBe(true)
    expect(statuses.slice(30)).toContain(429)
    await calm()
  })

  test('of the second factor count for the same account', async () => {
    await calm()
    const browser = new TestBrowser()
    const second = await own.password(browser, noor.userName)
    const statuses = []
    for (let at = 0; at < 8; at += 1)
      statuses.push((await browser.submit(second, { code: '123456' }, '/signin/second')).status)
    expect(statuses).toContain(429)
    await calm()
  })
})
