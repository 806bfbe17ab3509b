import { Link, Notice, type View } from '../web/index.ts'
import { noticeWords } from './sign-in-notice.words.ts'

/** What the sign-in page can say first; `over` says nothing of how. */
export type NoticeKey = Parameters<ReturnType<typeof noticeWords>>[0] & (typeof NOTICES)[number]

const NOTICES = [
  'left',
  'over',
  'idle',
  'ten-hours',
  'elsewhere',
  'signed-in-anew',
  'new-account',
  'account',
  'role',
  'one-factor',
  'running',
] as const

/** What to say about a session that ended so. Of one that is not known, or of which there is nothing to explain, that it is over. */
export function noticeOf(why: string | undefined): NoticeKey {
  return NOTICES.find((one) => one === why) ?? 'over'
}

/** The view of a sign-in page on which choosing a language leads back to the same page, with what it said and where it goes. */
export function comingBack(view: View, says: NoticeKey | undefined, back: string): View {
  const said = says && { [says === 'left' ? 'left' : 'over']: '1' }
  return { ...view, path: `/signin?${new URLSearchParams({ back, ...said })}` }
}

/** Why somebody has to sign in (again). Who signed in beside this page already can just go on. */
export function SignInNotice({ view, says, back }: { view: View; says: NoticeKey; back: string }) {
  const t = noticeWords(view.language)
  const good = says === 'left' || says === 'running'
  return (
    <Notice kind={good ? 'good' : 'due'}>
      {t(says)}
      {says === 'running' && (
        <>
          {' '}
          <Link href={back}>{t('goOn')}</Link>
        </>
      )}
    </Notice>
  )
}
