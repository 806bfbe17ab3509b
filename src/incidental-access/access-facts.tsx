import type { Statement } from '../statement/index.ts'
import { DefinitionList, dateInFull, type Language, timeOfDay } from '../web/index.ts'
import type { AccessWords } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'
import type { ReviewItem } from './incidental-access.ts'

type Props = {
  item: ReviewItem
  words: AccessWords | undefined
  statement: Statement
  language: Language
}

/** What somebody asked and said of one access, for who judges it. */
export function AccessFacts({ item: { row, name }, words, statement, language }: Props) {
  const t = incidentalWords(language)
  const parts = row.parts.map((part) => statement.label(language, `parts.${part}`))
  const moment = (at: Date) => `${dateInFull(at, language)} ${timeOfDay(at, language)}`
  const items: [string, string][] = [
    [t('who'), `${name}, ${statement.label(language, `roles.${row.role}`)}`],
    [t('period'), `${moment(row.from_at)} – ${moment(row.until_at)}`],
    [t('purpose'), statement.label(language, `purposes.${row.purpose}`)],
    [t('parts'), new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)],
  ]
  if (words) items.push([row.emergency ? t('dangerLabel') : t('reasonLabel'), words.reason])
  if (words?.mandate) items.push([t('mandateLabel'), words.mandate])
  if (words?.safety) items.push([t('safetyLabel'), words.safety])
  if (words?.toldFrom) items.push([t('toldFromLabel'), dateInFull(words.toldFrom, language)])
  return <DefinitionList items={items} />
}
