import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Form,
  type FormState,
  Page,
  PageHead,
  RadioGroup,
  Refusal,
  sendPage,
} from '../web/index.ts'
import type { SignInOrganisation } from './entrance.ts'
import { identityWords, type RefusedCode } from './identity.words.ts'
import { comingBack, type NoticeKey, SignInNotice } from './sign-in-notice.tsx'

export const SignInForm = Type.Object(
  { organisation: Type.String({ maxLength: 60 }), back: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
)
type Names = keyof Static<typeof SignInForm>

export const ConfirmForm = Type.Object(
  { back: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
)

export type SignInPageFacts = {
  kind: 'staff' | 'client'
  organisations: readonly SignInOrganisation[]
  /** With the provider, with an account of our own, or either by organisation. */
  ways: 'provider' | 'account' | 'either'
  back: string
  notice?: NoticeKey | undefined
  form: FormState<Names>
}

const CLIENT_LEADS = { provider: 'clientLead', account: 'accountLead', either: 'eitherLead' } as const

/** The page with the button "Inloggen"; asks for the organisation when the address does not tell. */
export function sendSignInPage(
  request: FastifyRequest,
  reply: FastifyReply,
  facts: SignInPageFacts,
): FastifyReply {
  const { view } = request
  const t = identityWords(view.language)
  const only = facts.organisations.length === 1 ? facts.organisations[0] : undefined
  const { form } = facts
  const title = only ? t('titleAt', { name: only.name }) : t('title')
  const failed = Object.keys(form.errors).length > 0
  const page = (
    <Page view={comingBack(view, facts.notice, facts.back)} title={t('title')} narrow failed={failed}>
      {facts.notice && <SignInNotice view={view} says={facts.notice} back={facts.back} />}
      <PageHead title={title} lead={t(facts.kind === 'staff' ? 'staffLead' : CLIENT_LEADS[facts.ways])} />
      <ErrorSummary form={form} />
      <Form action="/signin" stack>
        <input type="hidden" name="back" value={facts.back} />
        {only ? (
          <input type="hidden" name="organisation" value={only.id} />
        ) : (
          <RadioGroup
            form={form}
            name="organisation"
            label={t('where')}
            options={facts.organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <div>
          <Button>{t(facts.kind === 'staff' || facts.ways !== 'provider' ? 'signIn' : 'signInDigid')}</Button>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page, failed ? 400 : 200)
}

/** Why somebody did not get in, and what to do. */
export function sendRefusedPage(
  request: FastifyRequest,
  reply: FastifyReply,
  code: RefusedCode,
): FastifyReply {
  const { view } = request
  const t = identityWords(view.language)
  const page = (
    <Page view={view} title={t('refusedTitle')} narrow>
      <PageHead title={t('refusedTitle')} />
      <Refusal why={t(code)} ways={[t(`${code}-way`)]} />
      <div>
        <ButtonLink href="/signin">{t('again')}</ButtonLink>
      </div>
    </Page>
  )
  return sendPage(reply, page, 403)
}

/** Before a sensitive act: go to the identity provider once more. */
export function sendConfirmPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, back }: { kind: 'staff' | 'client'; back: string },
): FastifyReply {
  const { view } = request
  const t = identityWords(view.language)
  const page = (
    <Page view={view} title={t('confirmTitle')} narrow>
      <PageHead title={t('confirmTitle')} lead={t(kind === 'staff' ? 'confirmLead' : 'confirmLeadClient')} />
      <Form action="/account/confirm" stack>
        <input type="hidden" name="back" value={back} />
        <div class="row">
          <Button>{t(kind === 'staff' ? 'confirm' : 'confirmDigid')}</Button>
          <ButtonLink href="/" kind="secondary">
            {t('confirmNot')}
          </ButtonLink>
        </div>
      </Form>
    </Page>
  )
  return sendPage(reply, page)
}
