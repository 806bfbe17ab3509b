import type { BirthDate, PlainDate } from '../kernel/index.ts'
import { type Language, Table, Text } from '../web/index.ts'
import {
  type Band,
  bandOn,
  CAPACITY,
  type Decider,
  decidersOf,
  keepsParentsOut,
  parentsLookAlong,
  type Right,
} from './capacity.ts'
import { capacityWords } from './capacity.words.ts'

type Props = {
  birth: BirthDate | undefined
  today: PlainDate
  /** What a worker weighed; undefined when nobody did. */
  able: boolean | undefined
  /** False: a worker weighed that parents do not look along. */
  parentsMay: boolean
  language: Language
}

/** Who decides about what, by the law for this age and by what a worker weighed. */
export function WhoDecides({ birth, today, able, parentsMay, language }: Props) {
  const t = capacityWords(language)
  if (birth === undefined) return <Text>{t('noBirth')}</Text>
  const band = bandOn(birth, today, able === false)
  return (
    <>
      <Text>{t(band)}</Text>
      <Table caption={t('nowTitle')} head={[t('act'), t('who'), t('law')]} stacks>
        {CAPACITY.map(({ right, law }) => (
          <tr key={right}>
            <th scope="row">{t(right)}</th>
            <td>{told(right, band, { able, parentsMay }, language)}</td>
            <td class="small quiet">{law}</td>
          </tr>
        ))}
      </Table>
      {!parentsMay && parentsLookAlong(band) && (
        <Text small quiet>
          {t('parentsElsewhere')}
        </Text>
      )}
    </>
  )
}

function told(
  right: Right,
  band: Band,
  { able, parentsMay }: { able: boolean | undefined; parentsMay: boolean },
  language: Language,
): string {
  const t = capacityWords(language)
  const deciders = decidersOf(right, band, able, parentsMay)
  const keptOut = keepsParentsOut(right, band, parentsMay)
  if (deciders.length === 0) return t(keptOut ? 'nobodyNow' : 'nobody')
  const minor = !band.startsWith('adult')
  const words: Record<Decider, string> = {
    self: t('self'),
    'self-when-able': t('selfAble'),
    representative: t(minor ? 'parents' : 'representative'),
    both: t('both'),
  }
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  const who = list.format(deciders.map((decider) => words[decider]))
  return keptOut ? t('notParents', { who }) : who
}
