import type { Statement } from '../statement/index.ts'
import { Field, type Language, RadioGroup } from '../web/index.ts'
import { keepsBsn } from './keeps-bsn.ts'
import { representationWords } from './representation.words.ts'
import type { GivenForm } from './representation-form.ts'
import { ACTS, type Acts, SCOPE } from './scope.ts'

type Props = { form: GivenForm; statement: Statement; language: Language }

/** Who acts, and what that person may see. */
export function GivenFields({ form, statement, language }: Props) {
  const t = representationWords(language)
  return (
    <>
      <Field form={form} name="name" label={t('name')} maxlength={120} />
      {keepsBsn(statement) && (
        <Field
          form={form}
          name="bsn"
          label={t('bsn')}
          hint={t('bsnHint')}
          short
          inputmode="numeric"
          maxlength={20}
        />
      )}
      <RadioGroup
        form={form}
        name="parts"
        label={t('parts')}
        many
        options={SCOPE.map((part) => ({ value: part, label: statement.label(language, `parts.${part}`) }))}
      />
      <RadioGroup
        form={form}
        name="acts"
        label={t('acts')}
        options={(Object.keys(ACTS) as Acts[]).map((acts) => ({ value: acts, label: t(acts) }))}
      />
    </>
  )
}
