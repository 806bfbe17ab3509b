import { type Facts, STAFF_NAME, type Visitor } from '../door/index.ts'
import type { Asker, Present, Site, Waiting, WaitingSource } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import { unsealText } from '../vault/index.ts'
import type { Language } from '../web/index.ts'
import { type OverdueRow, overdueRows } from './signals.store.ts'
import { daysLate, isOverdue, type Signal, waitingSignals } from './signals.ts'
import { signalWords } from './signals.words.ts'

/** Who hears beside the officer of what waits too long, where the statement has the role. */
const SECONDS = ['quality-officer', 'team-manager'] as const

const judges = ({ can }: Pick<Present, 'can'>) =>
  can('review', 'access-log', { relation: 'none', use: 'review' })

/** The signals that wait for the officer, the longest waiting first; not those about the officer. */
export const signalsWaiting: WaitingSource = {
  isFor: judges,
  async groups(asker) {
    const { site, visitor, facts, statement, language } = asker
    const t = signalWords(language)
    const kept = asker.take(await site.door.enter(visitor, waitingSignals, null, undefined))
    const signals = kept.filter(({ waits, actorId }) => waits && actorId !== facts.actor.id)
    const late = signals.some((signal) => isOverdue(signal, site.now()))
    return [
      {
        id: 'signals',
        title: t('title'),
        ...(late ? { lead: seenBySeconds(statement, language) } : {}),
        lines: signals.map((signal) => signalLine(signal, asker)),
        all: '/signals',
      },
    ]
  },
}

function signalLine(signal: Signal, { site, statement, language }: Asker): Waiting {
  const t = signalWords(language)
  const { id, kind, name, role, waitsSince } = signal
  const now = site.now()
  return {
    key: id,
    since: waitsSince,
    ...(isOverdue(signal, now)
      ? { tag: { kind: 'late', words: t('daysLate', { days: daysLate(waitsSince, now) }) } }
      : {}),
    what: <b>{t(kind)}</b>,
    under: `${name}, ${statement.label(language, `roles.${role}`)}`,
    todo: { verb: t('toJudge'), about: `${name}: ${t(kind)}`, to: `/signals/${id}` },
  }
}

/** That others see by now what should have been judged. */
function seenBySeconds(statement: Statement, language: Language): string {
  const t = signalWords(language)
  const seconds = SECONDS.filter((role) => statement.facts.roles.some(({ id }) => id === role)).map((role) =>
    statement.label(language, `roles.${role}`),
  )
  const who = new Intl.ListFormat(language).format(seconds)
  return [t('overdueForJudge'), ...(seconds.length > 0 ? [t('seenToo', { who })] : [])].join(' ')
}

/** Something about a worker that waits too long for its judgement; of no client. */
type Overdue = { kind: OverdueRow['kind']; name: string; role: string; since: Date }

/** What waits longer than a week, for a second person who can ask after it. Nobody hears what is about himself. */
export const overdueWaiting: WaitingSource = {
  isFor: (present) => {
    const { actor, secondFactor, cleared } = present.facts
    return secondFactor && cleared && !judges(present) && SECONDS.some((role) => role === actor.role)
  },
  async groups({ site, visitor, facts, statement, language }) {
    const t = signalWords(language)
    const { email } = statement.facts.organisation.dataProtectionOfficer
    const overdue = await heardOverdue(site, visitor, facts)
    const lines = overdue.map(
      ({ kind, name, role, since }): Waiting => ({
        key: `${kind} ${name} ${since.toISOString()}`,
        since,
        tag: { kind: 'late', words: t('daysLate', { days: daysLate(since, site.now()) }) },
        what: (
          <>
            <b>{name}</b>, {statement.label(language, `roles.${role}`)}
          </>
        ),
        under: t(kind),
        todo: { verb: t('askAfter'), about: name, to: `mailto:${email}` },
      }),
    )
    return [{ id: 'overdue', title: t('overdue'), lead: t('overdueForSecond'), lines }]
  },
}

async function heardOverdue(site: Site, visitor: Visitor, { organisation }: Facts): Promise<Overdue[]> {
  const rows = await site.door.askOwn(visitor, 'review', overdueRows)
  const key = await site.vault.organisationKey(organisation)
  return rows.map(({ kind, staff_id, sealed_name, role, since }) => ({
    kind,
    name: unsealText(key, sealed_name, { organisation, ...STAFF_NAME, row: staff_id }),
    role,
    since,
  }))
}
