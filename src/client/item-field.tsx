import type { Item, Statement } from '../statement/index.ts'
import { Field, type FormState, type Language, Select, TextArea } from '../web/index.ts'
import { clientWords } from './client.words.ts'
import { longestOf } from './registration.ts'
import { reasonField } from './registration-form.ts'

type Props = { item: Item; form: FormState<string>; statement: Statement; language: Language }

/** The fields of a registration: first what is always asked, then what is asked only if needed, each behind its own name. */
export function ItemFields({ items, ...shared }: Omit<Props, 'item'> & { items: readonly Item[] }) {
  const t = clientWords(shared.language)
  const ifNeeded = items.filter((item) => item.required === 'if-needed')
  return (
    <>
      {besideEachOther(items.filter((item) => item.required !== 'if-needed')).map((group) => (
        <div class={group.length > 1 ? 'pair' : undefined} key={group[0]?.id}>
          {group.map((item) => (
            <ItemField key={item.id} item={item} {...shared} />
          ))}
        </div>
      ))}
      {ifNeeded.length > 0 && (
        <section>
          <h2 class="utrecht-heading-2">{t('ifNeededTitle')}</h2>
          <p class="quiet">{t('ifNeeded')}</p>
          {ifNeeded.map((item) => (
            <NeededField key={item.id} item={item} {...shared} />
          ))}
        </section>
      )}
    </>
  )
}

/** An item that is kept only if it is needed, with the field for why (TOM-4.1). Open when something stands in it. */
function NeededField(props: Props) {
  const { item, form, statement, language } = props
  const t = clientWords(language)
  const label = statement.label(language, `items.${item.id}`)
  const names = [item.id, reasonField(item.id)]
  const open = names.some((name) => form.values[name] || form.errors[name])
  return (
    <details class="needed" open={open}>
      <summary>{label}</summary>
      <div class="stack">
        <ItemField {...props} />
        <Field
          form={form}
          name={reasonField(item.id)}
          label={t('reasonFor', { label })}
          hint={t('reasonHint')}
        />
      </div>
    </details>
  )
}

/** Postcode and house number stand on one line. */
function besideEachOther(items: readonly Item[]): Item[][] {
  const groups: Item[][] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last?.at(-1)?.kind === 'postcode' && item.kind === 'house-number') last.push(item)
    else groups.push([item])
  }
  return groups
}

function ItemField({ item, form, statement, language }: Props) {
  const label = statement.label(language, `items.${item.id}`)
  const hint = `hints.${item.id}` as const
  const common = {
    form,
    name: item.id,
    label,
    optional: item.required === 'optional',
    ...(statement.hasLabel(language, hint) ? { hint: statement.label(language, hint) } : {}),
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
          short={SHORT.has(item.kind) || longestOf(item) <= SHORT_TEXT}
          {...(item.kind === 'bsn' ? { inputmode: 'numeric' as const } : {})}
        />
      )
  }
}

// A day is typed as people say it: a browser's own calendar follows the language of the browser, not that of the page.
const TYPES: Readonly<Record<string, 'email' | 'tel'>> = { email: 'email', phone: 'tel' }
const SHORT = new Set(['date', 'postcode', 'house-number', 'bsn', 'phone'])
const SHORT_TEXT = 20
