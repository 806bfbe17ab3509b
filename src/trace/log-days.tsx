import type { Statement } from '../statement/index.ts'
import { type Language, Line, Link, List, Tag, timeOfDay } from '../web/index.ts'
import type { LogLine } from './access-log.ts'
import { type ByPerson, byPerson } from './by-person.ts'
import { LogSentence } from './log-sentence.tsx'
import type { MergedLook } from './merge.ts'
import { traceWords } from './trace.words.ts'

type Props = {
  lines: readonly MergedLook<LogLine>[]
  statement: Statement
  language: Language
  /** How a day is headed. */
  headingOf: (day: string) => string
  /** Where a promise can be read. */
  promiseHref: (clause: string) => string
  /** Of the heading of a day. */
  level?: 2 | 3
}

/** The access log by day and person, the same on the page of the portal and in the client's copy. */
export function LogDays({ lines, headingOf, level = 2, ...about }: Props) {
  const DayHeading = level === 2 ? 'h2' : 'h3'
  return (
    <>
      {daysOf(lines).map(([day, those]) => (
        <section key={day}>
          <DayHeading class="day">{headingOf(day)}</DayHeading>
          <List>
            {byPerson(those).map((person) => (
              <PersonItem
                key={`${person.last.toISOString()} ${person.who.actorId} ${person.who.outcome}`}
                person={person}
                {...about}
              />
            ))}
          </List>
        </section>
      ))}
    </>
  )
}

type ItemProps = Omit<Props, 'lines' | 'headingOf' | 'level'> & { person: ByPerson }

/** What one person did on a day: who it was, what it was, and under what belongs together why it was allowed. */
function PersonItem({ person, statement, language, promiseHref }: ItemProps) {
  const t = traceWords(language)
  const when = between(person, language)
  const { who } = person
  return (
    <Line mark={when}>
      <p>
        <Who line={who} statement={statement} language={language} />
      </p>
      {person.blocks.map((lines, at) => (
        <div class="deed" key={at}>
          {lines.map((line) => (
            <p key={`${line.event} ${line.action} ${line.beside}`}>
              <LogSentence line={line} language={language} />
              {line.times > 1 && <span class="quiet nowrap"> ({t('times', { count: line.times })})</span>}
              {when !== between(line, language) && (
                <span class="quiet small num"> {between(line, language)}</span>
              )}
            </p>
          ))}
          {at === 0 && who.accessReason && (
            <p class="words">{t('accessReason', { reason: who.accessReason })}</p>
          )}
          {lines[0]?.clauses.map((clause) => (
            <p class="small quiet" key={clause}>
              {who.outcome === 'allowed' && whyAllowed(lines[0], clause, statement, language)}{' '}
              <Link href={promiseHref(clause)}>{t('readPromise')}</Link>
            </p>
          ))}
        </div>
      ))}
    </Line>
  )
}

/** One moment, or the first and the last. */
function between({ first, last }: { first: Date; last: Date }, language: Language): string {
  const [from, until] = [timeOfDay(first, language), timeOfDay(last, language)]
  return from === until ? until : `${from} – ${until}`
}

/** Of who looks for the client: that they may. The clause itself speaks to the client, of the own data. */
function whyAllowed(
  line: MergedLook<LogLine> | undefined,
  clause: string,
  statement: Statement,
  language: Language,
): string | undefined {
  if (line?.relation === 'represents') return traceWords(language)('whyRepresents')
  return statement.hasLabel(language, `why.${clause}`)
    ? statement.label(language, `why.${clause}`)
    : undefined
}

/** Name, function and employer (TOM-1.1); "your" only of somebody who is involved. */
function Who({
  line,
  statement,
  language,
}: {
  line: MergedLook<LogLine>
  statement: Statement
  language: Language
}) {
  const t = traceWords(language)
  if (line.own) return <b>{t('you')}</b>
  const { members = [], id, name } = statement.facts.organisation
  const role = line.acts ? t(line.acts) : statement.label(language, `roles.${line.role}`)
  // tried to act for the client, and is nobody that we know
  if (line.role === 'representative' && !line.name && line.outcome === 'refused')
    return (
      <>
        <b>{t('somebody')}</b> <Tag kind="due">{t('wasRefused')}</Tag>
      </>
    )
  const employer = line.employer === id ? name : members.find((member) => member.id === line.employer)?.name
  return (
    <>
      <b>{line.name ?? role}</b>
      {line.name && `, ${line.relation === 'involved' || line.acts ? t('yourRole', { role }) : role}`}
      {employer && <span class="quiet"> ({employer})</span>} <Standing line={line} language={language} />
    </>
  )
}

/** One truth a line: who was refused looked along at nothing, whatever else ran then; that the sentence says. */
function Standing({ line, language }: { line: MergedLook<LogLine>; language: Language }) {
  const t = traceWords(language)
  if (line.outcome === 'refused') return <Tag kind="due">{t('wasRefused')}</Tag>
  if (line.emergency) return <Tag kind="late">{t('emergency')}</Tag>
  return line.relation === 'incidental' ? <Tag kind="due">{t('incidental')}</Tag> : null
}

function daysOf(lines: readonly MergedLook<LogLine>[]): [string, MergedLook<LogLine>[]][] {
  const days = new Map<string, MergedLook<LogLine>[]>()
  for (const line of lines) days.set(line.day, [...(days.get(line.day) ?? []), line])
  return [...days]
}
