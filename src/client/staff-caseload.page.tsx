import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, meet, type Site } from '../shell/index.ts'
import { ButtonLink, emptyForm, Page, PageHead, sendPage, Text } from '../web/index.ts'
import { caseload } from './caseload.ts'
import { clientWords } from './client.words.ts'
import { ClientList } from './client-list.tsx'
import { SearchForm, SearchSchema } from './search-form.tsx'

/** `/clients`: the worker's own clients, with the search beside the title. */
export function caseloadPage(site: Site): void {
  addPage(site, 'GET', '/clients', async (request, reply, visitor) => {
    const { value: clients, can } = meet(site, request, await site.door.own(visitor, caseload, undefined))
    const t = clientWords(request.view.language)
    const none = clients.length === 0
    return sendPage(
      reply,
      <Page view={request.view} title={t('myClients')} current="/clients">
        <PageHead
          title={t('myClients')}
          {...(none ? {} : { under: t('count', { count: clients.length }) })}
          actions={
            can('search', 'existence', { relation: 'involved' }) && (
              <SearchForm form={emptyForm(SearchSchema)} />
            )
          }
        />
        {none ? (
          <NoClients
            text={t('none')}
            register={
              can('write', 'existence', { relation: 'none', use: 'registration' }) && t('registerTitle')
            }
          />
        ) : (
          <ClientList
            clients={clients}
            label={t('myClients')}
            today={dayInNetherlands(site.now())}
            mayWrite={can('write', 'notes', { relation: 'involved' })}
          />
        )}
      </Page>,
    )
  })
}

/** Nobody yet: what this page is for, and what one can do. */
function NoClients({ text, register }: { text: string; register: string | false }) {
  return (
    <div>
      <Text>{text}</Text>
      {register && <ButtonLink href="/clients/new">{register}</ButtonLink>}
    </div>
  )
}
