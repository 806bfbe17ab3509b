import type { ComponentChildren } from 'preact'
import type { Statement } from '../statement/index.ts'
import { type Language, Line, List, Tag } from '../web/index.ts'
import type { Representative } from './representation.store.ts'
import { representationWords } from './representation.words.ts'

type Props = {
  people: readonly Representative[]
  statement: Statement
  language: Language
  action: (person: Representative) => ComponentChildren
}

/** Who acts or acted: kind, name, scope, period, proof. */
export function RepresentativeList({ people, statement, language, action }: Props) {
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
            {t('maySee', {
              parts: new Intl.ListFormat(language, { type: 'conjunction' }).format(
                person.parts.map((part) => statement.label(language, `parts.${part}`)),
              ),
            })}
            <br />
            {t(person.actions.includes('write') ? 'mayArrange' : 'mayLook')}
            {person.authorityOn && ` ${t('authoritySeen', { on: noon(person.authorityOn) })}`}
            {person.proof && (
              <>
                <br />
                {t('proofIs', { proof: person.proof })}
              </>
            )}
          </span>
        </Line>
      ))}
    </List>
  )
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
