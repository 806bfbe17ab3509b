import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TOM } from '../../../test/house.ts'
import { type OwnAccounts, ownAccounts, PASSWORD, type Person } from '../../../test/own-accounts.ts'
import { makeStaffSite } from '../../staff.ts'
import { TestBrowser } from '../sign-in.test-browser.ts'

let own: OwnAccounts
let noor: Person
let bare: FastifyInstance
let behind: FastifyInstance
const proxy = '10.0.0.5'

beforeAll(async () => {
  own = await ownAccounts()
  noor = await own.makeAccount(new TestBrowser(), 'Noor')
  bare = await node([])
  behind = await node([proxy, '10.1.0.0/16'])
})
afterAll(async () => {
  await Promise.all([bare?.close(), behind?.close()])
  await own?.close()
})
beforeEach(() => own.house.owner.query('delete from identity.attempts'))

/** One more node of the same site, as another process would be: the same database and keys, nothing else shared. */
async function node(proxies: string[]): Promise<FastifyInstance> {
  const staff = { ...own.house.config.staff, url: own.origin }
  const config = { ...own.house.config, staff, proxies }
  const now = () => new Date(Date.now() + own.clock.ahead)
  return makeStaffSite({ ...own.house, config }, 'own-accounts', { now, log: () => undefined })
}

type From = { remoteAddress: string; forwarded?: string; cookie?: string }

function post(site: FastifyInstance, url: string, fields: Record<string, string>, from: From) {
  return site.inject({
    ...{ method: 'POST', url, remoteAddress: from.remoteAddress },
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      ...(from.forwarded === undefined ? {} : { 'x-forwarded-for': from.forwarded }),
      ...(from.cookie === undefined ? {} : { cookie: from.cookie }),
    },
    payload: new URLSearchParams(fields).toString(),
  })
}

/** Tries many names with a wrong password; whether the last of them was slowed down. */
async function slowedDown(site: FastifyInstance, from: (at: number) => From): Promise<boolean> {
  let status = 0
  for (let at = 0; at < 32; at += 1) {
    const fields = { organisation: TOM, userName: `name${at}@tom.example`, password: 'niet het wachtwoord' }
    status = (await post(site, '/signin', fields, from(at))).statusCode
  }
  return status === 429
}

describe('the network that tries are counted under', () => {
  test('is that of the connection when no proxy is named, whatever X-Forwarded-For says', async () => {
    const spoofed = (at: number) => ({ remoteAddress: '198.51.100.9', forwarded: `203.0.113.${at}` })
    expect(await slowedDown(bare, spoofed)).toBe(true)
  })

  test('is that of the connection for whoever comes past the named proxies', async () => {
    const spoofed = (at: number) => ({ remoteAddress: '198.51.100.9', forwarded: `203.0.113.${at}` })
    expect(await slowedDown(behind, spoofed)).toBe(true)
  })

  test('is what the proxy saw, and not what its visitor wrote before that', async () => {
    const spoofed = (at: number) => ({ remoteAddress: proxy, forwarded: `203.0.113.${at}, 198.51.100.9` })
    expect(await slowedDown(behind, spoofed)).toBe(true)
    const other = { remoteAddress: '10.1.2.3', forwarded: '192.0.2.44' }
    const fields = { organisation: TOM, userName: noor.userName, password: PASSWORD }
    expect((await post(behind, '/signin', fields, other)).statusCode).toBe(303)
  })

  test('is another one for each visitor of the proxy, so that they do not slow each other down', async () => {
    const many = (at: number) => ({ remoteAddress: proxy, forwarded: `203.0.113.${at}` })
    expect(await slowedDown(behind, many)).toBe(false)
  })
})

test('a sign-in begun at one node goes on at another: they share one key, kept beside the other keys for this user alone', async () => {
  const from = { remoteAddress: '192.0.2.1' }
  const fields = { organisation: TOM, userName: noor.userName, password: PASSWORD }
  const first = await post(bare, '/signin', fields, from)
  const halfWay = first.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const code = own.code(noor.secret)
  own.nextCode()
  const second = await post(behind, '/signin/second', { code }, { ...from, cookie: halfWay })
  expect([second.statusCode, second.headers.location]).toEqual([303, '/'])
  expect(second.cookies.map(({ name }) => name)).toContain('__Host-gestand-staff')
  const file = await stat(join(own.house.config.dataDir, 'keys', 'site.key'))
  expect([file.mode & 0o777, file.size]).toEqual([0o600, 32])
})
