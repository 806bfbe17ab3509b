import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { newClientKey } from '../identity/index.ts'
import { TestBrowser } from '../identity/sign-in.test-browser.ts'
import { makePortal } from '../portal.ts'
import { makeStandIn, standInIssuers } from '../stand-in/index.ts'

const portalOrigin = 'http://localhost:3491'
const standInOrigin = 'http://localhost:3493'
/** The mentor of Ruben de Wit in the demonstration, and somebody who is nobody's. */
const mentor = { subject: '999993331', name: 'Tilly Bos', description: 'mentor', represents: CAST.deWit }
const stranger = { subject: '999995005', name: 'Sem Vreemd', description: 'niemand', represents: CAST.deWit }
let house: TestHouse
let sites: FastifyInstance[]

beforeAll(async () => {
  house = await testHouse()
  const { key, publicKey } = await newClientKey()
  const clients = [{ clientId: 'portal', redirectUri: `${portalOrigin}/signin/callback`, publicKey }]
  const standIn = await makeStandIn({
    demonstration: true,
    origin: standInOrigin,
    staff: { people: [], clients: [] },
    digid: { people: [mentor, stranger], clients },
  })
  const config = { ...house.config, portal: { ...house.config.portal, url: portalOrigin } }
  const provider = {
    issuer: standInIssuers(standInOrigin).digid,
    clientId: 'portal',
    credentials: { key },
    signedWith: 'ES256',
  } as const
  const portal = await makePortal({ ...house, config }, provider, {
    now: () => new Date(),
    log: () => undefined,
  })
  sites = [portal, standIn]
  await portal.listen({ host: '127.0.0.1', port: 3491 })
  await standIn.listen({ host: '127.0.0.1', port: 3493 })
})
afterAll(async () => {
  await Promise.all((sites ?? []).map((site) => site.close()))
  await house?.close()
})

async function signIn(person: string) {
  const browser = new TestBrowser()
  const start = await browser.get(`${portalOrigin}/signin`)
  const pick = await browser.submit(start, { organisation: TOM }, '/signin')
  return browser.submit(pick, { person, level: 'substantial' })
}

test('TOM-9.1 partly: who signs in with `represents` acts for that person at once, by our own record', async () => {
  const seen = await signIn(mentor.subject)
  expect(seen.url).toBe(`${portalOrigin}/dossiers/${await house.dossierOf(CAST.deWit)}`)
  expect(seen.body).toContain('Ik raak het overzicht kwijt')
  expect(seen.body).toContain('U kijkt voor iemand anders')
})

test('whom the provider lets act but we know nothing of gets no session, and the page says what to do', async () => {
  const seen = await signIn(stranger.subject)
  expect(seen.url).toBe(`${portalOrigin}/signin/refused?why=no-mandate`)
  expect(seen.body).toContain('Vraag deze persoon om u toestemming te geven')
  const { rows } = await house.owner.query(
    `select reason from ledger.entries where event = 'session.refused' order by at desc limit 1`,
  )
  expect(rows).toEqual([{ reason: 'no-mandate' }])
})
