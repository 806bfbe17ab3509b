import { Type } from 'typebox'
import {
  addYears,
  type BirthDate,
  compareDates,
  isRefusal,
  type PlainDate,
  parseBsn,
  parsePlainDate,
} from '../kernel/index.ts'
import { type FormState, type Language, readForm, withError } from '../web/index.ts'
import { bandOn, lastDayOfParent } from './capacity.ts'
import { type Given, LEGAL_KINDS, type LegalKind, SCOPE } from './representation.ts'
import { representationWords } from './representation.words.ts'

const shared = {
  name: Type.String({ maxLength: 120 }),
  bsn: Type.String({ maxLength: 20 }),
  parts: Type.Array(Type.Union(SCOPE.map((part) => Type.Literal(part))), { minItems: 1 }),
}
export const LegalSchema = Type.Object({
  kind: Type.Union(LEGAL_KINDS.map((kind) => Type.Literal(kind))),
  ...shared,
  proof: Type.String({ minLength: 5, maxLength: 300 }),
  fromOn: Type.String({ maxLength: 10 }),
  untilOn: Type.Optional(Type.String({ maxLength: 10 })),
})
export const MandateSchema = Type.Object({ ...shared, untilOn: Type.String({ maxLength: 10 }) })

export type GivenName = 'kind' | 'name' | 'bsn' | 'parts' | 'proof' | 'fromOn' | 'untilOn'
export type GivenForm = FormState<GivenName>
export type Read<T> = { ok: true; values: T; form: GivenForm } | { ok: false; form: GivenForm }

/** What is known of the client who is to be represented. */
export type Client = { birth: BirthDate | undefined; today: PlainDate }

/** Reads what a worker records, and holds it against the law: who may represent somebody of this age, and until when. */
export function readLegal(
  body: unknown,
  language: Language,
  client: Client,
): Read<Given & { kind: LegalKind }> {
  const t = representationWords(language)
  const answer = readForm(LegalSchema, body, language, { labels: labelsIn(language) })
  const form = answer.form as GivenForm
  if (!answer.ok) return { ok: false, form }
  const { kind, name, bsn: typed, parts, proof } = answer.values
  const wrong = (field: GivenName, error: string) =>
    ({ ok: false, form: withError(form, field, error) }) as const
  const bsn = parseBsn(typed)
  if (isRefusal(bsn)) return wrong('bsn', t('bsnWrong'))
  const fromOn = parsePlainDate(answer.values.fromOn)
  if (isRefusal(fromOn)) return wrong('fromOn', t('dateWrong'))
  const until = answer.values.untilOn === undefined ? undefined : parsePlainDate(answer.values.untilOn)
  if (isRefusal(until)) return wrong('untilOn', t('dateWrong'))
  if (until !== undefined && compareDates(until, fromOn) < 0) return wrong('untilOn', t('untilBeforeFrom'))
  const end = endByLaw(kind, until, client)
  if ('error' in end)
    return wrong(end.field, t(end.error, { until: new Date(`${end.until ?? client.today}T12:00:00Z`) }))
  return { ok: true, values: { kind, name, bsn, parts, proof, fromOn, untilOn: end.until }, form }
}

type End =
  | { until: PlainDate | undefined }
  | {
      error: 'parentNeedsBirth' | 'parentTooLate' | 'parentUntil' | 'adultOnly'
      field: 'kind' | 'untilOn'
      until?: PlainDate
    }

/** The last day: of a parent by the age of the child, of others as the court decided. */
export function endByLaw(kind: LegalKind, until: PlainDate | undefined, { birth, today }: Client): End {
  if (kind !== 'parent') {
    const minor = birth !== undefined && !bandOn(birth, today).startsWith('adult')
    return minor ? { error: 'adultOnly', field: 'kind' } : { until }
  }
  const last = birth && lastDayOfParent(birth)
  if (last === undefined) return { error: 'parentNeedsBirth', field: 'kind' }
  if (compareDates(last, today) < 0) return { error: 'parentTooLate', field: 'kind' }
  if (until !== undefined && compareDates(until, last) > 0)
    return { error: 'parentUntil', field: 'untilOn', until: last }
  return { until: until ?? last }
}

/** Reads what a client gives: from today, a year at most. */
export function readMandate(body: unknown, language: Language, today: PlainDate): Read<Given> {
  const t = representationWords(language)
  const answer = readForm(MandateSchema, body, language, { labels: labelsIn(language) })
  const form = answer.form as GivenForm
  if (!answer.ok) return { ok: false, form }
  const { name, bsn: typed, parts } = answer.values
  const wrong = (field: GivenName, error: string) =>
    ({ ok: false, form: withError(form, field, error) }) as const
  const bsn = parseBsn(typed)
  if (isRefusal(bsn)) return wrong('bsn', t('bsnWrong'))
  const untilOn = parsePlainDate(answer.values.untilOn)
  if (isRefusal(untilOn)) return wrong('untilOn', t('dateWrong'))
  if (compareDates(untilOn, today) < 0) return wrong('untilOn', t('untilPast'))
  if (compareDates(untilOn, addYears(today, 1)) > 0) return wrong('untilOn', t('yearAtMost'))
  return { ok: true, values: { name, bsn, parts, proof: '', fromOn: today, untilOn }, form }
}

function labelsIn(language: Language): { [Name in GivenName]: string } {
  const t = representationWords(language)
  const names = ['kind', 'name', 'bsn', 'parts', 'proof', 'fromOn', 'untilOn'] as const
  return Object.fromEntries(names.map((name) => [name, t(name)])) as { [Name in GivenName]: string }
}
