import { type Static, Type } from 'typebox'
import { addYears, compareDates, isRefusal, type PlainDate, parsePlainDate } from '../kernel/index.ts'
import { type FormState, type Language, readForm, withError } from '../web/index.ts'
import { type Askable, mustSay, type Recipient, recipientValue } from './askable.ts'
import { consentWords } from './consent.words.ts'
import type { Scope } from './consent-state.ts'

const AskSchema = Type.Object({
  recipient: Type.String({ minLength: 1, maxLength: 130 }),
  partyName: Type.Optional(Type.String({ minLength: 2, maxLength: 120 })),
  reason: Type.String({ minLength: 20, maxLength: 1000 }),
  choices: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60 }),
  precisely: Type.Optional(Type.String({ maxLength: 500 })),
  fromOn: Type.String({ maxLength: 10 }),
  untilOn: Type.String({ maxLength: 10 }),
})

export type AskName = keyof Static<typeof AskSchema>
export type AskForm = FormState<AskName>
export type Asking = { scope: Scope; reason: string; precisely: string | undefined }

const NAMES = Object.keys(AskSchema.properties) as AskName[]

/** Reads what a worker asks, and holds it against what the statement lets one ask: to whom, what, and for a year at most. */
export function readAsk(
  body: unknown,
  language: Language,
  askable: Askable,
  today: PlainDate,
): { ok: true; values: Asking; form: AskForm } | { ok: false; form: AskForm } {
  const t = consentWords(language)
  const labels = Object.fromEntries(NAMES.map((name) => [name, t(`say-${name}`)])) as {
    [Name in AskName]: string
  }
  const answer = readForm(AskSchema, body, language, { labels, texts: { reason: t('reasonShort') } })
  if (!answer.ok) return answer
  const { form, values } = answer
  const wrong = (name: AskName, error: Parameters<typeof t>[0]) =>
    ({ ok: false, form: withError(form, name, t(error)) }) as const
  const recipient = askable.recipients.find((one) => recipientValue(one) === values.recipient)
  if (!recipient) return wrong('recipient', 'notListed')
  const partyName = recipient.party?.name ?? values.partyName
  if (partyName === undefined) return wrong('partyName', 'nameMissing')
  const chosen = askable.choices.filter(({ id }) => values.choices.includes(id))
  if (chosen.length !== new Set(values.choices).size) return wrong('choices', 'notListed')
  if (mustSay(askable) && values.precisely === undefined) return wrong('precisely', 'preciselyMissing')
  const dates = datesIn(values, today)
  if ('error' in dates) return wrong(dates.field, dates.error)
  const { reason, precisely } = values
  const scope = { ...scopeOf(askable, chosen, recipient, partyName), ...dates }
  return { ok: true, values: { scope, reason, precisely }, form }
}

function scopeOf(
  askable: Askable,
  chosen: Askable['choices'],
  { kind, party }: Recipient,
  partyName: string,
): Omit<Scope, 'fromOn' | 'untilOn'> {
  const { disclosure, purpose, direction } = askable
  return {
    ...{ disclosure, purpose, direction, partyKind: kind, party: party?.id, partyName },
    parts: [...new Set(chosen.map(({ part }) => part))],
    items: chosen.filter(({ label }) => label === 'items').map(({ id }) => id),
  }
}

type Wrong = {
  field: 'fromOn' | 'untilOn'
  error: 'dateWrong' | 'fromPast' | 'untilBeforeFrom' | 'yearAtMost'
}

function datesIn(
  typed: { fromOn: string; untilOn: string },
  today: PlainDate,
): { fromOn: PlainDate; untilOn: PlainDate } | Wrong {
  const fromOn = parsePlainDate(typed.fromOn)
  if (isRefusal(fromOn)) return { field: 'fromOn', error: 'dateWrong' }
  const untilOn = parsePlainDate(typed.untilOn)
  if (isRefusal(untilOn)) return { field: 'untilOn', error: 'dateWrong' }
  if (compareDates(fromOn, today) < 0) return { field: 'fromOn', error: 'fromPast' }
  if (compareDates(untilOn, fromOn) < 0) return { field: 'untilOn', error: 'untilBeforeFrom' }
  if (compareDates(untilOn, addYears(fromOn, 1)) > 0) return { field: 'untilOn', error: 'yearAtMost' }
  return { fromOn, untilOn }
}
