import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { appCode, PORTAL_PASSWORD as PASSWORD, portalAccounts } from '../../test/portal-accounts.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import type { Visitor } from '../door/index.ts'
import { type Seen, TestBrowser } from '../identity/sign-in.test-browser.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { makePortal } from '../portal.ts'
import { judgeCapacity, takeBackJudgement } from './capacity-judgement.ts'
import { mayHaveAccount } from './portal-code.ts'

// At MEE, whose statement names no BSN. Sjef is 14.
const portalOrigin = 'http://localhost:3485'
const today = dayInNetherlands(new Date())
const { fillIn, makeAccount, signIn } = portalAccounts(portalOrigin)
let house: TestHouse
let staff: AskedSite
let portal: FastifyInstance
let dossier: string
let daan: Visitor
let path: string

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select dossier_id from dossier.dossiers where organisation_id = $1',
    [MEE],
  )
  dossier = rows[0]?.dossier_id ?? ''
  path = `/dossiers/${dossier}/portal-code`
  daan = await house.staff('daan', MEE)
  const config = { ...house.config, portal: { ...house.config.portal, url: portalOrigin } }
  const provider = { issuer: 'http://localhost:9', clientId: 'x', credentials: { secret: 'x' } }
  portal = await makePortal({ ...house, config }, provider, { now: () => new Date(), log: () => undefined })
  await portal.listen({ host: '127.0.0.1', port: 3485 })
})
afterAll(async () => {
  await Promise.all([portal?.close(), staff?.app.close()])
  await house?.close()
})

const codeIn = (body: string) => /[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}/.exec(body)?.[0] ?? ''

async function weigh(able: boolean): Promise<string> {
  const grounds = 'Sjef vertelt zelf goed wat hij wil.'
  const weighed = { able, parentsMay: true, weighedOn: today, grounds }
  const answer = await house.door.enter(daan, judgeCapacity, dossier, weighed)
  if (answer.outcome !== 'opened') throw new Error(answer.outcome)
  return answer.value
}

const codes: string[] = []
async function handOver(fields: Record<string, string> = {}): Promise<string> {
  await stepUp(house, daan)
  const code = codeIn((await staff.post(daan, path, fields)).body)
  codes.push(code)
  return code
}

