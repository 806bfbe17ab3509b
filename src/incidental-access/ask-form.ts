import { Type } from 'typebox'
import {
  addDays,
  compareDates,
  dayInNetherlands,
  isRefusal,
  type PlainDate,
  parseClientNumber,
  parsePlainDate,
} from '../kernel/index.ts'
import type { Statement } from '../statement/index.ts'
import { type FormState, type Language, readForm, withError } from '../web/index.ts'
import { EMERGENCY_MINUTES, emergencyPurpose, HOURS, MANDATE_DAYS, TOLD_WITHIN_DAYS } from './access-rules.ts'
import { incidentalWords } from './incidental.words.ts'
import type { AccessQuestion } from './incidental-access.ts'

const words = (maxLength: number) => Type.String({ minLength: 10, maxLength })
const shared = {
  number: Type.String({ maxLength: 20 }),
  parts: Type.Array(Type.String({ pattern: '^[a-z-]{1,30}$' }), { minItems: 1, maxItems: 30 }),
  reason: words(2000),
}

export const AskSchema = Type.Object({
  ...shared,
  purpose: Type.String({ maxLength: 30 }),
  hours: Type.Union(HOURS.map((hours) => Type.Literal(String(hours)))),
})
export const MandateSchema = Type.Object({
  ...shared,
  purpose: Type.String({ maxLength: 30 }),
  until: Type.String({ maxLength: 10 }),
  mandate: words(300),
})
export const EmergencySchema = Type.Object({
  ...shared,
  toldFrom: Type.Optional(Type.String({ maxLength: 10 })),
  safety: Type.Optional(words(1000)),
})

export type AskName =
  | 'number'
  | 'parts'
  | 'reason'
  | 'purpose'
  | 'hours'
  | 'until'
  | 'mandate'
  | 'toldFrom'
  | 'safety'
export type AskForm = FormState<AskName>
export type Asked = { ok: true; question: AccessQuestion; form: AskForm } | { ok: false; form: AskForm }

/** Reads what somebody of the own staff asks: an end today. */
export function readAsk(body: unknown, language: Language, now: Date): Asked {
  const answer = readForm(AskSchema, body, language, { labels: labelsIn(language) })
  if (!answer.ok) return { ok: false, form: answer.form as AskForm }
  const { hours, number, parts, reason, purpose } = answer.values
  return withNumber(answer.form as AskForm, language, number, {
    ...{ purpose, parts, emergency: false, toldFrom: undefined, words: { reason } },
    until: new Date(now.getTime() + Number(hours) * 3_600_000),
  })
}

/** Reads what somebody of another organisation asks: with a mandate and a last day. */
export function readMandate(body: unknown, language: Language, today: PlainDate): Asked {
  const t = incidentalWords(language)
  const answer = readForm(MandateSchema, body, language, { labels: labelsIn(language) })
  const form = answer.form as AskForm
  if (!answer.ok) return { ok: false, form }
  const { number, parts, reason, purpose, mandate } = answer.values
  const last = parsePlainDate(answer.values.until)
  if (
    isRefusal(last) ||
    compareDates(last, today) < 0 ||
    compareDates(last, addDays(today, MANDATE_DAYS)) > 0
  )
    return { ok: false, form: withError(form, 'until', t('untilWrong', { days: MANDATE_DAYS })) }
  return withNumber(form, language, number, {
    ...{ purpose, parts, emergency: false, toldFrom: undefined, words: { reason, mandate } },
    // the last day counts to its end, also where the clock is an hour ahead
    until: new Date(`${addDays(last, 1)}T00:00:00+01:00`),
  })
}

/** Reads what somebody asks in an emergency, and from when the client may hear of it. */
export function readEmergency(body: unknown, language: Language, now: Date, statement: Statement): Asked {
  const t = incidentalWords(language)
  const answer = readForm(EmergencySchema, body, language, { labels: labelsIn(language) })
  const form = answer.form as AskForm
  const purpose = emergencyPurpose(statement)
  if (!answer.ok || purpose === undefined) return { ok: false, form }
  const { number, parts, reason, toldFrom, safety } = answer.values
  const day = toldFrom === undefined ? undefined : parsePlainDate(toldFrom)
  if (isRefusal(day) || (day === undefined && safety !== undefined))
    return { ok: false, form: withError(form, 'toldFrom', t('toldFromNeeded')) }
  const today = dayInNetherlands(now)
  if (day !== undefined && compareDates(day, today) <= 0)
    return { ok: false, form: withError(form, 'toldFrom', t('toldFromPast')) }
  if (day !== undefined && compareDates(day, addDays(today, TOLD_WITHIN_DAYS)) > 0)
    return { ok: false, form: withError(form, 'toldFrom', t('told-too-late')) }
  if (day !== undefined && safety === undefined)
    return { ok: false, form: withError(form, 'safety', t('safetyNeeded')) }
  return withNumber(form, language, number, {
    ...{ purpose, parts, emergency: true, toldFrom: day },
    words: { reason, ...(safety === undefined ? {} : { safety }) },
    // a breath less than the database allows: its clock may be a little behind
    until: new Date(now.getTime() + EMERGENCY_MINUTES * 60_000 - 5000),
  })
}

function withNumber(
  form: AskForm,
  language: Language,
  number: string,
  question: Omit<AccessQuestion, 'clientNumber'>,
): Asked {
  const clientNumber = parseClientNumber(number)
  if (isRefusal(clientNumber))
    return { ok: false, form: withError(form, 'number', incidentalWords(language)('numberWrong')) }
  return { ok: true, question: { ...question, clientNumber }, form }
}

function labelsIn(language: Language): { [Name in AskName]: string } {
  const t = incidentalWords(language)
  const names = [
    'number',
    'parts',
    'reason',
    'purpose',
    'hours',
    'until',
    'mandate',
    'toldFrom',
    'safety',
  ] as const
  return Object.fromEntries(names.map((name) => [name, t(name)])) as { [Name in AskName]: string }
}
