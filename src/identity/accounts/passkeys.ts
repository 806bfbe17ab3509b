import { createHash } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'

/** A passkey as it is kept, sealed. */
export type KeptPasskey = { id: string; publicKey: string; transports: string[] }

/** The site that passkeys belong to: they work at no other address. */
export type PasskeySite = { origin: string; name: string }

type Transports = Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']

/** What the browser is asked to make a passkey with; remember the challenge. */
export async function askNewPasskey(
  site: PasskeySite,
  person: { id: string; userName: string; has: readonly KeptPasskey[] },
): Promise<{ challenge: string; options: string }> {
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: hostOf(site),
    userName: person.userName,
    userID: new Uint8Array(createHash('sha256').update(`gestand passkey ${person.id}`).digest()),
    attestationType: 'none',
    excludeCredentials: known(person.has) ?? [],
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  return { challenge: options.challenge, options: JSON.stringify(options) }
}

/** The new passkey in a browser's answer; nothing when it is not an answer to this challenge at this site. */
export async function readNewPasskey(
  site: PasskeySite,
  challenge: string,
  answer: string,
): Promise<KeptPasskey | undefined> {
  const read = await attempt(() =>
    verifyRegistrationResponse({
      response: JSON.parse(answer) as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: hostOf(site),
      requireUserVerification: true,
    }),
  )
  if (!read?.verified) return undefined
  const { credential } = read.registrationInfo
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    transports: [...(credential.transports ?? [])],
  }
}

/** What the browser is asked to sign with one of these passkeys; remember the challenge. */
export async function askPasskey(
  site: PasskeySite,
  has: readonly KeptPasskey[],
): Promise<{ challenge: string; options: string }> {
  const options = await generateAuthenticationOptions({
    rpID: hostOf(site),
    allowCredentials: known(has) ?? [],
    userVerification: 'required',
  })
  return { challenge: options.challenge, options: JSON.stringify(options) }
}

/** The passkey's new counter when the answer is signed by it, for this challenge, with the person checked; else nothing. */
export async function checkPasskey(
  site: PasskeySite,
  challenge: string,
  answer: string,
  kept: KeptPasskey & { counter: number },
): Promise<number | undefined> {
  const read = await attempt(() =>
    verifyAuthenticationResponse({
      response: JSON.parse(answer) as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: hostOf(site),
      requireUserVerification: true,
      credential: {
        id: kept.id,
        publicKey: new Uint8Array(Buffer.from(kept.publicKey, 'base64url')),
        counter: kept.counter,
      },
    }),
  )
  return read?.verified ? read.authenticationInfo.newCounter : undefined
}

/** Which passkey an answer says it comes from. */
export function passkeyIn(answer: string): string | undefined {
  try {
    const read: unknown = JSON.parse(answer)
    return typeof read === 'object' && read !== null && 'id' in read && typeof read.id === 'string'
      ? read.id
      : undefined
  } catch {
    return undefined
  }
}

/** What the database finds a passkey by. */
export function credentialKey(passkey: KeptPasskey): Buffer {
  return createHash('sha256').update(passkey.id).digest()
}

function known(passkeys: readonly KeptPasskey[]): Transports {
  return passkeys.map(({ id, transports }) => ({ id, transports }) as NonNullable<Transports>[number])
}

function hostOf(site: PasskeySite): string {
  return new URL(site.origin).hostname
}

/** The library throws at whatever does not fit; to us that is an answer that is not right. */
async function attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch {
    return undefined
  }
}
