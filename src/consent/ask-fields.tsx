import type { Statement } from '../statement/index.ts'
import {
  Button,
  DayField,
  Field,
  Form,
  type Language,
  Link,
  RadioGroup,
  Refusal,
  Select,
  Tabs,
  TextArea,
} from '../web/index.ts'
import type { Answerer } from './answerer.ts'
import type { AskForm } from './ask-form.ts'
import { type Askable, mustSay, recipientValue } from './askable.ts'
import { consentWords } from './consent.words.ts'

type ChooseProps = {
  askables: readonly Askable[]
  askable: Askable
  path: string
  language: Language
}

/** Giving or asking: each has its own parties and data. */
export function ChooseKind({ askables, askable, path, language }: ChooseProps) {
  const t = consentWords(language)
  const href = (one: Askable) => `${path}/new?kind=${one.disclosure}`
  return (
    <Tabs
      label={t('chooseTitle')}
      current={href(askable)}
      items={askables.map((one) => ({ href: href(one), label: t(`kind-${one.direction}`) }))}
    />
  )
}

type FieldsProps = { form: AskForm; askable: Askable; path: string; statement: Statement; language: Language }

/** To whom, why, what and how long: only what the statement lets one ask. */
export function AskFields({ form, askable, path, statement, language }: FieldsProps) {
  const t = consentWords(language)
  const recipients = askable.recipients.map((one) => {
    const kind = upper(statement.label(language, `partyKinds.${one.kind}`))
    return { value: recipientValue(one), label: one.party?.name ?? t('another', { kind }) }
  })
  const choices = askable.choices.map(({ id, label }) => ({
    value: id,
    label: statement.label(language, `${label}.${id}`),
  }))
  return (
    <Form action={`${path}/new?kind=${askable.disclosure}`} stack>
      <Select form={form} name="recipient" label={t('recipient')} options={recipients} />
      <Field
        form={form}
        name="partyName"
        label={t('partyName')}
        hint={t('partyNameHint')}
        maxlength={120}
        optional
      />
      <TextArea
        form={form}
        name="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        rows={4}
        maxlength={1000}
      />
      <RadioGroup
        form={form}
        name="choices"
        label={t('choices')}
        hint={t('choicesHint')}
        many
        options={choices}
      />
      <TextArea
        form={form}
        name="precisely"
        label={t('precisely')}
        hint={t('preciselyHint')}
        rows={3}
        maxlength={500}
        optional={!mustSay(askable)}
      />
      <DayField form={form} name="fromOn" label={t('fromOn')} />
      <DayField form={form} name="untilOn" label={t('untilOn')} hint={t('untilHint')} />
      <div>
        <Button>{t('sendAsk')}</Button>
      </div>
    </Form>
  )
}

type CannotProps = { why: Exclude<Answerer, { by: string }>['why']; dossierId: string; language: Language }

/** Why the portal cannot take an answer for this client, and how it can be asked all the same. */
export function CannotAsk({ why, dossierId, language }: CannotProps) {
  const t = consentWords(language)
  const ways = [
    t('cannotHow'),
    ...(why === 'weigh-first'
      ? [<Link href={`/dossiers/${dossierId}/capacity`}>{t('capacityLink')}</Link>]
      : []),
    ...(why === 'nobody-there'
      ? [<Link href={`/dossiers/${dossierId}/representatives`}>{t('representativesLink')}</Link>]
      : []),
  ]
  return <Refusal why={`${t('cannotTitle')}. ${t(`why-${why}`)}`} ways={ways} />
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
