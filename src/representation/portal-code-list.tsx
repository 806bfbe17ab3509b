import { Button, Form, Heading, Line, Link, Notice, Text, type View } from '../web/index.ts'
import type { PortalAccess } from './portal-code.store.ts'
import { portalCodeWords } from './portal-code.words.ts'

type Language = View['language']

/** What came of asking a code or ending an access. `meant`: for whom, when the second factor was to be shown first. */
export type Happened =
  | { code: string; name: string }
  | { refused: 'noBirth' | 'tooYoung' | 'weighFirst' }
  | { meant: string; id: string | undefined }
  | 'withdrawn'
  | undefined

/** What happened, above the list: the code itself stands here once. */
export function Outcome({
  happened,
  dossierId,
  path,
  language,
  portalOrigin,
}: {
  happened: Happened
  dossierId: string
  path: string
  language: Language
  portalOrigin: string
}) {
  const t = portalCodeWords(language)
  if (happened === undefined) return null
  if (happened === 'withdrawn') return <Notice kind="good">{t('withdrawn')}</Notice>
  if ('refused' in happened)
    return (
      <Notice kind="due">
        {t(happened.refused)}{' '}
        {happened.refused === 'weighFirst' && (
          <Link href={`/dossiers/${dossierId}/capacity`}>{t('weigh')}</Link>
        )}
      </Notice>
    )
  if ('meant' in happened)
    return (
      <section class="stack">
        <Text>{t('meant', { name: happened.meant })}</Text>
        <Form action={path}>
          <Whom id={happened.id} />
          <Button>{t('makeFor', { name: happened.meant })}</Button>
        </Form>
      </section>
    )
  return (
    <section>
      <Heading>{t('made', { name: happened.name })}</Heading>
      <p class="big num">{happened.code}</p>
      <Text>{t('madeHow')}</Text>
      <Text>
        {t('madeWhere')} <b>{`${portalOrigin}/invited`}</b>
      </Text>
    </section>
  )
}

/** Somebody who may have a code or an account: how far they are, and what a worker can do about it. */
export function Person({
  mark,
  name,
  id,
  access,
  path,
  may,
  language,
}: {
  mark: string
  name: string
  id?: string
  access: PortalAccess | undefined
  path: string
  may: boolean
  language: Language
}) {
  const t = portalCodeWords(language)
  const actions = (
    <div class="row">
      <Form action={path}>
        <Whom id={id} />
        <Button kind="secondary">{t(access ? 'makeAgain' : 'make')}</Button>
      </Form>
      {access && (
        <Form action={`${path}/withdraw`}>
          <Whom id={id} />
          <Button kind="secondary">{t('withdraw')}</Button>
        </Form>
      )}
    </div>
  )
  return (
    <Line mark={mark}>
      <b>{name}</b>
      <br />
      {!access && t('none')}
      {access?.accountSince && `${t('accountSince', { since: access.accountSince })} `}
      {access?.codeUntil && t('codeUntil', { until: access.codeUntil })}
      {may && actions}
    </Line>
  )
}

function Whom({ id }: { id: string | undefined }) {
  return id ? <input type="hidden" name="representation" value={id} /> : null
}
