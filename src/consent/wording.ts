import type { Statement } from '../statement/index.ts'
import type { Language } from '../web/index.ts'
import type { Askable } from './askable.ts'
import type { Scope } from './consent-state.ts'
import { wordingWords } from './wording.words.ts'

/** A request as people read it, in one language: this text is what they say yes to. A text may have several lines. */
export type Wording = {
  title: string
  rows: readonly (readonly [term: string, text: string])[]
  rights: readonly string[]
}
export type Wordings = Record<Language, Wording>

export type Asked = {
  scope: Scope
  /** Why, and precisely which data, in the words of the worker. */
  reason: string
  precisely: string | undefined
  asker: { name: string; role: string; employer: string | undefined }
  about: { name: string; number: string }
  answerBy: 'client' | 'representative'
  askable: Askable
}

/** Puts a request into words, both languages at once: what is kept is what is read, also when the program later says it otherwise. */
export function wordingsOf(statement: Statement, asked: Asked): Wordings {
  return { nl: wordingIn('nl', statement, asked), en: wordingIn('en', statement, asked) }
}

function wordingIn(language: Language, statement: Statement, asked: Asked): Wording {
  const t = wordingWords(language)
  const { scope, asker, about, askable } = asked
  const who = { of: asked.answerBy, party: scope.partyName, organisation: statement.facts.organisation.name }
  const kind = statement.label(language, `partyKinds.${scope.partyKind}`)
  const chosen = askable.choices
    .filter(({ id, label }) => (label === 'items' ? scope.items : scope.parts).includes(id))
    .map(({ id, label }) => statement.label(language, `${label}.${id}`))
  const giving = scope.direction === 'give'
  return {
    title: t(giving ? 'giveTitle' : 'askTitle', who),
    rows: [
      [t('about'), t('nameAndNumber', about)],
      [
        t('asker'),
        t(asker.employer ? 'askerAt' : 'askerOf', {
          ...asker,
          role: roleIn(language, statement, asker.role),
          employer: asker.employer ?? '',
          ...who,
        }),
      ],
      [t(giving ? 'toWhom' : 'fromWhom'), t('partyAndKind', { ...who, kind })],
      [t('why'), asked.reason],
      [t('forWhat'), upper(statement.label(language, `purposes.${scope.purpose}`))],
      [
        t('which'),
        [...chosen.map(upper), ...(asked.precisely ? [t('precisely', { text: asked.precisely })] : [])].join(
          '\n',
        ),
      ],
      [t('howLong'), t('period', { from: noon(scope.fromOn), until: noon(scope.untilOn) })],
    ],
    rights: [
      t(giving ? 'noGiving' : 'noAsking', who),
      t('withdraw', who),
      t(giving ? 'notMore' : 'notMoreAsked', who),
    ],
  }
}

function roleIn(language: Language, statement: Statement, role: string): string {
  return statement.label(language, `roles.${role}`)
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
