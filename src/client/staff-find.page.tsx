import { dayInNetherlands, isRefusal, type PlainDate } from '../kernel/index.ts'
import { addPage, demandRight, type Met, meet, type Site } from '../shell/index.ts'
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
    demandSearch(meet(site, request, await site.door.greet(visitor)))
    return sendPage(reply, <FindPage view={request.view} form={emptyForm(SearchSchema)} />)
  })
  addPage(site, 'POST', '/clients/find', async (request, reply, visitor) => {
    const t = clientWords(request.view.language)
    const answer = readForm(SearchSchema, request.body, request.view.language, {
      labels: { question: t('searchShort') },
    })
    const keys = answer.ok ? searchQuestion(answer.values.question) : undefined
    if (keys === undefined || isRefusal(keys)) {
      demandSearch(meet(site, request, await site.door.greet(visitor)))
      const why =
        keys === undefined ? (answer.form.values.question ? undefined : 'nothing-to-search') : keys.refused
      const form = why === undefined ? answer.form : withError(answer.form, 'question', t(why))
      return sendPage(reply, <FindPage view={request.view} form={form} />, 400)
    }
    const { value: clients, can } = meet(
      site,
      request,
      await findClients(site.door, site.vault, visitor, keys),
    )
    const found = {
      clients,
      today: dayInNetherlands(site.now()),
      mayWrite: can('write', 'notes', { relation: 'involved' }),
    }
    return sendPage(reply, <FindPage view={request.view} form={answer.form} found={found} />)
  })
}

function demandSearch(met: Met<undefined>): void {
  demandRight(met, met.can('search', 'existence', { relation: 'involved' }))
}

type Found = { clients: readonly ListedClient[]; today: PlainDate; mayWrite: boolean }

function FindPage({ view, form, found }: { view: View; form: FormState<'question'>; found?: Found }) {
  const t = clientWords(view.language)
  return (
    <Page view={view} title={t('search')} current="/clients/find" failed={form.errors.question !== undefined}>
      <PageHead title={t('search')} />
      <ErrorSummary form={form} />
      <SearchForm form={form} hint />
      {found && (
        <section aria-live="polite">
          <Heading>{found.clients.length === 0 ? t('notFound') : t('found')}</Heading>
          {found.clients.length === 0 ? (
            <Text>{t('notFoundHelp')}</Text>
          ) : (
            <ClientList {...found} label={t('found')} />
          )}
          {found.clients.length >= MOST && <Text>{t('tooMany')}</Text>}
        </section>
      )}
    </Page>
  )
}
