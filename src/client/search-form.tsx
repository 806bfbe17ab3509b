import { Type } from 'typebox'
import { Button, Field, Form, type FormState, useView } from '../web/index.ts'
import { clientWords } from './client.words.ts'

export const SearchSchema = Type.Object({ question: Type.String({ maxLength: 200 }) })

/** The one field that finds a client. POST, so that nothing personal gets into an address or a log. */
export function SearchForm({ form, hint }: { form: FormState<'question'>; hint?: boolean }) {
  const t = clientWords(useView().language)
  return (
    <search>
      <Form action="/clients/find" class="find" aria-label={t('search')}>
        <Field
          form={form}
          name="question"
          label={t('searchLabel')}
          {...(hint ? { hint: t('searchHint') } : {})}
          type="search"
          maxlength={200}
        />
        <Button kind={hint ? 'primary' : 'secondary'}>{t('searchButton')}</Button>
      </Form>
    </search>
  )
}
