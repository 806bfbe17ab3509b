import type { Met } from '../shell/index.ts'
import { Button, ButtonLink, Form, type Language, Text } from '../web/index.ts'
import type { Consent } from './consent.store.ts'
import { myConsentWords } from './my-consents.words.ts'

type Props = { one: Consent; path: string; language: Language }

/** Whether whoever looks is who the law lets answer, and may arrange consents at all. */
export function mayAnswer({ answerBy }: Consent, { facts, can }: Met<unknown>): boolean {
  return facts.actor.role === answerBy && can('write', 'consents')
}

/** Yes leads to signing in anew; no is said here. */
export function Decide({ one, path, language }: Props) {
  const t = myConsentWords(language)
  return (
    <div class="stack">
      <div class="row">
        <ButtonLink href={`${path}/${one.id}/give`}>{t('yes')}</ButtonLink>
        <Form action={`${path}/${one.id}/refuse`}>
          <Fingerprint one={one} />
          <Button kind="secondary">{t('no')}</Button>
        </Form>
      </div>
      <Text small quiet>
        {t('yesHint')}
      </Text>
    </div>
  )
}

/** Withdrawing is one action, without signing in anew. */
export function Withdraw({ one, path, language }: Props) {
  const t = myConsentWords(language)
  return (
    <Form action={`${path}/${one.id}/withdraw`} stack>
      <Text>{t('withdrawHint')}</Text>
      <div>
        <Button kind="secondary">{t('withdraw')}</Button>
      </div>
    </Form>
  )
}

/** Goes along with an answer: it is to these words. */
export function Fingerprint({ one }: { one: Consent }) {
  return <input type="hidden" name="fingerprint" value={one.fingerprint} />
}
