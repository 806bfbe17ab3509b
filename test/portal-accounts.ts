import { Secret, TOTP } from 'otpauth'
import { type Seen, TestBrowser } from '../src/identity/sign-in.test-browser.ts'
import { MEE } from './house.ts'

/** Accounts of the portal at MEE, used as a person with a browser and a phone does. */
export const PORTAL_PASSWORD = 'de trein naar Heerlen is geel'

/** The code of the app now; `ahead` makes it that of a later half minute, because a code works once. */
export function appCode(secret: string, ahead = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 })
  return totp.generate({ timestamp: Date.now() + ahead * 30_000 })
}

/** What somebody types over into the app, from a page. */
export const appSecretIn = (body: string) =>
  (/<b>([A-Z2-7 ]{39})<\/b>/.exec(body)?.[1] ?? '').replaceAll(' ', '')

/** The recovery code of a page that shows one. */
export const recoveryIn = (body: string) =>
  /[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}(?=<\/p>)/.exec(body)?.[0] ?? ''

export function portalAccounts(origin: string) {
  const fillIn = async (browser: TestBrowser, code: string): Promise<Seen> =>
    browser.submit(await browser.get(`${origin}/invited`), { invitation: code }, '/invited')
  return {
    fillIn,
    /** Makes the account of a code, and goes on from the page with the recovery code. */
    async makeAccount(code: string, userName: string) {
      const browser = new TestBrowser()
      const page = await fillIn(browser, code)
      const secret = appSecretIn(page.body)
      const filled = { userName, password: PORTAL_PASSWORD, code: appCode(secret, -1) }
      const made = await browser.submit(page, filled, '/invited/account')
      return { browser, secret, recovery: recoveryIn(made.body), seen: await browser.get(`${origin}/`) }
    },
    async signIn(
      typed: { userName: string; password: string; code: string },
      browser = new TestBrowser(),
    ): Promise<Seen> {
      const start = await browser.get(`${origin}/signin`)
      const own = await browser.submit(start, { organisation: MEE }, '/signin')
      return browser.submit(own, typed, '/signin/own')
    },
  }
}