describe('a client of an organisation that keeps no BSN', () => {
  test('gets a code from the worker, makes an account with two factors, and reads the own dossier', async () => {
    expect((await staff.post(daan, path, {})).body).toContain('jonger dan 16')
    const judgement = await weigh(true)
    const code = await handOver()
    expect(code).toMatch(/^.{4}-.{4}-.{4}$/)
    expect((await staff.get(daan, path)).body).not.toContain(code)
    const { browser, secret, seen } = await makeAccount(
      code.toLowerCase().replaceAll('-', ' '),
      'sjef@example.nl',
    )
    expect(new URL(seen.url).pathname).toBe(`/dossiers/${dossier}`)
    expect(seen.body).toContain('Sjef later ergens kan wonen')
    expect((await fillIn(new TestBrowser(), code)).body).toContain('Deze code werkt niet')

    const typed = { userName: 'Sjef@example.nl', password: PASSWORD, code: appCode(secret) }
    expect((await signIn({ ...typed, password: `${PASSWORD}!` })).body).toContain('Dit klopt niet')
    const back = await signIn(typed)
    expect(new URL(back.url).pathname).toBe(`/dossiers/${dossier}`)
    expect((await signIn(typed)).body).toContain('Dit klopt niet')

    // that an account was made is always told: who did not make it reads that somebody else used the code
    expect((await browser.get(`${portalOrigin}/dossiers/${dossier}/who-looked`)).body).toContain(
      'maakte met een code een account',
    )
    // looks at their own log by name of "yourself"; a sensitive page asks password and code anew
    expect(
      (await browser.get(`${portalOrigin}/dossiers/${dossier}/who-looked?who=everybody`)).body,
    ).toContain('Uzelf')
    const asked = await browser.get(`${portalOrigin}/dossiers/${dossier}/representatives`)
    expect(new URL(asked.url).pathname).toBe('/account/confirm/own')
    const shown = await browser.submit(asked, { ...typed, code: appCode(secret, 1) }, '/account/confirm/own')
    expect(new URL(shown.url).pathname).toBe(`/dossiers/${dossier}/representatives`)
    expect(shown.body).toContain('Vraag het uw hulpverlener')

    // the judgement is taken back: nothing opens; without that wall it would
    await house.door.enter(daan, takeBackJudgement, dossier, judgement)
    expect((await browser.get(`${portalOrigin}/dossiers/${dossier}`)).status).toBe(404)
    expect((await browser.get(`${portalOrigin}/`)).body).not.toContain('Sjef')
    const text = await definitionOf(house.owner, 'wall.account_opens')
    const holed = text.replace('i.alone_from <= wall.today()', 'true')
    expect(holed).not.toBe(text)
    await during(house.owner, holed, text, async () =>
      expect((await browser.get(`${portalOrigin}/dossiers/${dossier}`)).status).toBe(200),
    )
    await weigh(true)
    expect((await browser.get(`${portalOrigin}/dossiers/${dossier}`)).status).toBe(200)

    const stopped = await staff.post(daan, `${path}/withdraw`, {})
    expect(stopped.body).toContain('ziet vanaf nu niets meer')
    expect((await browser.get(`${portalOrigin}/dossiers/${dossier}`)).status).toBe(404)
    expect((await signIn({ ...typed, code: appCode(secret, 1) })).body).toContain('Dit klopt niet')
  })

  test('a parent gets a code too, acts for the child, and is named in the log', async () => {
    const representatives = `/dossiers/${dossier}/representatives`
    const parent = { kind: 'parent', name: 'Truus Ramaekers', acts: 'look', proof: 'Gezagsregister' }
    const dates = { authorityOn: today, fromOn: today, parts: 'question' }
    expect((await staff.get(daan, representatives)).body).not.toContain('burgerservicenummer (BSN)')
    expect((await staff.post(daan, representatives, { ...parent, ...dates })).statusCode).toBe(303)
    const id =
      /name="representation" value="([0-9a-f-]{36})"/.exec((await staff.get(daan, path)).body)?.[1] ?? ''
    const { browser, seen } = await makeAccount(await handOver({ representation: id }), 'truus')
    expect(seen.body).not.toContain('Sjef later')
    const choice = await browser.get(`${portalOrigin}/acting-for`)
    const acting = await browser.submit(choice, {}, '/acting-for')
    expect(acting.body).toContain('Sjef later ergens kan wonen')
    expect(acting.body).toMatch(/Dossier van .*Ramaekers.*U kijkt als ouder of voogd/s)
    const { rows } = await house.owner.query(
      `select distinct actor_kind, responsible_id = dossier_id as for_child from ledger.entries
        where organisation_id = $1 and actor_role = 'representative' and dossier_id is not null`,
      [MEE],
    )
    expect(rows).toEqual([{ actor_kind: 'representative', for_child: true }])
  })

  test('a code that is replaced, over or guessed works no more, and tries are slowed down', async () => {
    const [first, second] = [await handOver(), await handOver()]
    expect((await fillIn(new TestBrowser(), first)).body).toContain('Deze code werkt niet')
    await house.owner.query('update dossier.portal_invitations set ends_at = now() where used_at is null')
    expect((await fillIn(new TestBrowser(), second)).body).toContain('Deze code werkt niet')
    let last: Seen | undefined
    for (let tries = 0; tries < 8; tries += 1) last = await fillIn(new TestBrowser(), '2222-2222-2222')
    expect(last?.status).toBe(429)
  })

  test('who is not involved makes no code, and where people sign in with DigiD the page is not there', async () => {
    const lieke = await house.staff('lieke', MEE)
    expect([403, 404]).toContain((await staff.post(lieke, path, {})).statusCode)
    const noor = await house.staff('noor')
    const tom = `/dossiers/${await house.dossierOf('999990019')}/portal-code`
    expect((await staff.get(noor, tom)).statusCode).toBe(404)
    expect((await staff.post(noor, tom, {})).statusCode).toBe(404)
  })

  test('the database holds no code, name or secret of an account that can be read', async () => {
    const { rows } = await house.owner.query<{ all: string }>(
      `select string_agg(t, '') as all from (select a::text as t from identity.portal_accounts a union all select i::text from dossier.portal_invitations i) x`,
    )
    expect(codes.length).toBeGreaterThan(3)
    for (const text of [...codes, 'truus', 'sjef', 'Truus']) expect(rows[0]?.all).not.toContain(text)
    await expect(house.pools.app.query('select code_key from dossier.portal_invitations')).rejects.toThrow(
      /permission denied/,
    )
    await expect(house.pools.app.query('select * from identity.portal_accounts')).rejects.toThrow(
      /permission denied/,
    )
  })
})

test.each([
  ['the day before the 12th birthday', '2014-11-23', { refused: 'tooYoung' }],
  ['the 12th birthday', '2014-11-22', { refused: 'weighFirst' }],
  ['the day before the 16th birthday', '2010-11-23', { refused: 'weighFirst' }],
  ['the 16th birthday', '2010-11-22', { aloneFrom: undefined }],
])('an account of their own, on %s', (_when, birth, expected) => {
  const day = (text: string) => text as typeof today
  expect(mayHaveAccount(day(birth), false, day('2026-11-22'))).toEqual(expected)
  if ('refused' in expected && expected.refused === 'weighFirst')
    expect(mayHaveAccount(day(birth), true, day('2026-11-22'))).toMatchObject({
      aloneFrom: `${Number(birth.slice(0, 4)) + 16}${birth.slice(4)}`,
    })
})
