import { Page, PageHead, sendPage, Text } from '../web/index.ts'
import { shellWords } from './shell.words.ts'
import { addPage, demandEntry, meet, type Site } from './site.ts'

/** `/` of the staff site goes to the first thing that this person may do. */
export function homePage(site: Site): void {
  addPage(site, 'GET', '/', async (request, reply, visitor) => {
    demandEntry(meet(site, request, await site.door.greet(visitor)))
    const first = request.view.nav?.[0]
    if (first) return reply.redirect(first.href, 303)
    const t = shellWords(request.view.language)
    return sendPage(
      reply,
      <Page view={request.view} title={t('nothingTitle')} narrow>
        <PageHead title={t('nothingTitle')} />
        <Text>{t('nothingText')}</Text>
      </Page>,
    )
  })
}
