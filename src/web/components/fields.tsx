import type { ComponentChildren } from 'preact'
import { typedDay } from '../dates.ts'
import type { FormState } from '../forms.ts'
import { useView } from '../view.ts'
import { webWords } from '../web.words.ts'
import { about, type FieldBase, fieldId, Help, LabelText, one, several, typed, Wrap } from './field-parts.tsx'

type Option = { value: string; label: ComponentChildren; hint?: ComponentChildren }

/** One line to fill in. The name must be a field of the form's schema. */
export function Field<Name extends string>(
  props: FieldBase<Name> & {
    /** What is typed as a password never comes back in a page. */
    type?: 'text' | 'email' | 'tel' | 'search' | 'password'
    autocomplete?: string
    inputmode?: 'numeric' | 'email' | 'tel'
    maxlength?: number
    /** For what is short by nature, such as a date or a postcode. */
    short?: boolean
  },
) {
  const { form, name } = props
  const field = about(form, name, props.hint)
  return (
    <Wrap {...props}>
      <input
        class={`utrecht-textbox${field.error ? ' utrecht-textbox--invalid' : ''}${props.short ? ' short' : ''}`}
        id={field.id}
        name={name}
        {...typed(props.type ?? 'text')}
        value={props.type === 'password' ? '' : one(form.values[name])}
        autocomplete={props.autocomplete ?? 'off'}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={field.describedBy}
      />
    </Wrap>
  )
}

/**
 * A day, typed as people write it: `17-5-2026`. Not the browser's own calendar, which speaks the language of the browser and not that of
 * the page, and is hard to use with a screen reader. The form gets what was typed.
 */
export function DayField<Name extends string>(props: FieldBase<Name>) {
  const { form, name } = props
  const t = webWords(useView().language)
  const hint = (
    <>
      {props.hint} {t('dayHint')}
    </>
  )
  const typed = one(form.values[name])
  return (
    <Field
      {...props}
      hint={hint}
      form={{ ...form, values: { ...form.values, [name]: typedDay(typed) } }}
      short
      maxlength={10}
    />
  )
}

/** Text of several lines; with `draft` what is typed is kept at that address every few seconds. */
export function TextArea<Name extends string>(
  props: FieldBase<Name> & { rows?: number; maxlength?: number; draft?: string },
) {
  const { form, name } = props
  const view = useView()
  const t = webWords(view.language)
  const field = about(form, name, props.hint)
  const draft = props.draft
    ? {
        'data-draft': props.draft,
        'data-draft-saved': t('draftSaved'),
        'data-draft-failed': t('draftFailed'),
        'data-draft-signed-out': t('draftSignedOut'),
      }
    : {}
  return (
    <Wrap {...props}>
      <textarea
        class={`utrecht-textarea${field.error ? ' utrecht-textarea--invalid' : ''}`}
        id={field.id}
        name={name}
        rows={props.rows ?? 8}
        maxlength={props.maxlength}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={field.describedBy}
        {...draft}
      >
        {one(form.values[name])}
      </textarea>
      {props.draft && (
        <>
          <p class="draft-status" id={`${field.id}-status`} role="status" />
          <script type="module" src={view.assets.autosave} />
        </>
      )}
    </Wrap>
  )
}

/** A list to choose one from; starts without a choice unless the form has one. */
export function Select<Name extends string>(
  props: FieldBase<Name> & { options: readonly Option[]; withoutEmpty?: boolean },
) {
  const { form, name } = props
  const field = about(form, name, props.hint)
  const t = webWords(useView().language)
  const chosen = one(form.values[name])
  return (
    <Wrap {...props}>
      <select
        class={`utrecht-select${field.error ? ' utrecht-select--invalid' : ''}`}
        id={field.id}
        name={name}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={field.describedBy}
      >
        {!props.withoutEmpty && <option value="">{t('choose')}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === chosen}>
            {option.label}
          </option>
        ))}
      </select>
    </Wrap>
  )
}

/** A few choices, all in sight; with `many` several may be chosen. */
export function RadioGroup<Name extends string>(
  props: FieldBase<Name> & { options: readonly Option[]; many?: boolean },
) {
  const { form, name } = props
  const field = about(form, name, props.hint)
  const chosen: readonly string[] = several(form.values[name])
  const kind = props.many ? 'checkbox' : 'radio'
  return (
    <fieldset class={field.error ? 'field wrong' : 'field'} aria-describedby={field.describedBy}>
      <legend>
        <LabelText label={props.label} optional={props.optional} />
      </legend>
      <Help form={form} name={name} hint={props.hint} />
      {props.options.map((option, at) => {
        // The error summary links to the first choice, so that one carries the field's own id.
        const id = at === 0 ? field.id : `${field.id}-${at + 1}`
        return (
          <div class="choice" key={option.value}>
            <input
              class={props.many ? 'utrecht-checkbox' : 'utrecht-radio-button'}
              type={kind}
              id={id}
              name={name}
              value={option.value}
              checked={chosen.includes(option.value)}
            />
            <label for={id}>
              {option.label}
              {option.hint && <span class="hint">{option.hint}</span>}
            </label>
          </div>
        )
      })}
    </fieldset>
  )
}

/** What is wrong, first on the page and in focus; each line leads to its field. */
export function ErrorSummary({ form }: { form: FormState<string> }) {
  const t = webWords(useView().language)
  const errors = Object.entries(form.errors).filter(([, text]) => text)
  if (errors.length === 0) return null
  return (
    <div class="refusal" role="alert" tabindex={-1} autofocus>
      <h2 class="why">{t('errorsTitle')}</h2>
      <ul class="utrecht-unordered-list">
        {errors.map(([name, text]) => (
          <li key={name}>
            <a class="utrecht-link" href={`#${fieldId(name)}`}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
