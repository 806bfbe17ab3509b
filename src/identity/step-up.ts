import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SignInNeeded, type SiteName, sameSitePath, sessionToken } from '../web/index.ts'

/** Where somebody shows the second factor again. */
export const confirmPath = '/account/confirm'

/**
 * For pages with a sensitive act: undefined when the person showed a second factor less than two minutes ago; else the answer that
 * sends them to show it, after which they come back to the page `back`. The database demands the same by `wall.stepped_up(token)`.
 */
export async function demandStepUp(
  site: { kind: SiteName; app: FastifyInstance },
  request: FastifyRequest,
  reply: FastifyReply,
  back: string,
): Promise<FastifyReply | undefined> {
  const token = sessionToken(request, site.kind)
  if (!token) throw new SignInNeeded()
  if (await site.app.isSteppedUp(token)) return undefined
  return reply.redirect(`${confirmPath}?${new URLSearchParams({ back: sameSitePath(back) })}`, 303)
}
