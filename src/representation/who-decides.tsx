import type { BirthDate, PlainDate } from '../kernel/index.ts'
import { type Language, Table, Text } from '../web/index.ts'
import { type Band, bandOn, CAPACITY, type Decider, decidersOf } from './capacity.ts'
import { capacityWords } from './capacity.words.ts'

type Props = {
  birth: BirthDate | undefined
  today: PlainDate
  /** What a worker weighed; undefined when nobody did. */
  able: boolean | undefined
  language: Language
}

/** Who decides about what, by the law for this age and by what a worker weighed. */
export function WhoDecides({ birth, today, able, language }: Props) {
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
            <td>{told(decidersOf(right, band, able), band, language)}</td>
            <td class="small quiet">{law}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

function told(deciders: readonly Decider[], band: Band, language: Language): string {
  const t = capacityWords(language)
  if (deciders.length === 0) return t('nobody')
  const minor = !band.startsWith('adult')
  const words: Record<Decider, string> = {
    self: t('self'),
    'self-when-able': t('selfAble'),
    representative: t(minor ? 'parents' : 'representative'),
    both: t('both'),
  }
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  return list.format(deciders.map((decider) => words[decider]))
}
