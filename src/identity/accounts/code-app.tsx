import { Field, type FormState } from '../../web/index.ts'

/** What somebody types into an app that makes codes, in groups of four; or the link that opens the app on this device. */
export function AppSecret({ app, link }: { app: { secret: string; address: string }; link: string }) {
  return (
    <>
      <p class="utrecht-paragraph num">
        <b>{app.secret.replace(/(.{4})(?=.)/g, '$1 ')}</b>
      </p>
      <p class="utrecht-paragraph">
        <a class="utrecht-link" href={app.address}>
          {link}
        </a>
      </p>
    </>
  )
}

/** A code of the app. It works once, so it is never filled in again. */
export function CodeField({
  errors,
  label,
  hint,
}: Pick<FormState<'code'>, 'errors'> & { label: string; hint?: string }) {
  return (
    <Field
      form={{ values: {}, errors }}
      name="code"
      label={label}
      hint={hint}
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength={10}
      short
    />
  )
}
