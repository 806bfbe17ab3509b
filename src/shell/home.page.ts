import { NotThere } from '../web/index.ts'
import { addPage, meet, type Site } from './site.ts'

/** `/` of the staff site goes to the first thing that this person may do. */
export function homePage(site: Site): void {
  addPage(site, 'GET', '/', async (request, reply, visitor) => {
    meet(site, request, await site.door.greet(visitor))
    const first = request.view.nav?.[0]
    if (!first) throw new NotThere()
    return reply.redirect(first.href, 303)
  })
}
