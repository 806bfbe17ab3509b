import { addPage, meet, type Site } from '../shell/index.ts'
import { emptyForm, Page, PageHead, sendPage, Text } from '../web/index.ts'
import { caseload } from './caseload.ts'
import { clientWords } from './client.words.ts'
import { ClientList } from './client-list.tsx'
import { SearchForm, SearchSchema } from './search-form.tsx'

/** `/clients`: the worker's own clients, with the search above them. */
export function caseloadPage(site: Site): void {
  addPage(site, 'GET', '/clients', async (request, reply, visitor) => {
    const { value: clients, can } = meet(site, request, await site.door.own(visitor, caseload, undefined))
    const t = clientWords(request.view.language)
    return sendPage(
      reply,
      <Page view={request.view} title={t('myClients')} current="/clients">
        <PageHead title={t('myClients')} under={t('count', { count: clients.length })} />
        {can('search', 'existence', { relation: 'involved' }) && (
          <SearchForm form={emptyForm(SearchSchema)} />
        )}
        {clients.length === 0 ? (
          <Text>{t('none')}</Text>
        ) : (
          <ClientList clients={clients} label={t('myClients')} />
        )}
      </Page>,
    )
  })
}
