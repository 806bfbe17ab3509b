import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Heading,
  Page,
  PageHead,
  Refusal,
  sendPage,
  Text,
} from '../../web/index.ts'
import { accountWords } from './account.words.ts'
import { AppSecret, CodeField } from './code-app.tsx'
import { PasskeyButton } from './factor-form.tsx'
import type { Invitation } from './invitations.ts'

export const InvitedForm = Type.Object(
  { userName: Type.String({ maxLength: 80 }), password: Type.String({ maxLength: 400 }) },
  { additionalProperties: false },
)

export const NewFactorForm = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 20 })),
    passkey: Type.Optional(Type.String({ maxLength: 8000 })),
  },
  { additionalProperties: false },
)
export type NewFactorNames = keyof Static<typeof NewFactorForm>

/** First half of an invitation: user name and password. */
export function sendInvitedPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: {
    action: string
    invitation: Invitation
    organisationName: string
    form: FormState<keyof Static<typeof InvitedForm>>
    status: number
  },
): FastifyReply {
  const { view } = request
  const t = accountWords(view.language)
  const { form, invitation } = facts
  const lead = t('inviteLead', {
    name: invitation.name,
    organisation: facts.organisationName,
    until: invitation.endsAt,
  })
  const page = (
    <Page view={view} title={t('inviteTitle')} narrow failed={facts.status !== 200}>
      <PageHead title={t('inviteTitle')} lead={lead} />
      <ErrorSummary form={form} />
      <Form action={facts.action} stack>
        <Field
          form={form}
          name="userName"
          label={t('userName')}
          hint={t('userNameHint')}
          autocomplete="username"
          maxlength={80}
        />
        <Field
          form={form}
          name="password"
          label={t('newPassword')}
          hint={t('newPasswordHint')}
          type="password"
          autocomplete="new-password"
        />
        <div>
          <Button>{t('goOn')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, facts.status)
}

export type NewFactorFacts = {
  /** Where each form goes. */
  action: string
  form: FormState<NewFactorNames>
  app?: { secret: string; address: string }
  passkeyOptions?: string
}

/** A new second factor: an app, a passkey, or one of both. The factor is shown to work before it counts. */
export function NewFactor(props: NewFactorFacts & { language: 'nl' | 'en' }) {
  const t = accountWords(props.language)
  const { app, passkeyOptions } = props
  return (
    <>
      <ErrorSummary form={props.form} />
      {passkeyOptions && (
        <section class="stack">
          <Heading>{t('passkeyTitle')}</Heading>
          <Text>{t('passkeyHow')}</Text>
          <Form action={props.action}>
            <input type="hidden" name="passkey" value="" />
            <PasskeyButton use="create" options={passkeyOptions} label={t('makePasskey')} />
          </Form>
        </section>
      )}
      {app && (
        <section class="stack">
          <Heading>{t('appTitle')}</Heading>
          <Text>{t('appHow')}</Text>
          <AppSecret app={app} link={t('appLink')} />
          <Form action={props.action} stack>
            <CodeField errors={props.form.errors} label={t('appCode')} />
            <div>
              <Button kind={passkeyOptions ? 'secondary' : 'primary'}>{t('useApp')}</Button>
            </div>
          </Form>
        </section>
      )}
    </>
  )
}

/** Second half of an invitation: the second factor. */
export function sendInvitedFactorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: NewFactorFacts & { status: number },
): FastifyReply {
  const { view } = request
  const t = accountWords(view.language)
  const page = (
    <Page view={view} title={t('factorTitle')} narrow failed={facts.status !== 200}>
      <PageHead title={t('factorTitle')} lead={t('factorLead')} />
      <NewFactor {...facts} language={view.language} />
    </Page>
  )
  return sendPage(reply, page, facts.status)
}

/** The recovery codes, the only time that they are shown. */
export function sendRecoveryCodes(
  request: FastifyRequest,
  reply: FastifyReply,
  codes: readonly string[],
  on: string,
): FastifyReply {
  const { view } = request
  const t = accountWords(view.language)
  const page = (
    <Page view={view} title={t('recoveryTitle')} narrow>
      <PageHead title={t('recoveryTitle')} lead={t('recoveryLead')} />
      <ol class="utrecht-ordered-list num">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div>
        <ButtonLink href={on}>{t('saved')}</ButtonLink>
      </div>
    </Page>
  )
  return sendPage(reply, page)
}

/** An invitation that is unknown, used or over: these look the same. */
export function sendNoInvitation(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { view } = request
  const t = accountWords(view.language)
  const page = (
    <Page view={view} title={t('noInviteTitle')} narrow>
      <PageHead title={t('noInviteTitle')} />
      <Refusal why={t('noInvite')} ways={[t('noInviteWay')]} />
    </Page>
  )
  return sendPage(reply, page, 404)
}
