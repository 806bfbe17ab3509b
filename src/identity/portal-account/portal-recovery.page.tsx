import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Link,
  Page,
  PageHead,
  sendPage,
  Text,
} from '../../web/index.ts'
import { AppSecret, CodeField } from '../accounts/code-app.tsx'
import type { SignInOrganisation } from '../entrance.ts'
import { portalAccountWords } from './portal-account.words.ts'

const text = (maxLength: number) => Type.String({ maxLength })

export const LostForm = Type.Object(
  { organisation: text(60), userName: text(80), password: text(400), recovery: text(40) },
  { additionalProperties: false },
)
export type LostNames = keyof Static<typeof LostForm>

export const NewAppForm = Type.Object({ code: text(20) }, { additionalProperties: false })

/** The phone is lost: name, password and recovery code on one page. */
export function sendLostPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: { organisation: SignInOrganisation; form: FormState<LostNames>; status: number },
): FastifyReply {
  const { view } = request
  const { organisation, form, status } = facts
  const t = portalAccountWords(view.language)
  const page = (
    <Page view={{ ...view, brand: organisation }} title={t('lostTitle')} narrow failed={status !== 200}>
      <PageHead title={t('lostTitle')} lead={t('lostLead')} />
      <ErrorSummary form={form} />
      <Form action="/signin/own/lost" stack>
        <input type="hidden" name="organisation" value={organisation.id} />
        <Field form={form} name="userName" label={t('userName')} autocomplete="username" maxlength={80} />
        <Field
          form={{ ...form, values: {} }}
          name="password"
          label={t('password')}
          type="password"
          autocomplete="current-password"
        />
        <Field
          form={{ ...form, values: {} }}
          name="recovery"
          label={t('recovery')}
          hint={t('recoveryHint')}
          maxlength={40}
          short
        />
        <div>
          <Button>{t('goOn')}</Button>
        </div>
      </Form>
      <Text small quiet>
        {t('lostToo')}
      </Text>
      <Text>
        <Link href={`/signin/own?${new URLSearchParams({ organisation: organisation.id })}`}>
          {t('found')}
        </Link>
      </Text>
    </Page>
  )
  return sendPage(reply, page, status)
}

/** The app on another phone, which is shown to work before it counts. */
export function sendNewAppPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: {
    organisation: SignInOrganisation
    app: { secret: string; address: string }
    form: FormState<'code'>
    status: number
  },
): FastifyReply {
  const { view } = request
  const { organisation, app, form, status } = facts
  const t = portalAccountWords(view.language)
  const page = (
    <Page view={{ ...view, brand: organisation }} title={t('newAppTitle')} narrow failed={status !== 200}>
      <PageHead title={t('newAppTitle')} lead={t('newAppLead')} />
      <ErrorSummary form={form} />
      <Text>{t('appHow')}</Text>
      <AppSecret app={app} link={t('appLink')} />
      <Form action="/signin/own/new-app" stack>
        <CodeField errors={form.errors} label={t('code')} hint={t('codeHint')} />
        <div>
          <Button>{t('useApp')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, status)
}

/** The recovery code, the only time that it is shown. */
export function sendRecoveryPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { organisation, recovery }: { organisation: SignInOrganisation; recovery: string },
): FastifyReply {
  const { view } = request
  const t = portalAccountWords(view.language)
  const page = (
    <Page view={{ ...view, brand: organisation }} title={t('keepTitle')} narrow>
      <PageHead title={t('keepTitle')} lead={t('keepLead')} />
      <p class="big num">{recovery}</p>
      <Text>{t('keepHow')}</Text>
      <div>
        <ButtonLink href="/">{t('kept')}</ButtonLink>
      </div>
    </Page>
  )
  return sendPage(reply, page)
}
