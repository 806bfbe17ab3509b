import type { ComponentChildren } from 'preact'
import type { FormState } from '../forms.ts'
import { useView } from '../view.ts'
import { webWords } from '../web.words.ts'

// What the fields of a form share: label, hint, error, and how these are tied to the input.

export type FieldBase<Name extends string> = {
  form: FormState<Name>
  name: Name
  label: string
  hint?: ComponentChildren
  /** Says "(niet verplicht)"; what is required has no mark. */
  optional?: boolean
}

/** A field with its label above it, and hint and error between. */
export function Wrap<Name extends string>(props: FieldBase<Name> & { children?: ComponentChildren }) {
  const { form, name } = props
  return (
    <div class={`utrecht-form-field field${form.errors[name] ? ' wrong' : ''}`}>
      <label class="utrecht-form-label" for={fieldId(name)}>
        <LabelText label={props.label} optional={props.optional} />
      </label>
      <Help form={form} name={name} hint={props.hint} />
      {props.children}
    </div>
  )
}

/** The label, and whether it may stay empty. */
export function LabelText({ label, optional }: { label: string; optional: boolean | undefined }) {
  const t = webWords(useView().language)
  return (
    <>
      {label}
      {optional && <span class="optional"> ({t('optional')})</span>}
    </>
  )
}

/** Hint and error, in the order in which they are read. */
export function Help<Name extends string>({
  form,
  name,
  hint,
}: {
  form: FormState<Name>
  name: Name
  hint: ComponentChildren
}) {
  const error = form.errors[name]
  return (
    <>
      {hint && (
        <p class="utrecht-form-field-description hint" id={`${fieldId(name)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="utrecht-form-field-error-message error" id={`${fieldId(name)}-error`}>
          {error}
        </p>
      )}
    </>
  )
}

/** Ids and error of a field, for the input that they belong to. */
export function about<Name extends string>(form: FormState<Name>, name: Name, hint: ComponentChildren) {
  const id = fieldId(name)
  const error = form.errors[name]
  const describedBy =
    [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
  return { id, error, describedBy }
}

/** The id of a field; error summaries link to it. */
export function fieldId(name: string): string {
  return `field-${name}`
}

/** The value of a field that has one. */
export function one(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

/** The values of a field that may have more. */
export function several(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** Preact tells the kinds of input apart by literal type; ours differ in nothing but that word. */
export function typed(type: 'text' | 'email' | 'tel' | 'search' | 'password'): { type: 'text' } {
  return { type: type as 'text' }
}
