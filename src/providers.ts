import type { FastifyInstance } from 'fastify'
import type { Config, Issuer } from './config.ts'
import { DEMO_CLIENTS, DEMO_STAFF } from './demo/index.ts'
import { clientKeyFrom, newClientKey, type ProviderSettings } from './identity/index.ts'
import { makeStandIn, standInIssuers } from './stand-in/index.ts'

/** Where staff and clients sign in; the stand-in when one of them has no issuer of its own. */
export type Providers = {
  staff: ProviderSettings | 'own-accounts'
  clients: ProviderSettings
  standIn: FastifyInstance | undefined
}

export async function providersFor(config: Config): Promise<Providers> {
  const issuers = standInIssuers(config.standIn.url)
  const staff = await newClientKey()
  const clients = await newClientKey()
  const needed =
    (config.staffIssuer === undefined && !config.ownAccounts) || config.clientIssuer === undefined
  return {
    staff: config.ownAccounts
      ? 'own-accounts'
      : ((await outside(config.staffIssuer)) ?? {
          issuer: issuers.staff,
          clientId: 'gestand-staff',
          credentials: { key: staff.key },
          signedWith: 'ES256',
        }),
    clients: (await outside(config.clientIssuer)) ?? {
      issuer: issuers.digid,
      clientId: 'gestand-portal',
      credentials: { key: clients.key },
      signedWith: 'ES256',
    },
    standIn: needed
      ? await makeStandIn({
          demonstration: config.demo,
          origin: config.standIn.url,
          staff: {
            people: DEMO_STAFF,
            clients: [relying('gestand-staff', config.staff.url, staff.publicKey)],
          },
          digid: {
            people: DEMO_CLIENTS,
            clients: [relying('gestand-portal', config.portal.url, clients.publicKey)],
          },
        })
      : undefined,
  }
}

async function outside(issuer: Issuer | undefined): Promise<ProviderSettings | undefined> {
  if (!issuer) return undefined
  const { url, clientId, proof, signedWith } = issuer
  const credentials = 'secret' in proof ? proof : await clientKeyFrom(proof.keyFile)
  return { issuer: url, clientId, credentials, signedWith }
}

function relying(
  clientId: string,
  origin: string,
  publicKey: Awaited<ReturnType<typeof newClientKey>>['publicKey'],
) {
  return { clientId, redirectUri: `${origin}/signin/callback`, publicKey }
}
