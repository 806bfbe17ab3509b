import type { FactChange, LabelName, Statement } from '../statement/index.ts'
import { dateInFull, type Language } from '../web/index.ts'
import { fieldWords, groupWords, valueWords } from './fact-changes.words.ts'

/** A change of a fact as people read it. */
export type ShownChange = {
  what: string
  kind: FactChange['kind']
  before: string | undefined
  after: string | undefined
}
type Versions = { from: Statement; to: Statement; language: Language }

/** Puts the changes of facts into words. What is no promise by itself (the name of the version, the theme) is left out. */
export function changesInWords(changes: FactChange[], versions: Versions): ShownChange[] {
  const order = [...groupWords[versions.language].keys()]
  const sorted = changes.toSorted((one, other) => order.indexOf(one.group) - order.indexOf(other.group))
  return sorted.flatMap((change) => {
    const group = groupWords[versions.language].get(change.group)
    if (group === undefined) return []
    const field = change.field && (fieldWords[versions.language].get(change.field) ?? change.field)
    const name = change.id && `“${nameOf(change.group, change.id, versions)}”`
    return [
      {
        what: [[group, name].filter(Boolean).join(' '), field].filter(Boolean).join(': '),
        kind: change.kind,
        before: change.before && inWords(change, change.before, versions.from, versions.language),
        after: change.after && inWords(change, change.after, versions.to, versions.language),
      },
    ]
  })
}

function nameOf(group: string, id: string, { from, to, language }: Versions): string {
  const statement = [to, from].find((version) => version.hasLabel(language, `${group}.${id}`))
  return statement?.label(language, `${group}.${id}` as LabelName) ?? id
}

/** Which group of labels has the words for the values of a field. */
const labelsOf = new Map([
  ['parts', 'parts'],
  ['part', 'parts'],
  ['items', 'items'],
  ['recipients', 'partyKinds'],
  ['roles', 'roles'],
  ['ground', 'grounds'],
  ['purpose', 'purposes'],
  ['activity', 'activities'],
  ['support', 'purposes'],
  ['registration', 'purposes'],
  ['review', 'purposes'],
  ['term', 'terms'],
  ['class', 'classes'],
  ['dataSubjects', 'dataSubjects'],
  ['conditions', 'conditions'],
])

function inWords(change: FactChange, value: string, statement: Statement, language: Language): string {
  const group = labelsOf.get(change.field ?? '')
  const words = value.split(', ').map((word) => {
    if (group && statement.hasLabel(language, `${group}.${word}`))
      return statement.label(language, `${group}.${word}` as LabelName)
    if (/^\d{4}-\d{2}-\d{2}$/.test(word)) return dateInFull(word, language)
    return valueWords[language].get(word) ?? word
  })
  return words.join(', ')
}
