import Type, { type Static } from 'typebox'
import { Button, ErrorSummary, Field, Form, type FormState, useView } from '../../web/index.ts'
import { accountWords } from './account.words.ts'
import { CodeField } from './code-app.tsx'

/** What a second factor is shown with: one of the three. */
export const FactorFields = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 20 })),
    recovery: Type.Optional(Type.String({ maxLength: 40 })),
    passkey: Type.Optional(Type.String({ maxLength: 8000 })),
    back: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type FactorNames = keyof Static<typeof FactorFields>

/** The same form at signing in and before a sensitive act. Codes work without a script; the passkey needs one. */
export function FactorForm(props: {
  action: string
  form: FormState<FactorNames>
  back: string
  button: string
  /** Whether the person has an authenticator app. */
  app: boolean
  passkeyOptions: string | undefined
}) {
  const { form } = props
  const t = accountWords(useView().language)
  return (
    <>
      <ErrorSummary form={form} />
      <Form action={props.action} stack>
        <input type="hidden" name="back" value={props.back} />
        <input type="hidden" name="passkey" value="" />
        {props.passkeyOptions && (
          <PasskeyButton use="get" options={props.passkeyOptions} label={t('usePasskey')} />
        )}
        {props.app && <CodeField errors={form.errors} label={t('code')} hint={t('codeHint')} />}
        <details open={!props.app || form.errors.recovery !== undefined}>
          <summary>{t('noPhone')}</summary>
          <Field
            form={{ ...form, values: {} }}
            name="recovery"
            label={t('recovery')}
            hint={t('recoveryHint')}
            maxlength={20}
          />
        </details>
        <div>
          <Button>{props.button}</Button>
        </div>
      </Form>
    </>
  )
}

/** Stays out of sight until the script finds that the browser can do it. */
export function PasskeyButton(props: { use: 'get' | 'create'; options: string; label: string }) {
  const view = useView()
  const t = accountWords(view.language)
  return (
    <>
      <div data-passkey-box hidden>
        <button
          type="button"
          id="field-passkey"
          class="utrecht-button utrecht-button--primary-action"
          data-passkey={props.use}
          data-passkey-options={props.options}
          data-passkey-failed={t('passkeyFailed')}
        >
          {props.label}
        </button>
        <p id="passkey-status" role="status" />
      </div>
      <noscript>
        <p class="utrecht-paragraph">{t('passkeyNeedsScript')}</p>
      </noscript>
      <script type="module" src={view.assets.passkey} />
    </>
  )
}
