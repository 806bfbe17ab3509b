import type { ComponentChildren } from 'preact'
import type { Can } from '../door/index.ts'
import { isRefusal, type PlainDate, parsePlainDate } from '../kernel/index.ts'
import { type Language, Refusal, Tabs, Tag, type TagKind, useView } from '../web/index.ts'
import type { ClearanceState } from './clearance.ts'
import { conflictWords } from './conflict.words.ts'
import type { Conflict } from './keep-people.ts'
import { peopleWords } from './people.words.ts'

/** The pages about people that this person may open. */
export function PeopleTabs({ current, can }: { current: string; can: Can }) {
  const t = peopleWords(useView().language)
  const keeps = can('review', 'existence', { relation: 'none', use: 'review' })
  const hands = can('grant', 'existence', { relation: 'same-team', use: 'review' })
  const items = [
    ...(keeps
      ? [
          { href: '/people', label: t('people') },
          { href: '/people/requests', label: t('requests') },
          { href: '/people/teams', label: t('teams') },
        ]
      : []),
    { href: '/people/clearances', label: t('clearances') },
    ...(keeps && hands ? [{ href: '/people/handover', label: t('handover') }] : []),
  ]
  return <Tabs label={t('partsOfPeople')} current={current} items={items} />
}

/** What stood in the way, where one can read it. */
export function ConflictNotice({ conflict }: { conflict: Conflict | undefined }) {
  const { language } = useView()
  return conflict ? <Refusal why={conflictWords(language)(conflict)} /> : null
}

const KINDS = { missing: 'late', ended: 'late', 'ends-soon': 'due' } as const satisfies Partial<
  Record<ClearanceState['state'], TagKind>
>

/** How a declaration stands, in words; what asks for something stands out. And what follows, when that does not follow at once. */
export function ClearanceTag({ state }: { state: ClearanceState }) {
  const { language } = useView()
  const text = clearanceText(state, language)
  if (state.state === 'valid') return <span>{text}</span>
  return (
    <>
      <Tag kind={KINDS[state.state]}>{text}</Tag>{' '}
      {state.next !== undefined && (
        <span class="quiet small beside">{peopleWords(language)('next', { on: noon(state.next) })}</span>
      )}
    </>
  )
}

/** How a declaration stands: `nog 12 dagen, tot en met 4 december 2026`. */
export function clearanceText(state: ClearanceState, language: Language): string {
  const t = peopleWords(language)
  if (state.state === 'missing') return t('missing')
  const on = noon(state.until)
  if (state.state === 'ended') return t('ended', { on })
  if (state.state === 'valid') return t('valid', { on })
  return state.days === 0 ? t('lastDayToday') : t('endsSoon', { days: state.days, on })
}

/** What is rarely done, behind its own name; open when something in it was not right. */
export function Rare({
  title,
  open,
  children,
}: {
  title: string
  open: boolean
  children: ComponentChildren
}) {
  return (
    <details class="needed" open={open}>
      <summary>{title}</summary>
      <div class="stack">{children}</div>
    </details>
  )
}

/** Whether this is an id, as they stand in addresses and lists to choose from. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}

/** A day that was filled in; undefined when it is none. */
export function dayIn(text: string | undefined): PlainDate | undefined {
  const day = parsePlainDate(text ?? '')
  return isRefusal(day) ? undefined : day
}

/** A plain date as the words want it. */
export function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
