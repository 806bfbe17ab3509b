import { type Facts, STAFF_NAME, type Visitor } from '../door/index.ts'
import type { Site } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import { unsealText } from '../vault/index.ts'
import { Heading, type Language, Line, Link, List, Text } from '../web/index.ts'
import { type OverdueRow, overdueRows } from './signals.store.ts'
import { signalWords } from './signals.words.ts'

/** Something about a worker that waits too long for its judgement; of no client. */
export type Overdue = { kind: OverdueRow['kind']; name: string; role: string; since: Date }

/** What waits longer than a week: for the officer, and for a second person who can ask after it. Nobody hears what is about himself. */
export async function heardOverdue(site: Site, visitor: Visitor, facts: Facts): Promise<Overdue[]> {
  const rows = await site.door.askOwn(visitor, 'review', overdueRows)
  const { organisation } = facts
  const key = await site.vault.organisationKey(organisation)
  return rows.map(({ kind, staff_id, sealed_name, role, since }) => ({
    kind,
    name: unsealText(key, sealed_name, { organisation, ...STAFF_NAME, row: staff_id }),
    role,
    since,
  }))
}

/** Who hears of it beside the officer, where the statement has the role. */
const SECONDS = ['quality-officer', 'team-manager'] as const

type Props = {
  overdue: readonly Overdue[]
  statement: Statement
  language: Language
  now: Date
  /** Who judges goes to the list; a second person asks after it. */
  judges: boolean
}

/** The list of what waits too long; nothing when nothing does. */
export function OverdueReviews({ overdue, statement, language, now, judges }: Props) {
  const t = signalWords(language)
  if (overdue.length === 0) return null
  const seconds = SECONDS.filter((role) => statement.facts.roles.some(({ id }) => id === role)).map((role) =>
    statement.label(language, `roles.${role}`),
  )
  return (
    <section>
      <Heading>{t('overdue')}</Heading>
      <Text>
        {t(judges ? 'overdueForJudge' : 'overdueForSecond')}{' '}
        {judges && seconds.length > 0 && t('seenToo', { who: new Intl.ListFormat(language).format(seconds) })}{' '}
        {judges && <Link href="/signals">{t('toSignals')}</Link>}
      </Text>
      <List label={t('overdue')}>
        {overdue.map(({ kind, name, role, since }) => (
          <Line
            key={`${kind} ${name} ${since.toISOString()}`}
            mark={t('days', { count: daysSince(since, now) })}
          >
            <b>{name}</b>, {statement.label(language, `roles.${role}`)}
            <br />
            {t(kind)}
            <br />
            <span class="quiet small">{t('waitsSince', { since })}</span>
          </Line>
        ))}
      </List>
    </section>
  )
}

function daysSince(since: Date, now: Date): number {
  return Math.floor((now.getTime() - since.getTime()) / 86_400_000)
}
