import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from '../db/index.ts'
import type { Visitor } from '../door/index.ts'
import { addPage, demandRight, meet, type Site } from '../shell/index.ts'
import { sameSitePath } from '../web/index.ts'
import { hasShownLately } from './kept-form.store.ts'
import { type Kept, keepTyped, takeTyped } from './kept-form.ts'
import { confirmPath } from './step-up.ts'

type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  kept: Kept,
) => Promise<FastifyReply>

export type Sensitive = {
  signinPool: Pool
  /** Of a POST: the page with its form, where the visitor comes back to. A GET comes back to itself. */
  formAt?: (request: FastifyRequest) => string
  /** Only for the client in person: for somebody who acts for a client the page is not there. */
  inPerson?: true
}

/**
 * As `addPage`, for a sensitive act of the portal (consent, a mandate, a download): whoever did not show in the last ten minutes who
 * they are signs in anew first, comes back, and finds what they typed: the GET page of the form gets it as `kept`. The database has
 * to demand the same of the act, by `wall.shown_lately()` in the policy.
 */
export function addSensitivePage(
  site: Site,
  method: 'GET' | 'POST',
  path: string,
  { signinPool, formAt, inPerson }: Sensitive,
  handler: Handler,
): void {
  const keeper = { signinPool, vault: site.vault }
  addPage(site, method, path, async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.greet(visitor))
    const { facts } = met
    demandRight(met, !inPerson || facts.actor.role === 'client')
    const back = sameSitePath(formAt?.(request) ?? request.url)
    if (await site.door.askOwn(visitor, 'support', hasShownLately)) {
      const kept = method === 'GET' ? await takeTyped(keeper, visitor, facts, back) : undefined
      return handler(request, reply, visitor, kept)
    }
    if (method === 'POST') await keepTyped(keeper, visitor, facts, { path: back, body: request.body })
    return reply.redirect(`${confirmPath}?${new URLSearchParams({ back })}`, 303)
  })
}
