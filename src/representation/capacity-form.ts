import { type Static, Type } from 'typebox'
import { compareDates, isRefusal, type PlainDate, parsePlainDate } from '../kernel/index.ts'
import { type FormState, type Language, readForm, withError } from '../web/index.ts'
import { capacityWords } from './capacity.words.ts'
import type { NewJudgement } from './capacity-judgement.store.ts'

const yesOrNo = Type.Union([Type.Literal('yes'), Type.Literal('no')])
const always = {
  able: yesOrNo,
  weighedOn: Type.String({ maxLength: 10 }),
  grounds: Type.String({ minLength: 20, maxLength: 2000 }),
}
const JudgementSchema = Type.Object({ ...always, parents: Type.Optional(yesOrNo) })
const WithParentsSchema = Type.Object({ ...always, parents: yesOrNo })

export type JudgementForm = FormState<keyof Static<typeof JudgementSchema>>

/**
 * Reads what a worker weighed: on a day that was, with grounds of at least a sentence. Of whom is too old for parents to look along
 * that is not asked, and what is sent about it does not count.
 */
export function readJudgement(
  body: unknown,
  language: Language,
  { today, asksParents }: { today: PlainDate; asksParents: boolean },
): { ok: true; values: NewJudgement } | { ok: false; form: JudgementForm } {
  const t = capacityWords(language)
  const labels = {
    able: t('finding'),
    parents: t('looking'),
    weighedOn: t('weighedOn'),
    grounds: t('grounds'),
  }
  const answer = readForm(asksParents ? WithParentsSchema : JudgementSchema, body, language, { labels })
  if (!answer.ok) return answer
  const { able, parents, grounds } = answer.values
  const weighedOn = parsePlainDate(answer.values.weighedOn)
  if (isRefusal(weighedOn)) return { ok: false, form: withError(answer.form, 'weighedOn', t('dateWrong')) }
  if (compareDates(weighedOn, today) > 0)
    return { ok: false, form: withError(answer.form, 'weighedOn', t('future')) }
  const parentsMay = !asksParents || parents === 'yes'
  return { ok: true, values: { able: able === 'yes', parentsMay, weighedOn, grounds } }
}
