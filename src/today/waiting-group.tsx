import type { Waiting, WaitingGroup } from '../shell/index.ts'
import {
  Button,
  ButtonLink,
  dateInFull,
  Form,
  Heading,
  type Language,
  Line,
  Link,
  List,
  plainDay,
  Tag,
  Text,
  useView,
} from '../web/index.ts'
import { todayWords } from './today.words.ts'

/** How many lines of a kind stand here when all of it stands on a page of its own. */
const MOST = 5

/** What waits of one kind. */
export function Group({ group, now }: { group: WaitingGroup; now: Date }) {
  const t = todayWords(useView().language)
  const { id, title, lead, lines, all } = group
  const shown = all === undefined ? lines : lines.slice(0, MOST)
  return (
    <section>
      <Heading id={id}>{title}</Heading>
      {lead && <Text>{lead}</Text>}
      <List label={title}>
        {shown.map((one) => (
          <WaitingLine key={one.key} one={one} now={now} />
        ))}
      </List>
      {all !== undefined && shown.length < lines.length && (
        <p class="utrecht-paragraph more">
          <Link href={all}>
            {t('more', { count: lines.length })} <span class="unseen">{title}</span>
          </Link>
        </p>
      )}
    </section>
  )
}

function WaitingLine({ one, now }: { one: Waiting; now: Date }) {
  const { language } = useView()
  const { since, tag, what, under, todo } = one
  const small = [under, tag && since && sinceWhen(since, now, language)].filter(Boolean).join(' · ')
  const mark = tag ? <Tag kind={tag.kind}>{tag.words}</Tag> : since && <Since at={since} now={now} />
  return (
    <Line mark={mark} action={<ToDo todo={todo} />}>
      {what}
      {small !== '' && (
        <>
          <br />
          <span class="quiet small">{small}</span>
        </>
      )}
    </Line>
  )
}

function ToDo({ todo: { verb, about, to, posts } }: Pick<Waiting, 'todo'>) {
  const words = (
    <>
      {verb} <span class="unseen">{about}</span>
    </>
  )
  if (!posts)
    return (
      <ButtonLink href={to} kind="secondary">
        {words}
      </ButtonLink>
    )
  return (
    <Form action={to}>
      <Button kind="secondary">{words}</Button>
    </Form>
  )
}

const DAY_MS = 86_400_000

/** Whether something began today, yesterday or before: while it is fresh the time is said too. */
function freshness(at: Date, now: Date): 'today' | 'yesterday' | 'before' {
  const day = plainDay(at)
  if (day === plainDay(now)) return 'today'
  return day === plainDay(new Date(now.getTime() - DAY_MS)) ? 'yesterday' : 'before'
}

function sinceWhen(at: Date, now: Date, language: Language): string {
  const words = { today: 'todayAt', yesterday: 'yesterdayAt', before: 'since' } as const
  return todayWords(language)(words[freshness(at, now)], { at })
}

/** Since when, before the line: short, where one sees what it is. */
function Since({ at, now }: { at: Date; now: Date }) {
  const { language } = useView()
  const t = todayWords(language)
  const fresh = freshness(at, now)
  return (
    <>
      <span class="unseen">{t('sinceWord')} </span>
      {fresh === 'before'
        ? dateInFull(at, language)
        : t(fresh === 'today' ? 'markToday' : 'markYesterday', { at })}
    </>
  )
}
