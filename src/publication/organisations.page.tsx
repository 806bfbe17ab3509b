import type { FastifyInstance } from 'fastify'
import { Line, Link, List, Page, PageHead, sendPage } from '../web/index.ts'
import { inLanguage } from './place.ts'
import { publicationWords } from './publication.words.ts'
import type { Shelf } from './shelf.ts'

/** `/`: the organisations whose statements stand here. */
export function addOrganisationsPage(site: FastifyInstance, shelf: Shelf): void {
  site.get('/', async (request, reply) => {
    const { view } = request
    const t = publicationWords(view.language)
    const to = (path: string) => inLanguage(path, view.language)
    const organisations = await shelf.organisations()
    return sendPage(
      reply,
      <Page view={view} title={t('title')} narrow>
        <PageHead title={t('title')} lead={t('lead')} />
        <List>
          {organisations.map(({ id, name }) => (
            <Line key={id}>
              <h2 class="utrecht-heading-2">{name}</h2>
              <p>
                <Link href={to(`/${id}/privacy`)}>
                  {t('privacy')} <span class="unseen">{name}</span>
                </Link>
              </p>
              <p>
                <Link href={to(`/${id}/register`)}>
                  {t('register')} <span class="unseen">{name}</span>
                </Link>
              </p>
            </Line>
          ))}
        </List>
      </Page>,
    )
  })
}
