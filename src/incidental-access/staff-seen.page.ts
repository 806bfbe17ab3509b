import { addPage, meet, type Site } from '../shell/index.ts'
import { NotThere } from '../web/index.ts'
import { seeEmergencyRow } from './incidental.store.ts'

/** A team manager says to have seen an emergency, which then waits no longer; it is on record. */
export function seenPage(site: Site): void {
  addPage(site, 'POST', '/incidental-access/emergencies/:access/seen', async (request, reply, visitor) => {
    const { access: id = '' } = request.params as { access?: string }
    if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)) throw new NotThere()
    const act = { action: 'review', parts: ['existence'], use: 'review' } as const
    const answer = await site.door.change(visitor, act, (tx, knock) => seeEmergencyRow(tx, knock, id))
    const { value } = meet(site, request, answer)
    if (value !== undefined) throw new NotThere()
    return reply.redirect('/today?done=seen', 303)
  })
}
