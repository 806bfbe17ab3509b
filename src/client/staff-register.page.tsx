import type { FastifyReply } from 'fastify'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, demandRight, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import type { Item, Statement } from '../statement/index.ts'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  NotThere,
  Page,
  PageHead,
  RadioGroup,
  Refusal,
  readForm,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { clientWords } from './client.words.ts'
import { ItemFields } from './item-field.tsx'
import { registerClient } from './register-client.ts'
import { checkRegistration } from './registration.ts'
import { itemsFor, schemaFor, servicesToRegister, typedIn, withProblems } from './registration-form.ts'

/** `/clients/new`: first what for, then only the items which that service needs. */
export function registerPage(site: Site): void {
  addPage(site, 'GET', '/clients/new', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.greet(visitor))
    demandRegister(met)
    const statement = statementOf(site, met.facts)
    const { service } = request.query as { service?: string }
    if (service === undefined)
      return sendPage(reply, <ServicePage view={request.view} statement={statement} />)
    const items = knownItems(statement, service)
    return sendPage(
      reply,
      <RegisterPage
        view={request.view}
        {...{ statement, service, items }}
        form={emptyForm(schemaFor(items))}
      />,
    )
  })

  addPage(site, 'POST', '/clients/new', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.greet(visitor))
    demandRegister(met)
    const statement = statementOf(site, met.facts)
    const { service } = (request.body ?? {}) as { service?: string }
    const items = knownItems(statement, service ?? '')
    const labels = Object.fromEntries(
      items.map((item) => [item.id, statement.label(request.view.language, `items.${item.id}`)]),
    )
    const answer = readForm(schemaFor(items), request.body, request.view.language, { labels })
    const page = (form: FormState<string>) => (
      <RegisterPage view={request.view} {...{ statement, service: service ?? '', items }} form={form} />
    )
    if (!answer.ok) return sendPage(reply, page(answer.form), 400)
    const rule = { minimumAge: statement.facts.minimumAge, today: dayInNetherlands(site.now()) }
    const checked = checkRegistration(typedIn(answer.values, items), items, rule)
    if (checked.outcome === 'problems') {
      return sendPage(
        reply,
        page(withProblems(answer.form, checked.problems, statement, request.view.language)),
        400,
      )
    }
    if (checked.outcome === 'too-young') return sendTooYoung(reply, request.view, checked.minimumAge)
    const { value } = meet(
      site,
      request,
      await registerClient(site.door, site.vault, visitor, checked.registration),
    )
    return reply.redirect(`/dossiers/${value.dossierId}?registered=1`, 303)
  })
}

function demandRegister(met: Met<undefined>): void {
  demandRight(met, met.can('write', 'existence', { relation: 'none', use: 'registration' }))
}

function knownItems(statement: Statement, service: string): Item[] {
  if (!servicesToRegister(statement).includes(service)) throw new NotThere()
  return itemsFor(statement, service)
}

function sendTooYoung(reply: FastifyReply, view: View, age: number): FastifyReply {
  const t = clientWords(view.language)
  const page = (
    <Page view={view} title={t('registerTitle')} current="/clients/new" narrow>
      <PageHead title={t('registerTitle')} />
      <Refusal why={t('tooYoungTitle', { age })} ways={[t('tooYoungWay')]}>
        <Text>{t('tooYoungKept')}</Text>
      </Refusal>
      <div>
        <ButtonLink href="/clients" kind="secondary">
          {t('backToClients')}
        </ButtonLink>
      </div>
    </Page>
  )
  return sendPage(reply, page, 422)
}

function ServicePage({ view, statement }: { view: View; statement: Statement }) {
  const t = clientWords(view.language)
  const options = servicesToRegister(statement).map((id) => ({
    value: id,
    label: capital(statement.label(view.language, `services.${id}`)),
  }))
  return (
    <Page view={view} title={t('registerTitle')} current="/clients/new" narrow>
      <PageHead title={t('registerTitle')} lead={t('registerLead')} />
      <form method="get" action="/clients/new" class="stack">
        <RadioGroup
          form={{ values: { service: options[0]?.value ?? '' }, errors: {} }}
          name="service"
          label={t('forWhat')}
          options={options}
        />
        <div>
          <Button>{t('choose')}</Button>
        </div>
      </form>
    </Page>
  )
}

type FormPage = {
  view: View
  statement: Statement
  service: string
  items: readonly Item[]
  form: FormState<string>
}

function RegisterPage({ view, statement, service, items, form }: FormPage) {
  const t = clientWords(view.language)
  return (
    <Page
      view={view}
      title={t('registerTitle')}
      current="/clients/new"
      narrow
      failed={Object.keys(form.errors).length > 0}
    >
      <PageHead
        title={t('registerTitle')}
        above={capital(statement.label(view.language, `services.${service}`))}
        lead={t('registerLead')}
      />
      <ErrorSummary form={form} />
      <Form action="/clients/new" stack>
        <input type="hidden" name="service" value={service} />
        <ItemFields {...{ items, form, statement, language: view.language }} />
        <div class="row">
          <Button>{t('register')}</Button>
          <ButtonLink href="/clients/new" kind="secondary">
            {t('otherService')}
          </ButtonLink>
        </div>
      </Form>
    </Page>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
