import { dossierParts } from '../access/index.ts'
import { shownValue } from '../dossier/index.ts'
import type { Statement } from '../statement/index.ts'
import { type Language, plainDay } from '../web/index.ts'
import type { Copy } from './copy.schema.ts'
import { fileWords } from './copy-file.words.ts'
import { straight } from './inert.ts'

type Item = Copy['items'][number]
type Props = { copy: Copy; statement: Statement; language: Language }

/** Every item under its part, and under what came together who gave it and who wrote it down (TOM-4.4). */
export function CopyItems({ copy, statement, language }: Props) {
  const parts = dossierParts.filter((part) => copy.items.some((item) => item.part === part))
  return (
    <>
      {parts.map((part) => (
        <div class="part" key={part}>
          <h3>{statement.label(language, `parts.${part}`)}</h3>
          {byOrigin(inOrder(copy, part, statement), copy, statement, language).map(([origin, items]) => (
            <div class="group" key={origin}>
              <Rows {...{ items, part, statement, language }} />
              <p class="origin">{origin}</p>
            </div>
          ))}
        </div>
      ))}
    </>
  )
}

type RowsProps = { items: readonly Item[]; part: string; statement: Statement; language: Language }

/** What came together: label and value in rows. One whose label is the heading above it again stands there by itself. */
function Rows({ items, part, statement, language }: RowsProps) {
  const [only] = items
  const heading = statement.label(language, `parts.${part}`)
  if (
    only &&
    items.length === 1 &&
    labelOf(only, statement, language).toLowerCase() === heading.toLowerCase()
  )
    return <ItemValue item={only} {...{ statement, language }} />
  return (
    <dl>
      {items.map((item) => (
        <>
          <dt key={`t ${item.item} ${item.recordedAt}`}>{labelOf(item, statement, language)}</dt>
          <dd key={`d ${item.item} ${item.recordedAt}`}>
            <ItemValue {...{ item, statement, language }} />
          </dd>
        </>
      ))}
    </dl>
  )
}

/** An item of an earlier edition may have no word any more. */
function labelOf({ item }: Item, statement: Statement, language: Language): string {
  const label = `items.${item}` as const
  return statement.hasLabel(language, label) ? statement.label(language, label) : item
}

type ValueProps = { item: Item; statement: Statement; language: Language }

/** The value as people write it, and what goes for it alone: why it was needed, and its class. */
function ItemValue({ item, statement, language }: ValueProps) {
  const kind = statement.facts.items.find(({ id }) => id === item.item)?.kind
  return (
    <>
      <span class="words">
        {kind === 'choice' ? chosen(item.value, statement, language) : shownValue(item.value, kind, language)}
      </span>
      {item.reason && (
        <span class="beside">
          {fileWords(language)('reason')} <bdi class="words">{item.reason}</bdi>
        </span>
      )}
      {item.class !== 'general' && (
        <span class="beside">{statement.label(language, `classes.${item.class}`)}</span>
      )}
    </>
  )
}

function chosen(value: string, statement: Statement, language: Language): string {
  const label = `options.${value}` as const
  return statement.hasLabel(language, label) ? statement.label(language, label) : value
}

/** The items of a part in the order of the statement; of the same item the first that came first. */
function inOrder({ items }: Copy, part: string, { facts }: Statement): Item[] {
  const order = facts.items.map(({ id }) => id)
  return items
    .filter((item) => item.part === part)
    .sort((a, b) => order.indexOf(a.item) - order.indexOf(b.item))
}

function byOrigin(items: Item[], copy: Copy, statement: Statement, language: Language): [string, Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const origin = originOf(item, copy, statement, language)
    groups.set(origin, [...(groups.get(origin) ?? []), item])
  }
  return [...groups]
}

/** Who gave it and when, and who wrote it down. */
function originOf(
  { source, receivedOn, recordedAt, recordedBy }: Item,
  { takenBy }: Copy,
  statement: Statement,
  language: Language,
): string {
  const t = fileWords(language)
  const facts = {
    source: statement.label(language, `sources.${source}`),
    on: new Date(`${receivedOn}T12:00:00Z`),
  }
  const own = takenBy === 'client' && (source === 'client' || source === 'together')
  const from = own ? t(source === 'client' ? 'fromYou' : 'together', facts) : t('from', facts)
  if (recordedBy.name === null) return from
  const name = straight(recordedBy.name)
  const at = new Date(recordedAt)
  return `${from} ${plainDay(at) === receivedOn ? t('recorded', { name }) : t('recordedLater', { name, at })}`
}
