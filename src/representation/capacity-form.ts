import { type Static, Type } from 'typebox'
import { compareDates, isRefusal, type PlainDate, parsePlainDate } from '../kernel/index.ts'
import { type FormState, type Language, readForm, withError } from '../web/index.ts'
import { capacityWords } from './capacity.words.ts'
import type { NewJudgement } from './capacity-judgement.store.ts'

const JudgementSchema = Type.Object({
  able: Type.Union([Type.Literal('yes'), Type.Literal('no')]),
  parents: Type.Union([Type.Literal('yes'), Type.Literal('no')]),
  weighedOn: Type.String({ maxLength: 10 }),
  grounds: Type.String({ minLength: 20, maxLength: 2000 }),
})

export type JudgementForm = FormState<keyof Static<typeof JudgementSchema>>

/** Reads what a worker weighed: on a day that was, with grounds of at least a sentence. */
export function readJudgement(
  body: unknown,
  language: Language,
  today: PlainDate,
): { ok: true; values: NewJudgement } | { ok: false; form: JudgementForm } {
  const t = capacityWords(language)
  const labels = {
    able: t('finding'),
    parents: t('looking'),
    weighedOn: t('weighedOn'),
    grounds: t('grounds'),
  }
  const answer = readForm(JudgementSchema, body, language, { labels })
  if (!answer.ok) return answer
  const { able, parents, grounds } = answer.values
  const weighedOn = parsePlainDate(answer.values.weighedOn)
  if (isRefusal(weighedOn)) return { ok: false, form: withError(answer.form, 'weighedOn', t('dateWrong')) }
  if (compareDates(weighedOn, today) > 0)
    return { ok: false, form: withError(answer.form, 'weighedOn', t('future')) }
  return { ok: true, values: { able: able === 'yes', parentsMay: parents === 'yes', weighedOn, grounds } }
}
