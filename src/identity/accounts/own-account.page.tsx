import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Line,
  Link,
  List,
  Notice,
  Page,
  PageHead,
  sendPage,
} from '../../web/index.ts'
import { accountWords } from './account.words.ts'
import type { Factors } from './factors.ts'
import { NewFactor, type NewFactorFacts } from './invitation.page.tsx'
import { ownWords } from './own-account.words.ts'

export const PasswordChange = Type.Object(
  { current: Type.String({ maxLength: 400 }), next: Type.String({ maxLength: 400 }) },
  { additionalProperties: false },
)

export type AccountNotice = 'recovered' | 'changed' | 'last-factor'

/** The own account: what it has, and a way to change each. */
export function sendAccountPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: { userName: string; factors: Factors; notice: AccountNotice | undefined },
): FastifyReply {
  const { view } = request
  const t = ownWords(view.language)
  const { notice } = facts
  const page = (
    <Page view={view} title={t('title')} narrow>
      {notice && <Notice kind={notice === 'changed' ? 'good' : 'due'}>{t(notice)}</Notice>}
      <PageHead title={t('title')} lead={t('lead')} />
      <List label={t('title')}>
        <Line mark={t('name')}>{facts.userName}</Line>
        <Line mark={t('password')} action={<Link href="/account/password">{t('changePassword')}</Link>}>
          ••••••••••••
        </Line>
        <AppLine factors={facts.factors} language={view.language} />
        <PasskeyLines factors={facts.factors} language={view.language} />
        <Line
          mark={t('recovery')}
          action={
            <Form action="/account/recovery">
              <button type="submit" class="as-link">
                {t('newCodes')}
              </button>
            </Form>
          }
        >
          {t('left', { count: facts.factors.recovery })}
          <p class="quiet">{t('oldCodesEnd')}</p>
        </Line>
        <Line mark={t('sessions')}>
          <Link href="/account/sessions">{t('seeSessions')}</Link>
        </Line>
      </List>
    </Page>
  )
  return sendPage(reply, page)
}

type LineFacts = { factors: Factors; language: 'nl' | 'en' }

function AppLine({ factors: { app, passkeys }, language }: LineFacts) {
  const t = ownWords(language)
  return (
    <Line
      mark={t('app')}
      action={
        <>
          <Link href="/account/app">{t(app ? 'replaceApp' : 'newApp')}</Link>
          {app && passkeys.length > 0 && <Remove what="app" label={t('removeApp')} />}
        </>
      }
    >
      {app ? t('since', { on: app.addedAt }) : t('none')}
    </Line>
  )
}

function PasskeyLines({ factors: { passkeys }, language }: LineFacts) {
  const t = ownWords(language)
  return (
    <>
      {passkeys.map(({ passkeyId, addedAt }, at) => (
        <Line
          key={passkeyId}
          mark={t('passkey', { number: at + 1 })}
          action={<Remove what={passkeyId} label={t('remove')} />}
        >
          {t('since', { on: addedAt })}
        </Line>
      ))}
      <Line mark={t('passkeys')} action={<Link href="/account/passkey">{t('newPasskey')}</Link>}>
        {passkeys.length === 0 ? t('none') : t('onePerDevice')}
      </Line>
    </>
  )
}

function Remove({ what, label }: { what: string; label: string }) {
  return (
    <Form action="/account/remove">
      <input type="hidden" name="what" value={what} />
      <button type="submit" class="as-link">
        {label}
      </button>
    </Form>
  )
}

/** A new password, with the one until now. */
export function sendPasswordChange(
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState<keyof Static<typeof PasswordChange>>,
  status: number,
): FastifyReply {
  const { view } = request
  const [t, a] = [ownWords(view.language), accountWords(view.language)]
  const page = (
    <Page view={view} title={t('changePassword')} narrow failed={status !== 200}>
      <PageHead title={t('changePassword')} lead={t('othersEnd')} />
      <ErrorSummary form={form} />
      <Form action="/account/password" stack>
        <Field
          form={form}
          name="current"
          label={t('current')}
          type="password"
          autocomplete="current-password"
        />
        <Field
          form={form}
          name="next"
          label={a('newPassword')}
          hint={a('newPasswordHint')}
          type="password"
          autocomplete="new-password"
        />
        <div>
          <Button>{t('save')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, status)
}

/** One more second factor, or another one. */
export function sendNewFactor(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: NewFactorFacts & { status: number },
): FastifyReply {
  const { view } = request
  const t = ownWords(view.language)
  const kind = facts.app ? 'app' : 'passkey'
  const page = (
    <Page view={view} title={t(`${kind}Title`)} narrow failed={facts.status !== 200}>
      <PageHead title={t(`${kind}Title`)} lead={t(`${kind}Lead`)} />
      <NewFactor {...facts} language={view.language} />
    </Page>
  )
  return sendPage(reply, page, facts.status)
}
