import type { Facts, OpenRecord } from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import { Card, DefinitionList, type Language, Tag, Text } from '../web/index.ts'
import { dossierWords } from './dossier.words.ts'
import { itemValue } from './items.store.ts'
import { shortName } from './person-name.ts'

/** The items of a dossier as a name list: item -> value. */
export function valuesOf(records: readonly OpenRecord[]): Map<string, string> {
  return new Map(
    records.filter((one) => one.kind === 'item').map((one) => [one.word, itemValue(one.text).value]),
  )
}

/** How a dossier is headed: the name, or the client number when the name is not open. */
export function nameOf(records: readonly OpenRecord[], facts: Facts): string {
  return shortName(valuesOf(records)) || (facts.clientNumber ?? '')
}

/** The class of data as a word, where it is not general. */
export function ClassTag({ dataClass, language }: { dataClass: OpenRecord['class']; language: Language }) {
  if (dataClass === 'general') return null
  return <Tag kind={dataClass}>{dossierWords(language)(dataClass)}</Tag>
}

type ItemsProps = { records: readonly OpenRecord[]; statement: Statement; language: Language }

/** The items with their labels from the statement, each with where it comes from (TOM-4.4). */
export function Items({ records, statement, language }: ItemsProps) {
  const t = dossierWords(language)
  const items = records.filter((one) => one.kind === 'item')
  if (items.length === 0) return <Text quiet>{t('nothing')}</Text>
  const order = new Map(statement.facts.items.map((item, at) => [item.id, at]))
  const sorted = [...items].sort((a, b) => (order.get(a.word) ?? 0) - (order.get(b.word) ?? 0))
  return (
    <DefinitionList
      items={sorted.map((one) => {
        const { value, reason } = itemValue(one.text)
        return [
          statement.label(language, `items.${one.word}`),
          <>
            <span class="words">{shown(value, one.word, statement, language)}</span>{' '}
            <ClassTag dataClass={one.class} language={language} />
            <br />
            <span class="small quiet">
              {t('source', { source: statement.label(language, `sources.${one.origin}`), on: one.at })}
              {reason && ` · ${t('reason', { reason })}`}
            </span>
          </>,
        ] as const
      })}
    />
  )
}

/** Dates in full; everything else as it was written. */
function shown(value: string, item: string, statement: Statement, language: Language): string {
  const kind = statement.facts.items.find((one) => one.id === item)?.kind
  if (kind !== 'date') return value
  return new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${value}T00:00:00Z`))
}

/** Who is involved: function, name and employer (TOM-1.1). */
export function Involved({ records, statement, language, title }: ItemsProps & { title: string }) {
  const people = records.filter((one) => one.kind === 'involved')
  const employer = (id: string) =>
    statement.facts.organisation.members?.find((member) => member.id === id)?.name
  return (
    <Card title={title}>
      <DefinitionList
        small
        items={people.map((one) => [
          statement.label(language, `roles.${one.word}`),
          [one.byName, employer(one.origin)].filter(Boolean).join(', '),
        ])}
      />
    </Card>
  )
}
