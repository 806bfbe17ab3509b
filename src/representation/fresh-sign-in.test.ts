import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import { clientSubjectKey, newClientKey } from '../identity/index.ts'
import { showAgain } from '../identity/session.store.ts'
import { type Seen, TestBrowser } from '../identity/sign-in.test-browser.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { makePortal } from '../portal.ts'
import { makeStandIn, standInIssuers } from '../stand-in/index.ts'

const portalOrigin = 'http://localhost:3481'
const standInOrigin = 'http://localhost:3483'
const SUBSTANTIAL = 'http://eidas.europa.eu/LoA/substantial'
const aydin = { subject: CAST.aydin, name: 'Mevrouw Aydin', description: 'cliënt' }
const nobody = { subject: CAST.nobody, name: 'Mila Nergens', description: 'niemand' }
let house: TestHouse
let sites: FastifyInstance[]
let path: string

beforeAll(async () => {
  house = await testHouse()
  path = `/dossiers/${await house.dossierOf(CAST.aydin)}/representatives`
  const { key, publicKey } = await newClientKey()
  const clients = [{ clientId: 'portal', redirectUri: `${portalOrigin}/signin/callback`, publicKey }]
  const standIn = await makeStandIn({
    demonstration: true,
    origin: standInOrigin,
    staff: { people: [], clients: [] },
    digid: { people: [aydin, nobody], clients },
  })
  const config = { ...house.config, portal: { ...house.config.portal, url: portalOrigin } }
  const { digid: issuer } = standInIssuers(standInOrigin)
  const provider = { issuer, clientId: 'portal', credentials: { key }, signedWith: 'ES256' } as const
  const quiet = { now: () => new Date(), log: () => undefined }
  sites = [await makePortal({ ...house, config }, provider, quiet), standIn]
  await Promise.all(sites.map((site, at) => site.listen({ host: '127.0.0.1', port: 3481 + 2 * at })))
})
afterAll(async () => {
  await Promise.all((sites ?? []).map((site) => site.close()))
  await house?.close()
})

async function signedIn(): Promise<TestBrowser> {
  const browser = new TestBrowser()
  const pick = await browser.submit(
    await browser.get(`${portalOrigin}/signin`),
    { organisation: TOM },
    '/signin',
  )
  await browser.submit(pick, { person: CAST.aydin, level: 'substantial' })
  return browser
}

const confirm = (browser: TestBrowser, page: Seen) => browser.submit(page, {}, '/account/confirm')
const show = (browser: TestBrowser, pick: Seen, level = 'substantial', person: string = CAST.aydin) =>
  browser.submit(pick, { person, level })

const mandate = {
  name: 'Selin Aydin',
  bsn: '999995005',
  parts: 'notes',
  acts: 'arrange',
  untilOn: addDays(dayInNetherlands(new Date()), 33),
}

async function lapse(): Promise<void> {
  await house.owner.query(
    `update identity.sessions set stepped_up_at = stepped_up_at - interval '11 minutes' where kind = 'client'`,
  )
}

test('a sensitive page asks to sign in anew; the provider asks the person again although it still knows them', async () => {
  const browser = await signedIn()
  const asked = await browser.get(portalOrigin + path)
  expect(new URL(asked.url).pathname).toBe('/account/confirm')
  expect(asked.body).toContain('opnieuw in te loggen')
  const pick = await confirm(browser, asked)
  const sent = new URL(browser.visited.findLast((url) => url.includes('/digid/auth?')) ?? '')
  expect([sent.searchParams.get('prompt'), sent.searchParams.get('max_age')]).toEqual(['login', '0'])
  expect(new URL(pick.url).origin).toBe(standInOrigin)
  const page = await show(browser, pick)
  expect(page.url).toBe(portalOrigin + path)
  expect(page.body).toContain('Niemand regelt iets voor u')
})

test('who signed in half an hour ago at the provider, with too low a level, or as somebody else, opens nothing', async () => {
  for (const [level, person, why] of [
    ['earlier', CAST.aydin, 'not-our-answer'],
    ['low', CAST.aydin, 'level-too-low'],
    ['substantial', CAST.nobody, 'somebody-else'],
  ] as const) {
    const browser = await signedIn()
    const pick = await confirm(browser, await browser.get(portalOrigin + path))
    expect((await show(browser, pick, level, person)).url).toBe(`${portalOrigin}/signin/refused?why=${why}`)
    expect(new URL((await browser.get(portalOrigin + path)).url).pathname).toBe('/account/confirm')
  }
})

test('what was typed is there again after signing in anew, once, for that page alone, and it stands nowhere readable', async () => {
  const browser = await signedIn()
  const form = await show(browser, await confirm(browser, await browser.get(portalOrigin + path)))
  await lapse()
  const asked = await browser.submit(form, mandate, path)
  expect(new URL(asked.url).pathname).toBe('/account/confirm')
  const { rows } = await house.owner.query('select sealed from identity.held_forms')
  expect(rows).toHaveLength(1)
  expect(rows[0].sealed.includes('Selin')).toBe(false)
  const back = await show(browser, await confirm(browser, asked))
  expect(back.url).toBe(portalOrigin + path)
  expect(back.body).toContain('value="Selin Aydin"')
  expect(back.body).toContain(`value="${mandate.untilOn.split('-').map(Number).reverse().join('-')}"`)
  expect(back.body).toMatch(/<input[^>]*value="notes"[^>]*checked/)
  expect(back.body).not.toMatch(/<input[^>]*value="question"[^>]*checked/)
  expect((await browser.get(portalOrigin + path)).body).not.toContain('Selin Aydin')
  const given = await browser.submit(back, mandate, path)
  expect(given.body).toContain('Deze persoon kan nu inloggen')
  await lapse()
  const stop = /\/dossiers\/[0-9a-f-]+\/representatives\/[0-9a-f-]+\/stop/.exec(given.body)?.[0] ?? ''
  expect(new URL((await browser.submit(given, {}, stop)).url).pathname).toBe('/account/confirm')
})

test('the database counts from when the provider saw the person, not from now; without that wall an old sign-in would do', async () => {
  const visitor = await house.client(CAST.aydin)
  const subject = clientSubjectKey(await house.vault.indexKey(TOM), CAST.aydin)
  const again = (secondsAgo: number) => {
    const fresh = randomBytes(32)
    const seenAt = new Date(Date.now() - secondsAgo * 1000)
    const step = {
      token: visitor.token,
      fresh,
      subject,
      represents: undefined,
      assurance: SUBSTANTIAL,
      seenAt,
    }
    return showAgain(house.pools.signin, { ...step, trace: randomUUID(), accessPoint: 'portal' }).then(
      (done) => {
        if (done) visitor.token = fresh
        return done
      },
    )
  }
  expect(await again(301)).toBe(false)
  expect(await again(-120)).toBe(false)
  const text = await definitionOf(house.owner, 'wall.show_again')
  const holed = text.replace("seen_at < now() - interval '5 minutes'", 'false')
  expect(holed).not.toBe(text)
  await during(house.owner, holed, text, async () => expect(await again(301)).toBe(true))
  expect(await again(120)).toBe(true)
  const { rows } = await house.owner.query<{ seconds: number }>(
    `select extract(epoch from now() - stepped_up_at)::int as seconds from identity.sessions where token_hash = sha256($1)`,
    [visitor.token],
  )
  expect(rows[0]?.seconds).toBeGreaterThanOrEqual(120)
})
