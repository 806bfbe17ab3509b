import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SignInNeeded, type SiteName, sameSitePath, sessionToken } from '../web/index.ts'

/** Where somebody shows the second factor again. */
export const confirmPath = '/account/confirm'

/**
 * For pages with a sensitive act: undefined when the person showed a second factor less than two minutes ago; else the address to
 * redirect to, where they show it and from where they come back to the page `back`. An address and not the sent reply: a reply can
 * be awaited, and whoever awaits it gets undefined and goes on. The database demands the same by `wall.stepped_up(token)`,
 * or in a policy by `wall.factor_shown()`.
 */
export async function demandStepUp(
  site: { kind: SiteName; app: FastifyInstance },
  request: FastifyRequest,
  back: string,
): Promise<string | undefined> {
  const token = sessionToken(request, site.kind)
  if (!token) throw new SignInNeeded()
  if (await site.app.isSteppedUp(token)) return undefined
  return `${confirmPath}?${new URLSearchParams({ back: sameSitePath(back) })}`
}
