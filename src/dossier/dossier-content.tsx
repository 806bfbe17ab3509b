import type { Facts, OpenRecord } from '../door/index.ts'
import { shortName, valuesOf } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import { Card, DefinitionList, type Language, Tag, Text } from '../web/index.ts'
import { dossierWords } from './dossier.words.ts'
import { cameWith, commonOrigin, type ItemRow, itemRows } from './item-rows.ts'

/** How a dossier is headed: the name, or the client number when the name is not open. */
export function nameOf(records: readonly OpenRecord[], facts: Facts): string {
  return shortName(valuesOf(records)) || (facts.clientNumber ?? '')
}

type ItemsProps = { records: readonly OpenRecord[]; statement: Statement; language: Language }

/** The items with their labels from the statement, and where they come from (TOM-4.4). */
export function Items({ records, statement, language }: ItemsProps) {
  const t = dossierWords(language)
  const rows = itemRows(records, statement, language)
  const common = commonOrigin(rows)
  if (!common) return <Text quiet>{t('nothing')}</Text>
  return (
    <>
      <DefinitionList
        items={rows.map((row) => [
          labelOf(row, statement, language),
          <>
            <span class="words">{row.value}</span> <ClassTag row={row} language={language} />
            <Beside row={row} common={common} {...{ statement, language }} />
          </>,
        ])}
      />
      <p class="origin">
        {rows.length === 1
          ? originOf(common, statement, language)
          : t('allFrom', originFacts(common, statement, language))}
      </p>
    </>
  )
}

/** The client's own words, large enough to read as text. */
export function OwnWords({ records, statement, language }: ItemsProps) {
  const t = dossierWords(language)
  const rows = itemRows(records, statement, language)
  if (rows.length === 0) return <Text quiet>{t('nothing')}</Text>
  return (
    <>
      {rows.map((row) => (
        <div key={row.what}>
          {rows.length > 1 && <h3 class="utrecht-heading-3">{labelOf(row, statement, language)}</h3>}
          <p class="words">{row.value}</p>
          <p class="origin">{ownOrigin(row, statement, language)}</p>
        </div>
      ))}
    </>
  )
}

/** Where it comes from, said to the client. */
function ownOrigin(row: ItemRow, statement: Statement, language: Language): string {
  const t = dossierWords(language)
  const facts = originFacts(row, statement, language)
  if (row.source === 'together') return t('ownTogether', facts)
  return row.source === 'client' ? t('ownClient', facts) : t('from', facts)
}

/** What goes for this row alone: another source than the others, and why it was needed. */
function Beside({
  row,
  common,
  statement,
  language,
}: Omit<ItemsProps, 'records'> & { row: ItemRow; common: ItemRow }) {
  const t = dossierWords(language)
  const told = [
    cameWith(row, common) ? '' : originOf(row, statement, language),
    row.reason ? t('reason', { reason: row.reason }) : '',
  ].filter(Boolean)
  return told.length === 0 ? null : <span class="beside">{told.join(' · ')}</span>
}

function labelOf(row: ItemRow, statement: Statement, language: Language): string {
  const t = dossierWords(language)
  if (row.what === 'name' || row.what === 'address') return t(row.what)
  return statement.label(language, `items.${row.what}`)
}

function originFacts(row: ItemRow, statement: Statement, language: Language) {
  return { source: statement.label(language, `sources.${row.source}`), on: new Date(`${row.day}T12:00:00Z`) }
}

function originOf(row: ItemRow, statement: Statement, language: Language): string {
  return dossierWords(language)('from', originFacts(row, statement, language))
}

/** The class of data as a word, where it is not general. */
function ClassTag({ row, language }: { row: ItemRow; language: Language }) {
  if (row.class === 'general') return null
  return <Tag kind={row.class}>{dossierWords(language)(row.class)}</Tag>
}

/** Who is involved: function, name, employer, and since when (TOM-1.1, TOM-4.5). */
export function Involved({ records, statement, language, title }: ItemsProps & { title: string }) {
  const t = dossierWords(language)
  const { members = [], id, name } = statement.facts.organisation
  const employer = (one: string) => (one === id ? name : members.find((member) => member.id === one)?.name)
  return (
    <Card title={title}>
      <DefinitionList
        small
        items={records
          .filter((one) => one.kind === 'involved')
          .map((one) => [
            statement.label(language, `roles.${one.word}`),
            <>
              {[one.byName, employer(one.origin)].filter(Boolean).join(', ')}
              <span class="beside">{t('since', { on: new Date(one.at) })}</span>
            </>,
          ])}
      />
    </Card>
  )
}
