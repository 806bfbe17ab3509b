import type { FastifyReply, FastifyRequest } from 'fastify'
import { type FormState, NotThere, withError } from '../../web/index.ts'
import { networkKey } from '../accounts/attempt-keys.ts'
import type { Entrance, SignInOrganisation } from '../entrance.ts'
import type { PortalDesk, Tried } from './portal-account.ts'
import { portalAccountWords } from './portal-account.words.ts'

/** What the pages of portal accounts share: the way in, the accounts, and the organisations that have such accounts. */
export type PortalHere = { entrance: Entrance; desk: PortalDesk; organisations: readonly string[] }

/** An organisation of this way of signing in; any other is not there. */
export function organisationHere({ entrance, organisations }: PortalHere, id: unknown): SignInOrganisation {
  const found = typeof id === 'string' && organisations.includes(id) ? entrance.organisation(id) : undefined
  if (!found) throw new NotThere()
  return found
}

/** By which key tries from the network of this request are counted. */
export async function networkHere(
  { desk }: PortalHere,
  request: FastifyRequest,
  organisation: string,
): Promise<Buffer> {
  return networkKey(await desk.vault.indexKey(organisation), request.ip)
}

/** The form again with why it did not go on, and the status of the answer; `wrong`: what the field says of what is not right. */
export function refusedForm<Name extends string>(
  request: FastifyRequest,
  reply: FastifyReply,
  { form, field, wrong }: { form: FormState<Name>; field: Name; wrong: string },
  tried: Tried<{ outcome: 'right' }> | undefined,
): { form: FormState<Name>; status: number } {
  const t = portalAccountWords(request.view.language)
  if (tried?.outcome === 'wait') {
    reply.header('retry-after', String(tried.seconds))
    return { form: withError(form, field, t('wait', { seconds: tried.seconds })), status: 429 }
  }
  if (tried?.outcome === 'busy') return { form: withError(form, field, t('busy')), status: 503 }
  if (tried === undefined && Object.keys(form.errors).length > 0) return { form, status: 400 }
  return { form: withError(form, field, wrong), status: 400 }
}
