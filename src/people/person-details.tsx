import { Type } from 'typebox'
import { addDays, type PlainDate } from '../kernel/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  DayField,
  emptyForm,
  Field,
  Form,
  type FormState,
  Heading,
  Line,
  List,
  Select,
  Text,
  useView,
} from '../web/index.ts'
import { noon, Rare } from './page-parts.tsx'
import { peopleWords } from './people.words.ts'
import { employerName, employersOf, type Person } from './person.ts'
import { wayInWords } from './way-in.words.ts'

export const CorrectSchema = Type.Object({
  newName: Type.String({ minLength: 2, maxLength: 120 }),
  newEmployer: Type.String({ maxLength: 80 }),
})
export const AddressSchema = Type.Object({
  newPostcode: Type.String({ maxLength: 10, pattern: '^[1-9][0-9]{3} ?[A-Za-z]{2}$' }),
  newHouseNumber: Type.String({ maxLength: 10, pattern: '^[1-9][0-9]{0,4}' }),
})
export const AgainSchema = Type.Object({
  againEmployer: Type.String({ maxLength: 80 }),
  againFrom: Type.String({ maxLength: 10 }),
})

type Props = { person: Person; statement: Statement; today: PlainDate; form: FormState<string> | undefined }

/** The employers to choose from; who looks by a mandate keeps the party that sent them. */
function employerOptions({ person, statement }: Pick<Props, 'person' | 'statement'>) {
  const members = employersOf(statement).map(({ id, name }) => ({ value: id, label: name }))
  return members.some(({ value }) => value === person.employer)
    ? members
    : [...members, { value: person.employer, label: employerName(statement, person.employer) }]
}

/** Putting a name or employer right. */
export function Details({ person, statement, form, may }: Props & { may: boolean }) {
  const t = wayInWords(useView().language)
  if (!may) return null
  const shown = form ?? emptyForm(CorrectSchema, { newName: person.name, newEmployer: person.employer })
  return (
    <Rare title={t('detailsTitle')} open={form !== undefined}>
      <Text>{t('detailsLead')}</Text>
      <Form action={`/people/${person.id}/details`} stack>
        <Field form={shown} name="newName" label={t('name')} maxlength={120} />
        <Select
          form={shown}
          name="newEmployer"
          label={t('employer')}
          options={employerOptions({ person, statement })}
          withoutEmpty
        />
        <div>
          <Button kind="secondary">{t('correct')}</Button>
        </div>
      </Form>
    </Rare>
  )
}

/** A new address, or one of before the street was noticed. It is kept as keyed hashes, so there is nothing to show. */
export function Address({ person, form, may }: Pick<Props, 'person' | 'form'> & { may: boolean }) {
  const t = peopleWords(useView().language)
  if (!may) return null
  const shown = form ?? emptyForm(AddressSchema)
  return (
    <Rare title={t('addressTitle')} open={form !== undefined}>
      <Text>{t('addressLead')}</Text>
      <Form action={`/people/${person.id}/address`} stack>
        <Field form={shown} name="newPostcode" label={t('postcode')} short maxlength={10} />
        <Field form={shown} name="newHouseNumber" label={t('houseNumber')} short maxlength={10} />
        <div>
          <Button kind="secondary">{t('addressKeep')}</Button>
        </div>
      </Form>
    </Rare>
  )
}

/** Somebody who left comes back. */
export function Again({ person, statement, today, form }: Props) {
  const t = wayInWords(useView().language)
  const earliest = person.employedUntil === null ? today : addDays(person.employedUntil, 1)
  const values = { againEmployer: person.employer, againFrom: earliest > today ? earliest : today }
  const shown = form ?? emptyForm(AgainSchema, values)
  return (
    <section class="stack">
      <Heading id="again">{t('againTitle')}</Heading>
      <Text>{t('againLead')}</Text>
      <Form action={`/people/${person.id}/again`} stack>
        <Select
          form={shown}
          name="againEmployer"
          label={t('employer')}
          options={employerOptions({ person, statement })}
          withoutEmpty
        />
        <DayField form={shown} name="againFrom" label={t('againFrom')} />
        <div>
          <Button kind="secondary">{t('again')}</Button>
        </div>
      </Form>
    </section>
  )
}

/** The employments before this one. */
export function Earlier({ person, statement }: Pick<Props, 'person' | 'statement'>) {
  const t = wayInWords(useView().language)
  if (person.earlier.length === 0) return null
  return (
    <section class="stack">
      <Heading id="earlier">{t('earlier')}</Heading>
      <List label={t('earlier')}>
        {person.earlier.map(({ employer, from, until }) => (
          <Line key={from} mark={employerName(statement, employer)}>
            {t('period', { from: noon(from), until: noon(until) })}
          </Line>
        ))}
      </List>
    </section>
  )
}
