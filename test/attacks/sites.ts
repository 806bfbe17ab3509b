import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../src/config.ts'
import { DEMO_ORGANISATIONS, fillOrganisation } from '../../src/demo/index.ts'
import { staffIssuerOf } from '../../src/house.ts'
import type { Seen, TestBrowser } from '../../src/identity/sign-in.test-browser.ts'
import { makePortal } from '../../src/portal.ts'
import { providersFor } from '../../src/providers.ts'
import { makeStaffSite } from '../../src/staff.ts'
import { type TestHouse, TOM, testHouse } from '../house.ts'

/** Staff site, portal and the stand-in, listening on a house of their own. */
export type Sites = {
  house: TestHouse
  staff: FastifyInstance
  portal: FastifyInstance
  at: { staff: string; portal: string; standIn: string }
  /** Signs in through the stand-in. */
  signIn(browser: TestBrowser, site: 'staff' | 'portal', person: string, from?: string): Promise<Seen>
  /** Goes through the stand-in from a page that leads there. */
  pick(browser: TestBrowser, standIn: Seen, person: string, level?: string): Promise<Seen>
  /** As `signIn` up to the address that the browser is sent back to, without going there. */
  untilTheCode(browser: TestBrowser, site: 'staff' | 'portal', person: string): Promise<URL>
  close(): Promise<void>
}

/** The real clock, and no log. */
export const silent = { now: () => new Date(), log: () => undefined }

const levels = { staff: 'with-second', portal: 'high' }

export async function openSites(): Promise<Sites> {
  const house = await testHouse({ demo: false })
  const [one, two, three] = [await freePort(), await freePort(), await freePort()]
  const place = (port: number) => ({ listen: '127.0.0.1', port, url: `http://localhost:${port}` })
  const config: Config = {
    ...house.config,
    demo: true,
    staff: place(one),
    portal: place(two),
    standIn: place(three),
  }
  house.needs.staffIssuer = staffIssuerOf(config)
  for (const organisation of DEMO_ORGANISATIONS) await fillOrganisation(house.needs, organisation)
  const providers = await providersFor(config)
  const staff = await makeStaffSite({ ...house, config }, providers.staff, silent)
  const portal = await makePortal({ ...house, config }, providers.clients, silent)
  const sites = [staff, portal, providers.standIn].filter((site) => site !== undefined)
  await Promise.all(
    sites.map((site, at) => site.listen({ host: '127.0.0.1', port: [one, two, three][at] ?? 0 })),
  )
  const at = { staff: config.staff.url, portal: config.portal.url, standIn: config.standIn.url }

  const leave = async (browser: TestBrowser, site: 'staff' | 'portal', from = '/signin') =>
    browser.submit(await browser.get(`${at[site]}${from}`), { organisation: TOM })
  const pick = (browser: TestBrowser, standIn: Seen, person: string, level?: string) =>
    browser.submit(standIn, {
      person,
      level: level ?? levels[standIn.url.includes('/digid/') ? 'portal' : 'staff'],
    })
  return {
    ...{ house, staff, portal, at, pick },
    signIn: async (browser, site, person, from) => pick(browser, await leave(browser, site, from), person),
    async untilTheCode(browser, site, person) {
      const standIn = await leave(browser, site)
      const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const picked = await fetch(standIn.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'sec-fetch-site': 'same-origin', cookie: cookie() },
        body: new URLSearchParams({ person, level: levels[site] }),
      })
      const resumed = await fetch(picked.headers.get('location') ?? '', {
        redirect: 'manual',
        headers: { cookie: cookie() },
      })
      return new URL(resumed.headers.get('location') ?? '')
    },
    async close() {
      await Promise.all(sites.map((site) => site.close()))
      await house.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
