import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Page,
  PageHead,
  RadioGroup,
  sendPage,
} from '../../web/index.ts'
import type { SignInOrganisation } from '../entrance.ts'
import { identityWords } from '../identity.words.ts'
import { comingBack, type NoticeKey, SignInNotice } from '../sign-in-notice.tsx'
import { accountWords } from './account.words.ts'
import { FactorForm, type FactorNames } from './factor-form.tsx'

export const PasswordForm = Type.Object(
  {
    organisation: Type.String({ maxLength: 60 }),
    userName: Type.String({ maxLength: 120 }),
    password: Type.String({ maxLength: 400 }),
    back: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)
type PasswordNames = keyof Static<typeof PasswordForm>

/** What a try on a form led to: the status of the answer, and how long to wait. */
export type TryStatus = { status: 200 | 400 | 429 | 503; retryAfter?: number }

/** User name and password; asks for the organisation when the address does not tell. */
export function sendPasswordPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: {
    organisations: readonly SignInOrganisation[]
    back: string
    form: FormState<PasswordNames>
    notice?: NoticeKey | undefined
  } & TryStatus,
): FastifyReply {
  const { view } = request
  const { form, organisations } = facts
  const [t, i] = [accountWords(view.language), identityWords(view.language)]
  const only = organisations.length === 1 ? organisations[0] : undefined
  const page = (
    <Page
      view={comingBack(view, facts.notice, facts.back)}
      title={i('title')}
      narrow
      failed={facts.status !== 200}
    >
      {facts.notice && <SignInNotice view={view} says={facts.notice} back={facts.back} />}
      <PageHead title={only ? i('titleAt', { name: only.name }) : i('title')} lead={t('lead')} />
      <ErrorSummary form={form} />
      <Form action="/signin" stack>
        <input type="hidden" name="back" value={facts.back} />
        {only ? (
          <input type="hidden" name="organisation" value={only.id} />
        ) : (
          <RadioGroup
            form={form}
            name="organisation"
            label={i('where')}
            options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Field form={form} name="userName" label={t('userName')} autocomplete="username" maxlength={80} />
        <Field
          form={form}
          name="password"
          label={t('password')}
          type="password"
          autocomplete="current-password"
        />
        <div>
          <Button>{t('goOn')}</Button>
        </div>
      </Form>
    </Page>
  )
  return send(reply, page, facts)
}

/** The second factor: to sign in, or before a sensitive act. */
export function sendFactorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: {
    use: 'sign-in' | 'confirm'
    form: FormState<FactorNames>
    back: string
    app: boolean
    passkeyOptions: string | undefined
  } & TryStatus,
): FastifyReply {
  const { view } = request
  const [t, i] = [accountWords(view.language), identityWords(view.language)]
  const signing = facts.use === 'sign-in'
  const title = signing ? t('secondTitle') : i('confirmTitle')
  const page = (
    <Page view={view} title={title} narrow failed={facts.status !== 200}>
      <PageHead title={title} lead={signing ? t('secondLead') : i('confirmLead')} />
      <FactorForm
        {...facts}
        action={signing ? '/signin/second' : '/account/confirm'}
        button={signing ? t('signIn') : t('confirm')}
      />
    </Page>
  )
  return send(reply, page, facts)
}

function send(
  reply: FastifyReply,
  page: Parameters<typeof sendPage>[1],
  { status, retryAfter }: TryStatus,
): FastifyReply {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  return sendPage(reply, page, status)
}
