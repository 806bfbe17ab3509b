import type { Static, TObject, TProperties, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Language } from './language.ts'
import { webWords } from './web.words.ts'

/** What a form shows: what was filled in, and the error at a field. */
export type FormState<Name extends string> = {
  values: Readonly<Partial<Record<Name, string | readonly string[]>>>
  errors: Readonly<Partial<Record<Name, string>>>
}

export type FormAnswer<Fields extends TProperties> =
  | { ok: true; values: Static<TObject<Fields>>; form: FormState<keyof Fields & string> }
  | { ok: false; form: FormState<keyof Fields & string> }

/** A field that the page never offered was sent: not a mistake of a person, so there is no page to correct it. */
export class FormError extends Error {
  readonly code = 'form-does-not-fit'
  readonly statusCode = 400
}

/** A form that nobody has filled in yet, or with values to start from. */
export function emptyForm<Fields extends TProperties>(
  _schema: TObject<Fields>,
  values?: FormState<keyof Fields & string>['values'],
): FormState<keyof Fields & string> {
  return { values: {}, errors: {}, ...(values ? { values } : {}) } as FormState<keyof Fields & string>
}

/** The same form with an error at a field, for what only a rule or the database can tell. */
export function withError<Name extends string>(
  form: FormState<Name>,
  name: Name,
  error: string,
): FormState<Name> {
  return { values: form.values, errors: { ...form.errors, [name]: error } }
}

/**
 * Reads a posted form by a schema of strings, choices and lists of choices. Left-empty fields are absent; unknown ones are
 * refused. `labels` name the fields in the errors; `texts` replace the error of a wrong shape with one that shows the right one.
 */
export function readForm<Fields extends TProperties>(
  schema: TObject<Fields>,
  body: unknown,
  language: Language,
  words: {
    labels: { readonly [Name in keyof Fields & string]: string }
    texts?: { readonly [Name in keyof Fields & string]?: string }
  },
): FormAnswer<Fields> {
  const sent = sentValues(schema, body)
  const errors: Record<string, string> = {}
  for (const error of Value.Errors(schema, sent)) {
    for (const name of fieldsOf(error)) {
      const field = schema.properties[name]
      if (!field) continue
      errors[name] ??= errorText(error, field, words.labels[name] ?? name, words.texts?.[name], language)
    }
  }
  const form = { values: sent, errors: inOrder(schema, errors) } as FormState<keyof Fields & string>
  if (Object.keys(errors).length > 0 || !Value.Check(schema, sent)) return { ok: false, form }
  return { ok: true, values: sent, form }
}

type Wrong = ReturnType<typeof Value.Errors>[number]

function fieldsOf(error: Wrong): readonly string[] {
  if (error.keyword === 'required') return error.params.requiredProperties
  const name = error.instancePath.split('/')[1]
  return name ? [name] : []
}

function sentValues(schema: TObject, body: unknown): Record<string, string | string[]> {
  if (typeof body !== 'object' || body === null) throw new FormError('the body is not a form')
  const sent: Record<string, string | string[]> = {}
  for (const [name, raw] of Object.entries(body)) {
    const field: TSchema | undefined = Object.hasOwn(schema.properties, name)
      ? schema.properties[name]
      : undefined
    if (!field) throw new FormError('a field was sent that the form does not have')
    const values = [raw].flat().map(cleaned)
    if (isList(field)) sent[name] = values.filter((value) => value !== '')
    else if (values.length !== 1) throw new FormError('a field was sent more than once')
    else if (values[0]) sent[name] = values[0]
  }
  for (const [name, field] of Object.entries(schema.properties)) {
    if (isList(field)) sent[name] ??= []
  }
  return sent
}

/** One spelling of accents and line ends; characters that no keyboard makes are refused. */
function cleaned(value: unknown): string {
  if (typeof value !== 'string') throw new FormError('a field is not text')
  const text = value.normalize('NFC').replace(/\r\n?/g, '\n').trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/.test(text))
    throw new FormError('a field holds control characters')
  return text
}

function isList(field: TSchema): boolean {
  return 'type' in field && field.type === 'array'
}

function errorText(
  error: Wrong,
  field: TSchema,
  label: string,
  own: string | undefined,
  language: Language,
): string {
  const t = webWords(language)
  switch (error.keyword) {
    case 'required':
      return 'anyOf' in field || 'enum' in field ? t('chooseOne', { label }) : t('required', { label })
    case 'minItems':
      return t('chooseOne', { label })
    case 'maxLength':
      return t('tooLong', { label, max: error.params.limit })
    case 'minLength':
      return t('tooShort', { label, min: error.params.limit })
    case 'const':
    case 'anyOf':
    case 'enum':
      return t('notOnTheList', { label })
    default:
      return own ?? t('wrongShape', { label })
  }
}

/** Errors in the order of the fields on the page, so that the summary reads from top to bottom. */
function inOrder(schema: TObject, errors: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(schema.properties).filter((name) => errors[name])
  return Object.fromEntries(names.map((name) => [name, errors[name] ?? '']))
}
