import type { FastifyRequest } from 'fastify'
import { type FormState, readForm, withError } from '../../web/index.ts'
import { accountWords } from './account.words.ts'
import type { Wait } from './desk.ts'
import { FactorFields, type FactorNames } from './factor-form.tsx'
import type { TryStatus } from './own-sign-in.page.tsx'
import type { Shown } from './tries.ts'

type Asked = { challenge?: string; askedAt?: number } | undefined

/** Reads what somebody showed: a passkey when there is one, else a code, else a recovery code. */
export function shownIn(
  request: FastifyRequest,
  asked: Asked,
): { form: FormState<FactorNames>; shown: Shown | undefined } {
  const t = accountWords(request.view.language)
  const answer = readForm(FactorFields, request.body, request.view.language, {
    labels: { code: t('code'), recovery: t('recovery'), passkey: '', back: '' },
  })
  if (!answer.ok) return { form: answer.form, shown: undefined }
  const { passkey, code, recovery } = answer.values
  if (passkey && asked?.challenge && asked.askedAt !== undefined) {
    const { challenge, askedAt } = asked
    return { form: answer.form, shown: { kind: 'passkey', answer: passkey, challenge, askedAt } }
  }
  if (code) return { form: answer.form, shown: { kind: 'code', code } }
  if (recovery) return { form: answer.form, shown: { kind: 'recovery', code: recovery } }
  return { form: withError(answer.form, 'code', t('codeMissing')), shown: undefined }
}

/** The form with what was wrong, and the status of the answer. */
export function withFactorError(
  request: FastifyRequest,
  form: FormState<FactorNames>,
  kind: Shown['kind'],
  tried: Wait | { outcome: 'wrong' },
): [FormState<FactorNames>, TryStatus] {
  const t = accountWords(request.view.language)
  if (tried.outcome === 'wait')
    return [
      withError(form, kind, t('wait', { seconds: tried.seconds })),
      { status: 429, retryAfter: tried.seconds },
    ]
  const wrong = { code: 'codeWrong', recovery: 'recoveryWrong', passkey: 'passkeyFailed' } as const
  return [withError(form, kind, t(wrong[kind])), { status: 400 }]
}
