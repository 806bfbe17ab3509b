import type { ComponentChildren } from 'preact'
import { DefinitionList, Heading, type Language, Text } from '../web/index.ts'
import type { Consent } from './consent.store.ts'
import type { Life } from './consent-state.ts'
import { myConsentWords } from './my-consents.words.ts'

type Props = { consent: Consent; language: Language }

/** The words as they were asked: what somebody says yes or no to. */
export function AskedWords({ consent, language }: Props) {
  const { rows, rights } = consent.words[language]
  return (
    <div class="stack">
      <DefinitionList items={rows.map(([term, text]) => [term, <Lines text={text} />])} />
      <div>
        {rights.map((right) => (
          <Text key={right}>{right}</Text>
        ))}
      </div>
    </div>
  )
}

function Lines({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, at) => (
        <span key={at}>
          {at > 0 && <br />}
          {line}
        </span>
      ))}
    </>
  )
}

/**
 * The whole form, as it prints: the words, the answer, by whom, when, how signed in, and whether it ended. `children`: what can be done
 * with it. While whoever looks can still decide (`open`), there is no answer to show.
 */
export function ConsentPaper({
  consent,
  life,
  open,
  language,
  children,
}: Props & { life: Life; open?: boolean; children?: ComponentChildren }) {
  const t = myConsentWords(language)
  return (
    <>
      <AskedWords {...{ consent, language }} />
      {!open && (
        <section>
          <Heading>{t('answer')}</Heading>
          <Answer {...{ consent, life, language }} />
        </section>
      )}
      {children}
      <p class="small quiet">
        {t('mark', { mark: consent.fingerprint.slice(0, 16) })} <span class="screen">{t('print')}</span>
      </p>
    </>
  )
}

function Answer({ consent, life, language }: Props & { life: Life }) {
  const t = myConsentWords(language)
  const { answer, answeredBy, endedAt, answerUntil } = consent
  const ended: [string, string][] = endedAt
    ? [[t(answer ? 'ended' : 'takenBack'), t('answeredAt', { at: endedAt })]]
    : []
  if (life === 'asked') return <Text>{t('noAnswer', { until: new Date(`${answerUntil}T12:00:00Z`) })}</Text>
  if (life === 'unanswered') return <Text>{t(consent.deciderStands ? 'noneCame' : 'deciderChanged')}</Text>
  if (!answer || !answeredBy) return <DefinitionList items={ended} />
  const { representative, assurance } = answeredBy
  const by = representative
    ? t('byRepresentative', { name: representative.name, kind: t(representative.kind) })
    : t('byClient')
  return (
    <DefinitionList
      items={[
        [t('answered'), t(answer.given ? 'saidYes' : 'saidNo')],
        [t('when'), t('answeredAt', { at: answer.at })],
        [t('by'), by],
        [t('signedIn'), wayIn(assurance, language)],
        ...ended,
      ]}
    />
  )
}

/** How somebody signed in, from what the session says. */
function wayIn(assurance: string, language: Language): string {
  const t = myConsentWords(language)
  const level = /\/LoA\/(substantial|high)$/.exec(assurance)?.[1]
  if (level === 'substantial' || level === 'high') return t('digid', { level: t(`level-${level}`) })
  return t(assurance.startsWith('portal account') ? 'portalAccount' : 'otherWay')
}
