import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import {
  appCode,
  appSecretIn,
  PORTAL_PASSWORD as password,
  portalAccounts,
  recoveryIn,
} from '../../test/portal-accounts.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import type { Visitor } from '../door/index.ts'
import { type Seen, TestBrowser } from '../identity/sign-in.test-browser.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { makePortal } from '../portal.ts'
import { judgeCapacity } from './capacity-judgement.ts'
import { makePortalCode, withdrawPortalAccess } from './portal-code.ts'

// Who lost the phone with the app comes back in with a recovery code. At MEE; Sjef is 14.
const origin = 'http://localhost:3487'
const { makeAccount, signIn } = portalAccounts(origin)
const userName = 'sjef@example.nl'
let house: TestHouse
let portal: FastifyInstance
let dossier: string
let daan: Visitor

beforeAll(async () => {
  house = await testHouse()
  const { rows } = await house.owner.query<{ dossier_id: string }>(
    'select dossier_id from dossier.dossiers where organisation_id = $1',
    [MEE],
  )
  dossier = rows[0]?.dossier_id ?? ''
  daan = await house.staff('daan', MEE)
  const weighedOn = dayInNetherlands(new Date())
  const weighed = { able: true, parentsMay: true, weighedOn, grounds: 'Sjef vertelt zelf goed wat hij wil.' }
  await house.door.enter(daan, judgeCapacity, dossier, weighed)
  const config = { ...house.config, portal: { ...house.config.portal, url: origin } }
  const provider = { issuer: 'http://localhost:9', clientId: 'x', credentials: { secret: 'x' } }
  portal = await makePortal({ ...house, config }, provider, { now: () => new Date(), log: () => undefined })
  await portal.listen({ host: '127.0.0.1', port: 3487 })
})
afterAll(async () => {
  await portal?.close()
  await house?.close()
})

async function account() {
  await forgetTries()
  const whom = { representationId: undefined, aloneFrom: undefined }
  const code = await makePortalCode(house.door, house.vault, await stepUp(house, daan), dossier, whom)
  if (code.outcome !== 'opened') throw new Error(code.outcome)
  return makeAccount(code.value, userName)
}
/** Tries are slowed down; that is not what is shown here. */
const forgetTries = () => house.owner.query('delete from identity.attempts')

async function lost(browser: TestBrowser, typed: Record<string, string>): Promise<Seen> {
  const page = await browser.get(`${origin}/signin/own/lost?organisation=${MEE}`)
  return browser.submit(page, { userName, password, ...typed }, '/signin/own/lost')
}
const setApp = (browser: TestBrowser, page: Seen, ahead = -1) =>
  browser.submit(page, { code: appCode(appSecretIn(page.body), ahead) }, '/signin/own/new-app')
async function opens(browser: TestBrowser): Promise<number | 'sign-in'> {
  const seen = await browser.get(`${origin}/dossiers/${dossier}`)
  return new URL(seen.url).pathname === '/signin' ? 'sign-in' : seen.status
}

test('who lost the phone sets another app with the recovery code, once; the old app and whoever was signed in are out; the log tells it', async () => {
  const { browser: before, secret, recovery } = await account()
  expect(recovery).toMatch(/^.{4}-.{4}-.{4}$/)
  expect(await opens(before)).toBe(200)

  const browser = new TestBrowser()
  const page = await lost(browser, { recovery: recovery.toUpperCase().replaceAll('-', ' ') })
  expect(new URL(page.url).pathname).toBe('/signin/own/new-app')
  // nothing changes before the other app is shown to work
  expect(await opens(browser)).toBe('sign-in')
  expect((await browser.submit(page, { code: '000000' }, '/signin/own/new-app')).body).toContain(
    'Deze code klopt niet',
  )
  expect(await opens(before)).toBe(200)

  const kept = await setApp(browser, page)
  expect(kept.body).toContain('Bewaar uw herstelcode')
  expect(await opens(browser)).toBe(200)
  expect(await opens(before)).toBe('sign-in')
  expect((await signIn({ userName, password, code: appCode(secret) })).body).toContain('Dit klopt niet')
  const back = await signIn({ userName, password, code: appCode(appSecretIn(page.body)) })
  expect(new URL(back.url).pathname).toBe(`/dossiers/${dossier}`)
  expect((await browser.get(`${origin}/dossiers/${dossier}/who-looked`)).body).toContain(
    'zette met een herstelcode een andere app',
  )

  // the code is used; the one that was shown now works
  const next = recoveryIn(kept.body)
  expect(next).not.toBe(recovery)
  expect((await lost(new TestBrowser(), { recovery })).body).toContain('Een herstelcode werkt één keer')
  const again = new TestBrowser()
  expect(new URL((await lost(again, { recovery: next })).url).pathname).toBe('/signin/own/new-app')
})

