import { notesWords } from '../notes/index.ts'
import type { Judgement } from '../representation/index.ts'
import type { Statement } from '../statement/index.ts'
import { dateInFull, type Language, plainDay } from '../web/index.ts'
import type { Copy, CopyWorker } from './copy.schema.ts'
import { fileWords } from './copy-file.words.ts'
import { straight } from './inert.ts'

type Props = { copy: Copy; statement: Statement; language: Language }

/** The reports, newest first, whole. */
export function CopyNotes({ copy, statement, language }: Props) {
  const t = fileWords(language)
  const kinds = notesWords(language)
  return (
    <>
      {copy.notes.map((note) => (
        <article class="note" key={`${note.writtenAt} ${note.text}`}>
          <header>
            <h3>{kinds(note.kind as Parameters<typeof kinds>[0])}</h3>
            {[
              dateInFull(note.happenedOn, language),
              workerText(note.writtenBy, statement, language),
              plainDay(new Date(note.writtenAt)) === note.happenedOn
                ? ''
                : t('writtenOn', { at: new Date(note.writtenAt) }),
              note.class === 'general'
                ? ''
                : kinds(note.class === 'special' ? 'holdsSpecial' : 'holdsSensitive'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </header>
          <p class="words">{note.text}</p>
        </article>
      ))}
    </>
  )
}

/** Who is involved and who was: function, name, employer, and when. */
export function CopyInvolved({ copy, statement, language }: Props) {
  const t = fileWords(language)
  return (
    <dl>
      {copy.involved.map(({ worker, fromOn, untilOn }) => (
        <>
          <dt key={`t${fromOn}`}>{worker.role && statement.label(language, `roles.${worker.role}`)}</dt>
          <dd key={`d${fromOn}`}>
            {workerText({ ...worker, role: null }, statement, language)}
            <span class="beside">
              {untilOn === null
                ? t('since', { from: noon(fromOn) })
                : t('period', { from: noon(fromOn), until: noon(untilOn) })}
            </span>
          </dd>
        </>
      ))}
    </dl>
  )
}

/** What workers weighed about who decides. */
export function CopyWeighings({
  weighings,
  language,
}: {
  weighings: readonly Judgement[]
  language: Language
}) {
  const t = fileWords(language)
  return (
    <>
      {weighings.map((one) => (
        <article class="note" key={one.id}>
          <p>
            <b>{t(one.able ? 'able' : 'notAble')}</b> {!one.parentsMay && <b>{t('parentsOut')}</b>}{' '}
            {one.revokedAt && <span class="tag due">{t('takenBack', { at: one.revokedAt })}</span>}
          </p>
          <p class="words">{one.grounds}</p>
          <p class="origin">{t('weighed', { on: noon(one.weighedOn), name: straight(one.by) })}</p>
        </article>
      ))}
    </>
  )
}

/** What somebody who asks for a copy may know beside it (GDPR art. 15(1)), from the facts of the statement. */
export function CopyMore({ copy, statement, language }: Props) {
  const t = fileWords(language)
  const { facts } = statement
  const terms = facts.terms.filter(({ keeps }) => TOLD.includes(keeps))
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return (
    <dl>
      <dt>{t('why')}</dt>
      <dd>
        {sentence(list.format(facts.purposes.map(({ id }) => statement.label(language, `purposes.${id}`))))}
      </dd>
      <dt>{t('howLong')}</dt>
      <dd>
        {terms.map(({ id, years }) => (
          <p key={id}>{sentence(t('years', { what: statement.label(language, `terms.${id}`), years }))}</p>
        ))}
      </dd>
      <dt>{t('withWhom')}</dt>
      <dd>
        {t('withWhomText')}{' '}
        <a href={`${copy.statement.address}${language === 'en' ? '?lang=en' : ''}`}>{t('statement')}</a>.
      </dd>
      <dt>{t('computer')}</dt>
      <dd>{t('computerText')}</dd>
      <dt>{t('rights')}</dt>
      <dd>{t('rightsText')}</dd>
      <dt>{t('complaint')}</dt>
      <dd>{t('complaintText', { email: copy.organisation.dataProtectionOfficer })}</dd>
    </dl>
  )
}

/** The terms that go for what stands in a dossier. */
const TOLD = ['dossier', 'dossier-without-support', 'everything', 'access-log']

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** Name, function and employer, as far as they are known. */
function workerText(
  { name, role, employer }: CopyWorker,
  { facts, label }: Statement,
  language: Language,
): string {
  const { members = [], id, name: organisation } = facts.organisation
  const employed = employer === id ? organisation : members.find((member) => member.id === employer)?.name
  return [name && straight(name), role && label(language, `roles.${role}`), employed]
    .filter(Boolean)
    .join(', ')
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
