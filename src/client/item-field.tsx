import type { Item, Statement } from '../statement/index.ts'
import { Field, type FormState, type Language, Select, TextArea } from '../web/index.ts'
import { clientWords } from './client.words.ts'
import { longestOf } from './registration.ts'
import { reasonField } from './registration-form.ts'

type Props = { item: Item; form: FormState<string>; statement: Statement; language: Language }

/** The field of an item as the statement describes it; an item for "if needed" has a second field for why. */
export function ItemField(props: Props) {
  const { item, form, statement, language } = props
  const t = clientWords(language)
  const label = statement.label(language, `items.${item.id}`)
  return (
    <>
      <ValueField {...props} label={label} />
      {item.required === 'if-needed' && (
        <Field
          form={form}
          name={reasonField(item.id)}
          label={t('reasonFor', { label })}
          hint={t('reasonHint')}
          optional
        />
      )}
    </>
  )
}

function ValueField({ item, form, statement, language, label }: Props & { label: string }) {
  const hint = hintOf(item, statement, language)
  const common = {
    form,
    name: item.id,
    label,
    optional: item.required !== 'always',
    ...(hint ? { hint } : {}),
  }
  switch (item.kind) {
    case 'longtext':
      return <TextArea {...common} rows={5} maxlength={longestOf(item)} />
    case 'choice':
      return (
        <Select
          {...common}
          options={(item.options ?? []).map((value) => ({
            value,
            label: statement.label(language, `options.${value}`),
          }))}
        />
      )
    default:
      return (
        <Field
          {...common}
          type={TYPES[item.kind] ?? 'text'}
          // A worker fills in somebody else: the browser must not offer the worker's own data.
          autocomplete="off"
          maxlength={longestOf(item)}
          short={SHORT.has(item.kind)}
          {...(item.kind === 'bsn' ? { inputmode: 'numeric' as const } : {})}
        />
      )
  }
}

const TYPES: Readonly<Record<string, 'date' | 'email' | 'tel'>> = {
  date: 'date',
  email: 'email',
  phone: 'tel',
}
const SHORT = new Set(['date', 'postcode', 'house-number', 'bsn', 'phone'])

function hintOf(item: Item, statement: Statement, language: Language): string | undefined {
  const own = statement.hasLabel(language, `hints.${item.id}`)
    ? statement.label(language, `hints.${item.id}`)
    : undefined
  const needed = item.required === 'if-needed' ? clientWords(language)('ifNeeded') : undefined
  return [own, needed].filter(Boolean).join(' ') || undefined
}