test('the code alone, with a wrong password, a wrong name or of somebody else opens nothing, and what was wrong is not told', async () => {
  const { recovery } = await account()
  for (const typed of [
    { recovery, password: `${password}!` },
    { recovery, userName: 'truus' },
    { recovery, userName: '?' },
    { recovery: 'k7m2-9xqa-3hd8' },
  ]) {
    const browser = new TestBrowser()
    const seen = await lost(browser, typed)
    expect(seen.status).toBe(400)
    expect(seen.body).toContain('Dit klopt niet. Kijk of alle drie goed zijn.')
    const straight = await browser.get(`${origin}/signin/own/new-app`)
    expect(new URL(straight.url).pathname).toBe('/signin')
    await forgetTries()
  }
})

test('tries are slowed down', async () => {
  await account()
  let last: Seen | undefined
  for (let tries = 0; tries < 8; tries += 1)
    last = await lost(new TestBrowser(), { recovery: 'k7m2-9xqa-3hd8' })
  expect(last?.status).toBe(429)
})

test('two who use one recovery code at once: one gets in', async () => {
  const { recovery } = await account()
  const [one, two] = [new TestBrowser(), new TestBrowser()]
  const pages = [await lost(one, { recovery }), await lost(two, { recovery })] as const
  const seen = await Promise.all([setApp(one, pages[0]), setApp(two, pages[1])])
  expect(seen.filter(({ body }) => body.includes('Bewaar uw herstelcode'))).toHaveLength(1)
  expect(new Set([await opens(one), await opens(two)])).toEqual(new Set([200, 'sign-in']))
})

test('an access that was taken back does not come back by a recovery code; without that wall it would set an app', async () => {
  const { recovery } = await account()
  const browser = new TestBrowser()
  const page = await lost(browser, { recovery })
  await house.door.enter(daan, withdrawPortalAccess, dossier, undefined)
  const text = await definitionOf(house.owner, 'wall.recover_portal_account')
  const holed = text.replace('i.withdrawn_at is null', 'true')
  expect(holed).not.toBe(text)
  expect(new URL((await setApp(browser, page)).url).pathname).toBe('/signin')
  expect((await lost(new TestBrowser(), { recovery })).body).toContain('Dit klopt niet')
  const other = await account()
  const elsewhere = new TestBrowser()
  const again = await lost(elsewhere, { recovery: other.recovery })
  await house.door.enter(daan, withdrawPortalAccess, dossier, undefined)
  await during(house.owner, holed, text, async () =>
    expect((await setApp(elsewhere, again)).body).toContain('Bewaar uw herstelcode'),
  )
  // and even then the dossier stays closed
  expect(await opens(elsewhere)).toBe(404)
})

test('the database holds no recovery code that can be read, and sets one only for an account of a moment ago', async () => {
  const { recovery } = await account()
  const { rows } = await house.owner.query<{ all: string; code_key: Buffer }>(
    `select string_agg(p::text, '') as all, (select code_key from dossier.portal_invitations order by used_at desc nulls last limit 1) as code_key
       from identity.portal_accounts p`,
  )
  expect(rows[0]?.all).not.toContain(recovery)
  const keep = async () =>
    (
      await house.pools.signin.query<{ kept: boolean }>(
        'select wall.keep_portal_recovery($1, $2, $3) as kept',
        [MEE, rows[0]?.code_key, Buffer.alloc(32, 1)],
      )
    ).rows[0]?.kept
  expect(await keep()).toBe(false)
  await house.owner.query('update identity.portal_accounts set recovery_key = null')
  await house.owner.query(`update dossier.portal_invitations set used_at = used_at - interval '6 minutes'`)
  expect(await keep()).toBe(false)
})
