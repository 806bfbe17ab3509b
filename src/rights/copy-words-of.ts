import type { LabelName, Statement } from '../statement/index.ts'
import type { Language } from '../web/index.ts'
import type { Copy } from './copy.schema.ts'

/** The words of the ids in a copy, as the statement has them: `items.surname` is "Achternaam". */
export function wordsOf(
  { items, notes, involved, consents, accessLog, parts, dossier }: Omit<Copy, 'words'>,
  statement: Statement,
  language: Language,
): Record<string, string> {
  const workers = [
    ...items.map(({ recordedBy }) => recordedBy),
    ...notes.map(({ writtenBy }) => writtenBy),
    ...involved.map(({ worker }) => worker),
    ...consents.map(({ askedBy }) => askedBy),
    ...accessLog.map(({ who }) => who),
  ]
  const names = [
    ...items.flatMap(({ item, source, value }) => [`items.${item}`, `sources.${source}`, `options.${value}`]),
    ...[...parts, ...accessLog.flatMap((look) => look.parts)].map((part) => `parts.${part}`),
    ...workers.flatMap(({ role }) => (role === null ? [] : [`roles.${role}`])),
    ...accessLog.map(({ relation }) => `relations.${relation}`),
    ...[...items, ...notes].map((one) => `classes.${one.class}`),
    ...accessLog.flatMap(({ action }) => (action === null ? [] : [`actions.${action}`])),
    ...consents.flatMap(({ disclosure, purpose, partyKind, items: asked }) => [
      `disclosures.${disclosure}`,
      `purposes.${purpose}`,
      `partyKinds.${partyKind}`,
      ...asked.map((item) => `items.${item}`),
    ]),
    `states.${dossier.state}`,
  ]
  const known = [...new Set(names)].filter((name) => statement.hasLabel(language, name)).sort()
  return Object.fromEntries(known.map((name) => [name, statement.label(language, name as LabelName)]))
}
