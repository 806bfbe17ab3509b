import { view } from '../door/index.ts'
import { addPage, meet, type Site } from '../shell/index.ts'

const mine = view({
  event: 'portal.opened',
  action: 'read',
  parts: ['existence'],
  use: 'support',
  run: async (opened) => opened.listed,
})

/** `/who-looked` of the menu: goes to the log of the client's dossier; with more than one dossier, to the choice. */
export function whoLookedPage(site: Site): void {
  addPage(site, 'GET', '/who-looked', async (request, reply, visitor) => {
    const { value: dossiers } = meet(site, request, await site.door.own(visitor, mine, undefined))
    const [only] = dossiers
    return reply.redirect(only && dossiers.length === 1 ? `/dossiers/${only.dossierId}/who-looked` : '/', 303)
  })
}
