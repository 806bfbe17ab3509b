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
import type { Given } from './representation.ts'
import { representationWords } from './representation.words.ts'
import { type Acts, KINDS, LEGAL_KINDS, type LegalKind, MOST_PARENTS, SCOPE } from './scope.ts'

const shared = {
  name: Type.String({ maxLength: 120 }),
  bsn: Type.Optional(Type.String({ maxLength: 20 })),
  parts: Type.Array(Type.Union(SCOPE.map((part) => Type.Literal(part))), { minItems: 1 }),
  acts: Type.Enum(['look', 'arrange'] satisfies Acts[]),
}
const LegalSchema = Type.Object({
  kind: Type.Enum([...LEGAL_KINDS]),
  ...shared,
  proof: Type.String({ minLength: 5, maxLength: 300 }),
  authorityOn: Type.Optional(Type.String({ maxLength: 10 })),
  fromOn: Type.String({ maxLength: 10 }),
  untilOn: Type.Optional(Type.String({ maxLength: 10 })),
})
const MandateSchema = Type.Object({ ...shared, untilOn: Type.String({ maxLength: 10 }) })

const NAMES = ['kind', 'name', 'bsn', 'parts', 'acts', 'proof', 'authorityOn', 'fromOn', 'untilOn'] as const
export type GivenName = (typeof NAMES)[number]
export type GivenForm = FormState<GivenName>
export type Read<T> = { ok: true; values: T; form: GivenForm } | { ok: false; form: GivenForm }

/** What is known of the client who is to be represented; `parents`: how many people with authority look along already. */
export type Client = { birth: BirthDate | undefined; today: PlainDate; parents: number; keepsBsn: boolean }

/** What stands in the way: a text, the field that it is about, and the day and parts that the text names. */
type Objection = {
  field: GivenName
  error: Parameters<ReturnType<typeof representationWords>>[0]
  until?: PlainDate
}

/** Reads what a worker records, and holds it against the law: who may represent somebody of this age, in what, and until when. */
export function readLegal(
  body: unknown,
  language: Language,
  client: Client,
): Read<Given & { kind: LegalKind }> {
  const t = representationWords(language)
  const answer = readForm(LegalSchema, body, language, { labels: labelsIn(language) })
  const form = answer.form as GivenForm
  if (!answer.ok) return { ok: false, form }
  const { kind, name, bsn: typed, parts, acts, proof } = answer.values
  const wrong = ({ field, error, until }: Objection) => {
    const day = new Date(`${until ?? client.today}T12:00:00Z`)
    return { ok: false, form: withError(form, field, t(error, { until: day })) } as const
  }
  const bsn = client.keepsBsn ? parseBsn(typed ?? '') : undefined
  if (isRefusal(bsn)) return wrong({ field: 'bsn', error: 'bsnWrong' })
  const dates = datesIn(answer.values)
  if ('error' in dates) return wrong(dates)
  const most: readonly string[] = KINDS[kind].parts
  if (parts.some((part) => !most.includes(part))) return wrong({ field: 'parts', error: 'moneyOnly' })
  const end = endByLaw(kind, dates.untilOn, client)
  if ('error' in end) return wrong(end)
  if (kind === 'parent') {
    const without = withoutAuthority(dates.authorityOn, dates.fromOn, client)
    if (without) return wrong(without)
  }
  const authorityOn = kind === 'parent' ? dates.authorityOn : undefined
  const { fromOn } = dates
  return {
    ok: true,
    values: { kind, name, bsn, parts, acts, proof, fromOn, untilOn: end.until, authorityOn },
    form,
  }
}

type Dates = { fromOn: PlainDate; untilOn: PlainDate | undefined; authorityOn: PlainDate | undefined }

function datesIn(typed: {
  fromOn: string
  untilOn?: string | undefined
  authorityOn?: string | undefined
}): Dates | Objection {
  const fromOn = parsePlainDate(typed.fromOn)
  if (isRefusal(fromOn)) return { field: 'fromOn', error: 'dateWrong' }
  const untilOn = typed.untilOn === undefined ? undefined : parsePlainDate(typed.untilOn)
  if (isRefusal(untilOn)) return { field: 'untilOn', error: 'dateWrong' }
  const authorityOn = typed.authorityOn === undefined ? undefined : parsePlainDate(typed.authorityOn)
  if (isRefusal(authorityOn)) return { field: 'authorityOn', error: 'dateWrong' }
  if (untilOn !== undefined && compareDates(untilOn, fromOn) < 0)
    return { field: 'untilOn', error: 'untilBeforeFrom' }
  return { fromOn, untilOn, authorityOn }
}

/** A parent looks along by authority alone, each of the two by their own. */
function withoutAuthority(
  seenOn: PlainDate | undefined,
  fromOn: PlainDate,
  client: Client,
): Objection | undefined {
  if (seenOn === undefined) return { field: 'authorityOn', error: 'noAuthority' }
  if (compareDates(seenOn, client.today) > 0) return { field: 'authorityOn', error: 'notYet' }
  if (compareDates(seenOn, fromOn) > 0) return { field: 'fromOn', error: 'beforeAuthority' }
  if (client.parents >= MOST_PARENTS) return { field: 'kind', error: 'twoParents' }
  return undefined
}

/** The last day: of a parent by the age of the child, of others as the court decided. */
export function endByLaw(
  kind: LegalKind,
  until: PlainDate | undefined,
  { birth, today }: Pick<Client, 'birth' | 'today'>,
): { until: PlainDate | undefined } | Objection {
  if (kind !== 'parent') {
    const fits = birth === undefined || KINDS[kind].of.includes(bandOn(birth, today))
    return fits ? { until } : { error: 'adultOnly', field: 'kind' }
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
  const { name, bsn: typed, parts, acts } = answer.values
  const wrong = (field: GivenName, error: string) =>
    ({ ok: false, form: withError(form, field, error) }) as const
  const bsn = parseBsn(typed ?? '')
  if (isRefusal(bsn)) return wrong('bsn', t('bsnWrong'))
  const untilOn = parsePlainDate(answer.values.untilOn)
  if (isRefusal(untilOn)) return wrong('untilOn', t('dateWrong'))
  if (compareDates(untilOn, today) < 0) return wrong('untilOn', t('untilPast'))
  if (compareDates(untilOn, addYears(today, 1)) > 0) return wrong('untilOn', t('yearAtMost'))
  return { ok: true, values: { name, bsn, parts, acts, proof: '', fromOn: today, untilOn }, form }
}

/** What a client typed before, as a form without errors. */
export function mandateAsTyped(typed: unknown, language: Language): GivenForm {
  const { form } = readForm(MandateSchema, typed, language, { labels: labelsIn(language) })
  return { values: form.values, errors: {} }
}

/** What a worker typed before, likewise. */
export function legalAsTyped(typed: unknown, language: Language): GivenForm {
  const { form } = readForm(LegalSchema, typed, language, { labels: labelsIn(language) })
  return { values: form.values as GivenForm['values'], errors: {} }
}

function labelsIn(language: Language): { [Name in GivenName]: string } {
  const t = representationWords(language)
  return Object.fromEntries(NAMES.map((name) => [name, t(name)])) as { [Name in GivenName]: string }
}
