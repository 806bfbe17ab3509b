import type { Can } from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import { DayField, Field, type Language, RadioGroup, Select, TextArea } from '../web/index.ts'
import { askableParts, askablePurposes, HOURS, MANDATE_DAYS } from './access-rules.ts'
import type { AskForm } from './ask-form.ts'
import { incidentalWords } from './incidental.words.ts'

type Props = { form: AskForm; statement: Statement; can: Can; language: Language }

/** Which dossier, and what of it: the parts that the rules leave open under these purposes. */
export function WhatFields({
  form,
  statement,
  can,
  language,
  purposes,
}: Props & { purposes: readonly string[] }) {
  const t = incidentalWords(language)
  const parts = [...new Set(purposes.flatMap((purpose) => askableParts(statement, can, purpose)))]
  return (
    <>
      <Field form={form} name="number" label={t('number')} hint={t('numberHint')} short maxlength={20} />
      <RadioGroup
        form={form}
        name="parts"
        label={t('parts')}
        hint={t('partsHint')}
        many
        options={parts.map((part) => ({ value: part, label: statement.label(language, `parts.${part}`) }))}
      />
    </>
  )
}

/** Everything that an access of one's own staff, or by a mandate, asks. */
export function AskFields({ form, statement, can, language, mandated }: Props & { mandated: boolean }) {
  const t = incidentalWords(language)
  const purposes = askablePurposes(statement, can)
  return (
    <>
      <RadioGroup
        form={form}
        name="purpose"
        label={t('purpose')}
        options={purposes.map((purpose) => ({
          value: purpose,
          label: statement.label(language, `purposes.${purpose}`),
        }))}
      />
      <WhatFields {...{ form, statement, can, language, purposes }} />
      <TextArea
        form={form}
        name="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        rows={4}
        maxlength={2000}
      />
      {mandated ? (
        <>
          <Field form={form} name="mandate" label={t('mandate')} hint={t('mandateHint')} maxlength={300} />
          <DayField
            form={form}
            name="until"
            label={t('until')}
            hint={t('untilHint', { days: MANDATE_DAYS })}
          />
        </>
      ) : (
        <Select
          form={form}
          name="hours"
          label={t('hours')}
          options={HOURS.map((hours) => ({ value: String(hours), label: t('hoursChoice', { hours }) }))}
          withoutEmpty
        />
      )}
    </>
  )
}

/** What an emergency access asks. */
export function EmergencyFields({ purpose, ...props }: Props & { purpose: string }) {
  const { form } = props
  const t = incidentalWords(props.language)
  return (
    <>
      <WhatFields {...props} purposes={[purpose]} />
      <TextArea
        form={form}
        name="reason"
        label={t('danger')}
        hint={t('reasonHint')}
        rows={4}
        maxlength={2000}
      />
      <DayField form={form} name="toldFrom" label={t('toldFrom')} optional />
      <TextArea form={form} name="safety" label={t('safety')} rows={3} maxlength={1000} optional />
    </>
  )
}
