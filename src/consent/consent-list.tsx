import type { PlainDate } from '../kernel/index.ts'
import { type Language, Line, Link, List } from '../web/index.ts'
import type { Consent } from './consent.store.ts'
import { consentWords } from './consent.words.ts'
import { lifeOn } from './consent-state.ts'
import { StateTag } from './state-tag.tsx'

type Props = {
  consents: readonly Consent[]
  today: PlainDate
  language: Language
  /** Of the list: each consent stands under it. */
  path: string
  /** The word of the link to one. */
  action: string
  /** What a consent is called in the list; its own question when not given. */
  called?: (consent: Consent) => string
}

/** Consents as lines: where each stands, what it is about, and when. */
export function ConsentList({ consents, today, language, path, action, called }: Props) {
  return (
    <List>
      {consents.map((consent) => {
        const life = lifeOn(consent, today)
        const name = called?.(consent) ?? consent.words[language].title
        return (
          <Line
            key={consent.id}
            mark={<StateTag {...{ life, language }} />}
            action={
              <Link href={`${path}/${consent.id}`}>
                {action}
                <span class="unseen">: {name}</span>
              </Link>
            }
          >
            <b>{name}</b>
            <br />
            <span class="small quiet">{whenOf(consent, today, language)}</span>
          </Line>
        )
      })}
    </List>
  )
}

function whenOf(consent: Consent, today: PlainDate, language: Language): string {
  const t = consentWords(language)
  const { askedAt, answer, answerUntil, endedAt, scope } = consent
  const period = t('period', { from: noon(scope.fromOn), until: noon(scope.untilOn) })
  const asked = t('askedOn', { at: askedAt })
  if (endedAt && !answer) return `${asked} ${t('takenBackOn', { at: endedAt })}`
  if (endedAt) return `${t('givenOn', { at: answer?.at ?? endedAt })} ${t('withdrawnOn', { at: endedAt })}`
  if (answer)
    return answer.given ? `${t('givenOn', { at: answer.at })} ${period}` : t('refusedOn', { at: answer.at })
  const still = lifeOn(consent, today) === 'asked' ? [t('answerUntil', { until: noon(answerUntil) })] : []
  return [asked, ...still].join(' ')
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
