import { type ComponentChildren, Fragment } from 'preact'
import type { Statement } from '../statement/index.ts'
import { type Language, Line, List, Tag } from '../web/index.ts'
import type { Representative } from './representation.store.ts'
import { representationWords } from './representation.words.ts'
import { KINDS } from './scope.ts'

type Props = {
  people: readonly Representative[]
  statement: Statement
  language: Language
  /** Whether the client reads it. */
  own?: boolean
  action: (person: Representative) => ComponentChildren
}

/** Who acts or acted: kind, name, period, scope, and who recorded it, when and on what authority. */
export function RepresentativeList({ people, statement, language, own = false, action }: Props) {
  const t = representationWords(language)
  return (
    <List>
      {people.map((person) => (
        <Line key={person.id} mark={t(person.kind)} action={person.revokedAt ? undefined : action(person)}>
          <b>{person.name}</b>{' '}
          {person.revokedAt && <Tag kind="due">{t('revokedOn', { at: person.revokedAt })}</Tag>}
          <br />
          {person.untilOn === undefined
            ? t('periodOpen', { from: noon(person.fromOn) })
            : t('period', { from: noon(person.fromOn), until: noon(person.untilOn) })}
          <br />
          <span class="small quiet">
            {[...scopeOf(person, statement, language), ...authorityOf(person, statement, language, own)].map(
              (text, at) => (
                <Fragment key={text}>
                  {at > 0 && <br />}
                  {text}
                </Fragment>
              ),
            )}
          </span>
        </Line>
      ))}
    </List>
  )
}

function scopeOf({ parts, actions }: Representative, statement: Statement, language: Language): string[] {
  const t = representationWords(language)
  // that somebody is a client goes without saying for who acts for one
  const named = parts
    .filter((part) => part !== 'existence')
    .map((part) => statement.label(language, `parts.${part}`))
  return [
    t('maySee', { parts: new Intl.ListFormat(language, { type: 'conjunction' }).format(named) }),
    t(actions.includes('write') ? 'mayArrange' : 'mayLook'),
  ]
}

/** Who recorded it, when, and on what: by this the client sees whether it is right. */
function authorityOf(
  { kind, proof, authorityOn, recordedBy, recordedAt: at }: Representative,
  statement: Statement,
  language: Language,
  own: boolean,
): string[] {
  const t = representationWords(language)
  if (kind === 'voluntary') return [t(own ? 'givenByYou' : 'givenByClient', { at })]
  return [
    t('proofIs', { proof }),
    ...(authorityOn ? [t('authoritySeen', { on: noon(authorityOn) })] : []),
    t('inLaw', { law: KINDS[kind].law }),
    recordedBy
      ? t('recordedBy', {
          at,
          name: recordedBy.name,
          role: statement.label(language, `roles.${recordedBy.role}`),
        })
      : t('recordedOn', { at }),
    ...(own ? [t('byLaw')] : []),
  ]
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
