import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Heading,
  Link,
  Page,
  PageHead,
  RadioGroup,
  sendPage,
  Text,
} from '../../web/index.ts'
import { AppSecret, CodeField } from '../accounts/code-app.tsx'
import type { SignInOrganisation } from '../entrance.ts'
import { identityWords } from '../identity.words.ts'
import { portalAccountWords } from './portal-account.words.ts'

const text = (maxLength: number) => Type.String({ maxLength })

export const AccountForm = Type.Object(
  {
    organisation: Type.Optional(text(60)),
    back: Type.Optional(text(500)),
    userName: text(80),
    password: text(400),
    code: text(20),
  },
  { additionalProperties: false },
)
export type AccountNames = keyof Static<typeof AccountForm>

export const CodeForm = Type.Object(
  { organisation: text(60), invitation: text(40) },
  { additionalProperties: false },
)
export type CodeNames = keyof Static<typeof CodeForm>

export const NewAccountForm = Type.Object(
  { userName: text(80), password: text(400), code: text(20) },
  { additionalProperties: false },
)
export type NewAccountNames = keyof Static<typeof NewAccountForm>

/** User name, password and code on one page: to sign in, or to show again who one is. */
export function sendAccountPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: {
    use: 'sign-in' | 'confirm'
    organisation: SignInOrganisation
    back: string
    form: FormState<AccountNames>
    status: number
  },
): FastifyReply {
  const { view } = request
  const { use, organisation, back, form, status } = facts
  const [t, i] = [portalAccountWords(view.language), identityWords(view.language)]
  const signing = use === 'sign-in'
  const title = signing ? t('title') : i('confirmTitle')
  const page = (
    <Page view={{ ...view, brand: organisation }} title={title} narrow failed={status !== 200}>
      <PageHead
        title={title}
        lead={signing ? t('lead', { name: organisation.name }) : i('confirmLeadClient')}
      />
      <ErrorSummary form={form} />
      <Form action={signing ? '/signin/own' : '/account/confirm/own'} stack>
        {signing && <input type="hidden" name="organisation" value={organisation.id} />}
        <input type="hidden" name="back" value={back} />
        <Field form={form} name="userName" label={t('userName')} autocomplete="username" maxlength={80} />
        <Field
          form={{ ...form, values: {} }}
          name="password"
          label={t('password')}
          type="password"
          autocomplete="current-password"
        />
        <CodeField errors={form.errors} label={t('code')} hint={t('codeHint')} />
        <div>
          <Button>{signing ? t('signIn') : t('confirm')}</Button>
        </div>
      </Form>
      {signing && (
        <>
          <Heading>{t('noAccount')}</Heading>
          <Text>
            <Link href="/invited">{t('haveCode')}</Link>
          </Text>
          <Heading>{t('lostTitle')}</Heading>
          <Text>
            <Link href={`/signin/own/lost?${new URLSearchParams({ organisation: organisation.id })}`}>
              {t('lost')}
            </Link>
          </Text>
          <Text small quiet>
            {t('forgotten')}
          </Text>
        </>
      )}
    </Page>
  )
  return sendPage(reply, page, status)
}

/** Where a code is filled in. */
export function sendCodePage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: { organisations: readonly SignInOrganisation[]; form: FormState<CodeNames>; status: number },
): FastifyReply {
  const { view } = request
  const { organisations, form, status } = facts
  const t = portalAccountWords(view.language)
  const only = organisations.length === 1 ? organisations[0] : undefined
  const page = (
    <Page view={only ? { ...view, brand: only } : view} title={t('codeTitle')} narrow failed={status !== 200}>
      <PageHead title={t('codeTitle')} under={only?.name} lead={t('codeLead')} />
      <ErrorSummary form={form} />
      <Form action="/invited" stack>
        {only ? (
          <input type="hidden" name="organisation" value={only.id} />
        ) : (
          <RadioGroup
            form={form}
            name="organisation"
            label={t('where')}
            options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Field
          form={form}
          name="invitation"
          label={t('invitation')}
          hint={t('invitationHint')}
          autocomplete="off"
          maxlength={40}
          short
        />
        <div>
          <Button>{t('goOn')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, status)
}

/** Where the account is made: name, password, and the app, which is shown to work before it counts. */
export function sendNewAccountPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: {
    organisation: SignInOrganisation
    app: { secret: string; address: string }
    form: FormState<NewAccountNames>
    status: number
  },
): FastifyReply {
  const { view } = request
  const { organisation, app, form, status } = facts
  const t = portalAccountWords(view.language)
  const page = (
    <Page view={{ ...view, brand: organisation }} title={t('accountTitle')} narrow failed={status !== 200}>
      <PageHead title={t('accountTitle')} lead={t('accountLead')} />
      <ErrorSummary form={form} />
      <Form action="/invited/account" stack>
        <Field
          form={form}
          name="userName"
          label={t('userName')}
          hint={t('userNameHint')}
          autocomplete="username"
          maxlength={80}
        />
        <Field
          form={{ ...form, values: {} }}
          name="password"
          label={t('newPassword')}
          hint={t('newPasswordHint')}
          type="password"
          autocomplete="new-password"
        />
        <Heading>{t('appTitle')}</Heading>
        <Text>{t('appHow')}</Text>
        <AppSecret app={app} link={t('appLink')} />
        <CodeField errors={form.errors} label={t('code')} hint={t('codeHint')} />
        <div>
          <Button>{t('make')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, status)
}
