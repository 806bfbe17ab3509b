import { type TObject, type TString, Type } from 'typebox'
import type { Item, Statement } from '../statement/index.ts'
import type { FormState, Language } from '../web/index.ts'
import { clientWords } from './client.words.ts'
import type { Problem, Typed } from './registration.ts'

/** Parts that a registration may fill; what comes later (goals, notes) is written in the dossier. */
const PARTS = new Set(['identity', 'bsn', 'contact', 'household', 'network', 'situation', 'question'])

/** The services somebody can be registered for: those that need to know who it is. */
export function servicesToRegister(statement: Statement): string[] {
  return statement.facts.services
    .filter((service) => service.items.includes('surname'))
    .map((service) => service.id)
}

/** The items that this service needs and no other (MEE-2.2), in the order of the statement. */
export function itemsFor(statement: Statement, service: string): Item[] {
  const needed = new Set(statement.facts.services.find((one) => one.id === service)?.items ?? [])
  return statement.facts.items.filter(
    (item) =>
      needed.has(item.id) && PARTS.has(item.part) && (item.source === 'client' || item.source === 'together'),
  )
}

export type RegistrationSchema = TObject<Record<string, TString>>

/** Strict: an item that the statement does not list for this service is refused with the whole form. */
export function schemaFor(items: readonly Item[]): RegistrationSchema {
  const fields: Record<string, TString> = { service: Type.String({ maxLength: 60 }) }
  for (const item of items) {
    fields[item.id] = Type.String({ maxLength: 20_000 })
    if (item.required === 'if-needed') fields[reasonField(item.id)] = Type.String({ maxLength: 500 })
  }
  return Type.Partial(Type.Object(fields, { additionalProperties: false })) as unknown as RegistrationSchema
}

export function reasonField(item: string): string {
  return `${item}.reason`
}

/** Takes values and reasons apart. */
export function typedIn(values: Readonly<Record<string, unknown>>, items: readonly Item[]): Typed {
  const typed = { values: {} as Record<string, string>, reasons: {} as Record<string, string> }
  for (const item of items) {
    const value = values[item.id]
    const reason = values[reasonField(item.id)]
    if (typeof value === 'string') typed.values[item.id] = value
    if (typeof reason === 'string') typed.reasons[item.id] = reason
  }
  return typed
}

/** The form again with a sentence at every field that is wrong. */
export function withProblems(
  form: FormState<string>,
  problems: readonly { item: string; problem: Problem }[],
  statement: Statement,
  language: Language,
): FormState<string> {
  const t = clientWords(language)
  const errors: Record<string, string> = {}
  for (const { item, problem } of problems) {
    const field = problem === 'reason-required' ? reasonField(item) : item
    errors[field] = t(problem, { label: statement.label(language, `items.${item}`).toLowerCase() })
  }
  return { values: form.values, errors }
}
