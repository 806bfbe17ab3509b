import { isRefusal } from '../kernel/index.ts'
import { addPage, meet, type Site } from '../shell/index.ts'
import {
  ErrorSummary,
  emptyForm,
  type FormState,
  Heading,
  Page,
  PageHead,
  readForm,
  sendPage,
  Text,
  type View,
  withError,
} from '../web/index.ts'
import type { ListedClient } from './caseload.ts'
import { clientWords } from './client.words.ts'
import { ClientList } from './client-list.tsx'
import { findClients } from './find-clients.ts'
import { SearchForm, SearchSchema } from './search-form.tsx'
import { searchQuestion } from './search-question.ts'

const MOST = 25

/** `/clients/find`: search in any of four ways; what one may not see is not there. */
export function findPage(site: Site): void {
  addPage(site, 'GET', '/clients/find', async (request, reply, visitor) => {
    meet(site, request, await site.door.greet(visitor))
    return sendPage(reply, <FindPage view={request.view} form={emptyForm(SearchSchema)} />)
  })
  addPage(site, 'POST', '/clients/find', async (request, reply, visitor) => {
    const t = clientWords(request.view.language)
    const answer = readForm(SearchSchema, request.body, request.view.language, {
      labels: { question: t('searchLabel') },
    })
    const keys = answer.ok ? searchQuestion(answer.values.question) : undefined
    if (keys === undefined || isRefusal(keys)) {
      meet(site, request, await site.door.greet(visitor))
      const form = keys === undefined ? answer.form : withError(answer.form, 'question', t(keys.refused))
      return sendPage(reply, <FindPage view={request.view} form={form} />, 400)
    }
    const { value: clients } = meet(site, request, await findClients(site.door, site.vault, visitor, keys))
    return sendPage(reply, <FindPage view={request.view} form={answer.form} clients={clients} />)
  })
}

function FindPage({
  view,
  form,
  clients,
}: {
  view: View
  form: FormState<'question'>
  clients?: readonly ListedClient[]
}) {
  const t = clientWords(view.language)
  return (
    <Page view={view} title={t('search')} current="/clients/find" failed={form.errors.question !== undefined}>
      <PageHead title={t('search')} />
      <ErrorSummary form={form} />
      <SearchForm form={form} />
      {clients && (
        <section aria-live="polite">
          <Heading>{t('found')}</Heading>
          {clients.length === 0 && (
            <>
              <Text>{t('notFound')}</Text>
              <Text quiet>{t('notFoundHelp')}</Text>
            </>
          )}
          {clients.length > 0 && <ClientList clients={clients} label={t('found')} />}
          {clients.length >= MOST && <Text>{t('tooMany')}</Text>}
        </section>
      )}
    </Page>
  )
}
