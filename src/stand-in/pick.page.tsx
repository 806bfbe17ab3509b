import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import Type from 'typebox'
import {
  Button,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  Notice,
  Page,
  PageHead,
  RadioGroup,
  readForm,
  sendPage,
  Text,
} from '../web/index.ts'
import type { Level } from './levels.ts'
import { standInWords } from './stand-in.words.ts'

/** A person of the demonstration. */
export type DemoPerson = {
  subject: string
  name: string
  description: string
  /** The number of the person for whom this one always signs in. */
  represents?: string
}

export type PickSettings = {
  mount: 'staff' | 'digid'
  provider: Provider
  people: readonly DemoPerson[]
  levels: readonly Level[]
}

type Names = 'person' | 'level'

/** The page where one picks a person and a level, in place of a real sign-in. */
export function addPickPage(site: FastifyInstance, settings: PickSettings): void {
  const { mount, provider, people, levels } = settings
  const path = `/sign-in/${mount}/:uid`
  const PickForm = Type.Object(
    {
      person: Type.Enum(people.map((person) => person.subject)),
      level: Type.Enum(levels.map((level) => level.id)),
    },
    { additionalProperties: false },
  )
  const first = emptyForm(PickForm, levels[0] ? { level: levels[0].id } : {})

  site.get(path, async (request, reply) => {
    if (!(await isRunning(provider, request, reply))) return sendOver(request, reply)
    return sendPage(reply, <PickPage settings={settings} request={request} form={first} />)
  })

  site.post(path, async (request, reply) => {
    if (!(await isRunning(provider, request, reply))) return sendOver(request, reply)
    const t = standInWords(request.view.language)
    const answer = readForm(PickForm, request.body, request.view.language, {
      labels: { person: t('person'), level: t('level') },
    })
    if (!answer.ok)
      return sendPage(reply, <PickPage settings={settings} request={request} form={answer.form} />, 400)
    const level = levels.find((one) => one.id === answer.values.level)
    const methods = level?.amr ? { amr: level.amr } : {}
    await forgetSomebodyElse(provider, request, reply, answer.values.person)
    const seen = level?.secondsAgo ? { ts: Math.floor(Date.now() / 1000) - level.secondsAgo } : {}
    const login = {
      accountId: answer.values.person,
      acr: level?.acr ?? '',
      ...methods,
      ...seen,
      remember: false,
    }
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, { login }), 303)
  })

  site.post(`${path}/stop`, async (request, reply) => {
    if (!(await isRunning(provider, request, reply))) return sendOver(request, reply)
    const result = { error: 'access_denied', error_description: 'Authentication cancelled' }
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
  })
}

/** Left to itself the provider asks whoever was here before to sign out, on a page that needs a script of its own. */
async function forgetSomebodyElse(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
): Promise<void> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw)
  const uid = interaction.session?.uid
  const known = uid === undefined ? undefined : await provider.Session.findByUid(uid)
  if (!known?.accountId || known.accountId === person) return
  await known.destroy()
  delete interaction.session
  await interaction.save(600)
}

async function isRunning(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  try {
    const { uid } = request.params as { uid: string }
    const interaction = await provider.interactionDetails(request.raw, reply.raw)
    return interaction.uid === uid
  } catch {
    return false
  }
}

function sendOver(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const t = standInWords(request.view.language)
  const page = (
    <Page view={request.view} title={t('overTitle')} narrow>
      <PageHead title={t('overTitle')} />
      <Text>{t('overText')}</Text>
    </Page>
  )
  return sendPage(reply, page, 400)
}

function PickPage({
  settings,
  request,
  form,
}: {
  settings: PickSettings
  request: FastifyRequest
  form: FormState<Names>
}) {
  const { view } = request
  const t = standInWords(view.language)
  const title = t(settings.mount === 'staff' ? 'staffTitle' : 'digidTitle')
  return (
    <Page view={view} title={title} narrow failed={Object.keys(form.errors).length > 0}>
      <PageHead title={title} />
      <Notice kind="due">{t('warning')}</Notice>
      <ErrorSummary form={form} />
      <Form action={view.path} stack>
        <RadioGroup
          form={form}
          name="person"
          label={t('who')}
          options={settings.people.map((person) => ({
            value: person.subject,
            label: person.name,
            hint: person.description,
          }))}
        />
        <RadioGroup
          form={form}
          name="level"
          label={t('how')}
          options={settings.levels.map((level) => ({
            value: level.id,
            label: t(level.label),
            ...(level.hint ? { hint: t(level.hint) } : {}),
          }))}
        />
        <Button>{t('signIn')}</Button>
      </Form>
      <Form action={`${view.path}/stop`}>
        <Button kind="secondary">{t('cancel')}</Button>
      </Form>
    </Page>
  )
}
