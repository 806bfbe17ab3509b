import { isRefusal, parseBsn, type Refusal, refuse } from '../kernel/index.ts'

/** The claims of an ID token that decide about signing in; the token's signature, issuer, audience and nonce are checked before. */
export type Claims = Readonly<Record<string, unknown>> & { sub: string; iss: string }

/** How an identity provider says that a second factor was used. */
export type SecondFactorMapping = { acr: readonly string[]; amr: readonly string[] }

export type SignInRefusal = Refusal<'no-subject' | 'no-second-factor' | 'level-too-low' | 'not-a-bsn'>

export type Proven = {
  subject: string
  secondFactor: boolean
  assurance: string
  /** The BSN of the person for whom this one signs in. */
  represents?: string
  /** When the identity provider saw a client: sensitive acts count from here. */
  seenAt?: Date
}

/** REFEDS and RFC 8176; an identity provider with words of its own gets a mapping of its own. */
export const usualSecondFactor: SecondFactorMapping = {
  acr: ['https://refeds.org/profile/mfa'],
  amr: ['mfa', 'otp', 'hwk'],
}

/** Which claims of a provider of staff say what: they differ by provider. */
export type StaffMapping = {
  /** The claim that names the person. */
  subject: string
  secondFactor: SecondFactorMapping
}

/** Staff get in with a second factor only. A token without the claim that names the person names nobody. */
export function proveStaff(claims: Claims, mapping: StaffMapping): Proven | SignInRefusal {
  const subject = claims[mapping.subject]
  if (typeof subject !== 'string' || subject === '') return refuse('no-subject')
  const { acr, amr } = mapping.secondFactor
  const methods: readonly unknown[] = Array.isArray(claims.amr) ? claims.amr : []
  const byMethod = methods.find((method) => amr.some((one) => one === method))
  const byClass = acr.find((one) => one === claims.acr)
  if (byClass === undefined && byMethod === undefined) return refuse('no-second-factor')
  return { subject, secondFactor: true, assurance: byClass ?? `amr ${String(byMethod)}` }
}

/** The levels of eIDAS, as the OpenID.NLGov profile names them; there is a `low` too, and it is too low. */
const levels = {
  substantial: 'http://eidas.europa.eu/LoA/substantial',
  high: 'http://eidas.europa.eu/LoA/high',
} as const

/** What a client's identity provider is asked for; higher is fine too. */
export const leastLevel = levels.substantial
const highEnough: readonly string[] = [levels.substantial, levels.high]

const bsnType = 'urn:nl-eid-gdi:1.0:id:BSN'

/**
 * A client gets in with DigiD at level Substantieel or Hoog, with a BSN (profile OpenID.NLGov). With `represents` the person who
 * signs in acts (`sub`) and the other is represented: the reverse of RFC 8693. Taking one for the other would open the wrong
 * dossier, so a `represents` that cannot be read lets nobody in.
 */
export function proveClient(claims: Claims): Proven | SignInRefusal {
  const level = highEnough.find((one) => one === claims.acr)
  if (level === undefined) return refuse('level-too-low')
  const bsn = bsnIn(claims)
  if (bsn === undefined) return refuse('not-a-bsn')
  const proven = { subject: bsn, secondFactor: true, assurance: level, ...seenIn(claims) }
  if (claims.represents === undefined) return proven
  const represents = bsnIn(claims.represents)
  // Somebody who is represented and represents another in turn: a chain of which we keep no record.
  if (represents === undefined || represents === bsn || hasOwnRepresents(claims.represents))
    return refuse('not-a-bsn')
  return { ...proven, represents }
}

function seenIn({ auth_time: seconds }: Claims): { seenAt?: Date } {
  return typeof seconds === 'number' ? { seenAt: new Date(seconds * 1000) } : {}
}

function bsnIn(claims: unknown): string | undefined {
  if (typeof claims !== 'object' || claims === null || !('sub' in claims) || !('sub_id_type' in claims))
    return undefined
  if (claims.sub_id_type !== bsnType || typeof claims.sub !== 'string') return undefined
  const bsn = parseBsn(claims.sub)
  return isRefusal(bsn) ? undefined : bsn
}

function hasOwnRepresents(claims: unknown): boolean {
  return typeof claims === 'object' && claims !== null && 'represents' in claims
}
