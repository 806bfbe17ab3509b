import type { LabelName, Statement } from '../statement/index.ts'
import type { Language } from '../web/index.ts'
import type { Copy } from './copy.schema.ts'

/** The words of the ids in a copy, as the statement has them: `items.surname` is "Achternaam". */
export function wordsOf(
  { items, notes, involved, accessLog, parts, dossier }: Omit<Copy, 'words'>,
  statement: Statement,
  language: Language,
): Record<string, string> {
  const workers = [
    ...items.map(({ recordedBy }) => recordedBy),
    ...notes.map(({ writtenBy }) => writtenBy),
    ...involved.map(({ worker }) => worker),
    ...accessLog.map(({ who }) => who),
  ]
  const names = [
    ...items.flatMap(({ item, source, value }) => [`items.${item}`, `sources.${source}`, `options.${value}`]),
    ...[...parts, ...accessLog.flatMap((look) => look.parts)].map((part) => `parts.${part}`),
    ...workers.flatMap(({ role }) => (role === null ? [] : [`roles.${role}`])),
    ...accessLog.map(({ relation }) => `relations.${relation}`),
    ...[...items, ...notes].map((one) => `classes.${one.class}`),
    ...accessLog.flatMap(({ action }) => (action === null ? [] : [`actions.${action}`])),
    `states.${dossier.state}`,
  ]
  const known = [...new Set(names)].filter((name) => statement.hasLabel(language, name)).sort()
  return Object.fromEntries(known.map((name) => [name, statement.label(language, name as LabelName)]))
}
