import { Secret, TOTP } from 'otpauth'

const period = 30

/** A new secret for an authenticator app, as people type it over: 32 letters and digits. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What an authenticator app reads: `otpauth://totp/…`. */
export function appAddress(secret: string, organisation: string, userName: string): string {
  return totpOf(secret, organisation, userName).toString()
}

/** The step of a code that is right now, or one step ago or ahead for clocks that differ; nothing for a wrong code. */
export function stepOf(secret: string, typed: string, now: number): number | undefined {
  const code = typed.replace(/\s/g, '')
  if (!/^\d{6}$/.test(code)) return undefined
  const drift = totpOf(secret).validate({ token: code, timestamp: now, window: 1 })
  return drift === null ? undefined : Math.floor(now / 1000 / period) + drift
}

function totpOf(secret: string, issuer = '', label = ''): TOTP {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period })
}
