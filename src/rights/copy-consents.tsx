import { type Language, plainDay } from '../web/index.ts'
import type { Copy } from './copy.schema.ts'
import { fileWords } from './copy-file.words.ts'
import { straight } from './inert.ts'

type Consent = Copy['consents'][number]

/** What was asked, in the words that were read, and what became of it. */
export function CopyConsents({ copy, language }: { copy: Copy; language: Language }) {
  return (
    <>
      {copy.consents.map((consent) => (
        <article class="part" key={consent.fingerprint}>
          <h3>{consent.title}</h3>
          <dl>
            {consent.text.map(({ term, text }) => (
              <>
                <dt key={`t ${term}`}>{term}</dt>
                <dd class="words" key={`d ${term}`}>
                  {text}
                </dd>
              </>
            ))}
            <dt>{fileWords(language)('answered')}</dt>
            <dd>
              {becameOf(consent, plainDay(new Date(copy.madeAt)), language).map((text) => (
                <p key={text}>{text}</p>
              ))}
            </dd>
          </dl>
          {consent.rights.map((right) => (
            <p class="origin" key={right}>
              {right}
            </p>
          ))}
        </article>
      ))}
    </>
  )
}

/** The answer, and the end if it came to one. */
function becameOf({ answer, answerUntil, endedAt }: Consent, today: string, language: Language): string[] {
  const t = fileWords(language)
  const ended = endedAt ? [t(answer ? 'withdrawn' : 'requestEnded', { at: new Date(endedAt) })] : []
  if (!answer) {
    if (endedAt) return ended
    const until = new Date(`${answerUntil}T12:00:00Z`)
    return [today > answerUntil ? t('answerNone') : t('answerWaits', { until })]
  }
  const at = new Date(answer.at)
  if (answer.by === 'client') return [t(answer.given ? 'yes' : 'no', { at }), ...ended]
  const name = answer.name === null ? t('whoDecides') : straight(answer.name)
  return [t(answer.given ? 'yesBy' : 'noBy', { at, name }), ...ended]
}
