import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { ClientMetadata, Configuration, JWK, Provider as ProviderType } from 'oidc-provider'
// The package's front door warns about Node 20 on every start; what it runs there is tested here on 20 and newer.
import { Provider } from 'oidc-provider/lib/provider.js'
import { memoryStore } from './memory-store.ts'

/** A website that people sign in to through the stand-in. */
export type RelyingClient = { clientId: string; redirectUri: string; publicKey: JWK }

/** One identity provider: where it lives under the origin, and what its answers claim. */
export type ProviderSettings = {
  origin: string
  mount: 'staff' | 'digid'
  clients: readonly RelyingClient[]
  acrs: readonly string[]
  /** What kind of number `sub` is, after the OpenID.NLGov profile. */
  subjectIdType?: string
  isPerson: (subject: string) => boolean
  /** For whom somebody signs in: `represents` of the OpenID.NLGov profile. */
  representedBy?: (subject: string) => string | undefined
}

/** An OpenID provider with code flow and PKCE only; clients prove themselves with a signed assertion, never a shared secret. */
export function makeProvider(settings: ProviderSettings): ProviderType {
  const { origin, mount } = settings
  const provider = new Provider(`${origin}/${mount}`, {
    ...switchedOn,
    adapter: memoryStore(),
    clients: settings.clients.map(metadataOf),
    jwks: { keys: [newSigningKey()] },
    cookies: cookiesOf(mount, origin),
    acrValues: [...settings.acrs],
    claims: { openid: ['sub', 'sub_id_type', 'represents'], acr: null, amr: null, auth_time: null },
    interactions: { url: (_ctx, interaction) => `/sign-in/${mount}/${interaction.uid}` },
    findAccount: (_ctx, subject) => {
      if (!settings.isPerson(subject)) return undefined
      const type = settings.subjectIdType ? { sub_id_type: settings.subjectIdType } : {}
      const represented = settings.representedBy?.(subject)
      const represents = represented ? { represents: { sub: represented, iss: origin, ...type } } : {}
      return { accountId: subject, claims: async () => ({ sub: subject, ...type, ...represents }) }
    },
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({
        clientId: ctx.oidc.client?.clientId,
        accountId: ctx.oidc.session?.accountId,
      })
      // Signing in at one's own organisation asks for no consent.
      grant.addOIDCScope('openid')
      grant.addOIDCClaims(['acr', 'amr', 'auth_time'])
      await grant.save()
      return grant
    },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain; charset=utf-8'
      ctx.body = `Dit inloggen kan niet: ${out.error}. Ga terug naar de website en begin opnieuw.`
    },
  })
  return provider
}

const minute = 60
const switchedOn: Configuration = {
  pkce: { required: () => true },
  responseTypes: ['code'],
  scopes: ['openid'],
  // ES256 keys are made in a moment, so that the stand-in starts fast.
  enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256'] },
  clientAuthMethods: ['private_key_jwt'],
  features: {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    claimsParameter: { enabled: true },
  },
  ttl: {
    AccessToken: 5 * minute,
    AuthorizationCode: minute,
    IdToken: 5 * minute,
    Interaction: 10 * minute,
    Grant: 10 * minute,
    Session: 10 * minute,
  },
}

function metadataOf(client: RelyingClient): ClientMetadata {
  return {
    client_id: client.clientId,
    redirect_uris: [client.redirectUri],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    id_token_signed_response_alg: 'ES256',
    jwks: { keys: [client.publicKey] },
    // Not `native`: the library lets those come back at any port of this machine.
    application_type: 'web',
  }
}

/** Cookies of both providers and of the sites meet on localhost: each has names of its own. */
function cookiesOf(mount: string, origin: string): Configuration['cookies'] {
  const secure = origin.startsWith('https:')
  const options = { httpOnly: true, sameSite: 'lax', secure } as const
  return {
    keys: [randomBytes(32).toString('base64url')],
    names: {
      session: `stand-in-${mount}`,
      interaction: `stand-in-${mount}-at`,
      resume: `stand-in-${mount}-on`,
    },
    long: options,
    short: options,
  }
}

function newSigningKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    use: 'sig',
    alg: 'ES256',
  } as JWK
}
