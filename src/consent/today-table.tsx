import type { PlainDate } from '../kernel/index.ts'
import type { LabelName, Statement } from '../statement/index.ts'
import { Heading, type Language, Table } from '../web/index.ts'
import type { Consent } from './consent.store.ts'
import { consentWords } from './consent.words.ts'
import { consentFor, type Scope } from './consent-state.ts'

type Props = { consents: readonly Consent[]; statement: Statement; today: PlainDate; language: Language }

/** What may be given to or asked of whom today: per party that was ever answered about, by part, in the words of the access rules. */
export function TodayTable({ consents, statement, today, language }: Props) {
  const t = consentWords(language)
  const rows = rowsOf(consents, statement, today)
  if (rows.length === 0) return null
  return (
    <section>
      <Heading>{t('todayTitle')}</Heading>
      <Table caption={t('todayTitle')} head={[t('todayWhom'), t('todayWhat'), t('todayState')]} stacks>
        {rows.map(({ scope, labels, state }) => (
          <tr key={`${keyOf(scope)} ${state}`}>
            <th scope="row">{t(scope.direction, { party: scope.partyName })}</th>
            <td>{labels.map((label) => statement.label(language, label)).join('; ')}</td>
            <td>{t(`state-${state}`)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

type Row = { scope: Scope; labels: LabelName[]; state: ReturnType<typeof consentFor> }

/** A row for each party, direction, purpose and state, with what it is about. */
function rowsOf(consents: readonly Consent[], statement: Statement, today: PlainDate): Row[] {
  const rows = new Map<string, Row>()
  const given = consents.filter(({ answer }) => answer?.given)
  for (const { scope } of given)
    for (const { label, ...about } of contentOf(scope, statement)) {
      const state = consentFor({ ...scope, ...about, day: today }, consents)
      const key = `${keyOf(scope)} ${state}`
      const row = rows.get(key) ?? { scope, labels: [], state }
      if (!row.labels.includes(label)) row.labels.push(label)
      rows.set(key, row)
    }
  return [...rows.values()]
}

/** What a consent is about, with its word: its items, else its parts. */
function contentOf(
  { parts, items }: Scope,
  { facts }: Statement,
): { label: LabelName; part: string; item?: string }[] {
  if (items.length === 0) return parts.map((part) => ({ label: `parts.${part}`, part }))
  return facts.items
    .filter(({ id }) => items.includes(id))
    .map(({ id, part }) => ({ label: `items.${id}`, part, item: id }))
}

function keyOf({ partyKind, party, partyName, direction, purpose }: Scope): string {
  return [partyKind, party ?? partyName, direction, purpose].join(' ')
}
