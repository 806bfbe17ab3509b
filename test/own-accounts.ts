import type { AddressInfo } from 'node:net'
import { Secret, TOTP } from 'otpauth'
import { inviteFirst } from '../src/identity/index.ts'
import type { Seen, TestBrowser } from '../src/identity/sign-in.test-browser.ts'
import { makeStaffSite } from '../src/staff.ts'
import { type TestHouse, TOM, testHouse } from './house.ts'

export const PASSWORD = 'fietsen naar de Plas in mei'

/** Somebody with an own account: what they know and have. */
export type Person = { staffId: string; userName: string; secret: string; codes: string[] }

/** A staff site that uses own accounts, with a clock that tests can put forward. */
export type OwnAccounts = {
  house: TestHouse
  origin: string
  clock: { ahead: number }
  /** The code of the app, `steps` half minutes from now. */
  code(secret: string, steps?: number): string
  /** Half a minute goes by: the app shows another code. */
  nextCode(): void
  staffId(subjectName: string): Promise<string>
  invite(staffId: string): Promise<string>
  /** Goes through an invitation with an app; the browser is signed in after it. */
  makeAccount(browser: TestBrowser, name: string): Promise<Person>
  /** Types name and password; the page after it. */
  password(browser: TestBrowser, userName: string, password?: string): Promise<Seen>
  /** Signs in whole. */
  signIn(browser: TestBrowser, person: Person): Promise<Seen>
  /** Shows the second factor again; the page one comes back to. */
  confirm(browser: TestBrowser, person: Person, back: string): Promise<Seen>
  close(): Promise<void>
}

export async function ownAccounts(): Promise<OwnAccounts> {
  const house = await testHouse()
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  // The port must be in the address before the site is made, and is known only after it listens.
  const origin = `http://localhost:${await freePort()}`
  const config = { ...house.config, staff: { ...house.config.staff, url: origin } }
  const app = await makeStaffSite({ ...house, config }, 'own-accounts', { now, log: () => {} })
  await app.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })

  const code = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({
      timestamp: now().getTime() + steps * 30_000,
    })
  const nextCode = () => {
    clock.ahead += 30_000
  }
  const staffId = async (name: string) => {
    const { rows } = await house.owner.query<{ staff_id: string }>(
      `select s.staff_id from identity.staff s where s.organisation_id = $1`,
      [TOM],
    )
    for (const { staff_id } of rows) if ((await nameOf(house, staff_id)).startsWith(name)) return staff_id
    throw new Error(`nobody is called ${name}`)
  }
  const invite = async (id: string) => {
    const invited = await inviteFirst({ owner: house.owner, vault: house.vault, origin }, TOM, id)
    if (invited.outcome !== 'invited') throw new Error(invited.outcome)
    return invited.link
  }
  const password = async (browser: TestBrowser, userName: string, typed = PASSWORD) =>
    browser.submit(await browser.get(`${origin}/signin`), { organisation: TOM, userName, password: typed })

  return {
    ...{ house, origin, clock, code, nextCode, staffId, invite, password },
    async makeAccount(browser, name) {
      const id = await staffId(name)
      const userName = `${name.toLowerCase()}@tom.example`
      const second = await browser.submit(await browser.get(await invite(id)), {
        userName,
        password: PASSWORD,
      })
      const secret = /<b>([A-Z2-7 ]{39})<\/b>/.exec(second.body)?.[1]?.replaceAll(' ', '') ?? ''
      const action = new URL(second.url).pathname
      const made = await browser.post(
        new URL(action, origin).href,
        new URLSearchParams({ code: code(secret) }),
      )
      nextCode()
      const codes = [...made.body.matchAll(/<code>([a-z0-9-]{14})<\/code>/g)].map((found) => found[1] ?? '')
      return { staffId: id, userName, secret, codes }
    },
    async signIn(browser, person) {
      const second = await password(browser, person.userName)
      const page = await browser.submit(second, { code: code(person.secret) }, '/signin/second')
      nextCode()
      return page
    },
    async confirm(browser, person, back) {
      const asked = await browser.get(`${origin}/account/confirm?back=${encodeURIComponent(back)}`)
      const page = await browser.submit(asked, { code: code(person.secret) }, '/account/confirm')
      nextCode()
      return page
    },
    async close() {
      await app.close()
      await house.close()
    },
  }
}

async function nameOf(house: TestHouse, staffId: string): Promise<string> {
  const { unsealText } = await import('../src/vault/index.ts')
  const { rows } = await house.owner.query<{ sealed_name: Buffer }>(
    'select sealed_name from identity.staff where staff_id = $1',
    [staffId],
  )
  const place = { organisation: TOM, table: 'identity.staff', column: 'sealed_name', row: staffId }
  return unsealText(await house.vault.organisationKey(TOM), rows[0]?.sealed_name ?? Buffer.alloc(0), place)
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
