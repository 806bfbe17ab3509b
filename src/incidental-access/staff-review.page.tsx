import { addPage, type Met, meet, type Site, statementOf } from '../shell/index.ts'
import {
  dateInFull,
  Heading,
  Line,
  Link,
  List,
  Notice,
  Page,
  PageHead,
  sendPage,
  Tag,
  Text,
  timeOfDay,
  type View,
} from '../web/index.ts'
import { inOrderOfReview, isLate, waits } from './access-rules.ts'
import { incidentalWords } from './incidental.words.ts'
import { JUDGEMENTS, type ReviewItem, reviewList } from './incidental-access.ts'

/** `/incidental-access/reviews`: what the data protection officer has to judge (TOM-9.8). */
export function reviewsPage(site: Site): void {
  addPage(site, 'GET', '/incidental-access/reviews', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.enter(visitor, reviewList, null, undefined))
    const { judged } = request.query as { judged?: string }
    return sendPage(reply, <ListPage {...{ site, met }} view={request.view} saved={judged === '1'} />)
  })
}

function ListPage({
  site,
  view,
  met,
  saved,
}: {
  site: Site
  view: View
  met: Met<ReviewItem[]>
  saved: boolean
}) {
  const { language } = view
  const t = incidentalWords(language)
  const waiting = inOrderOfReview(met.value, site.now())
  const judged = met.value.filter((item) => !waits(item)).toReversed()
  return (
    <Page view={view} title={t('reviewsTitle')} current="/incidental-access/reviews">
      {saved && <Notice kind="good">{t('saved')}</Notice>}
      <PageHead title={t('reviewsTitle')} lead={t('reviewsLead')} />
      <Heading>{t('toReview')}</Heading>
      {waiting.length === 0 ? (
        <Text>{t('noneToReview')}</Text>
      ) : (
        <List label={t('toReview')}>
          {waiting.map((item) => (
            <ReviewLine key={item.row.access_id} {...{ site, item, language, met }} />
          ))}
        </List>
      )}
      {judged.length > 0 && (
        <>
          <Heading>{t('judged')}</Heading>
          <List label={t('judged')}>
            {judged.map((item) => (
              <ReviewLine key={item.row.access_id} {...{ site, item, language, met }} />
            ))}
          </List>
        </>
      )}
    </Page>
  )
}

type LineProps = { site: Site; item: ReviewItem; language: View['language']; met: Met<unknown> }

function ReviewLine({ site, item, language, met }: LineProps) {
  const t = incidentalWords(language)
  const statement = statementOf(site, met.facts)
  const { row, name, judge, judgement } = item
  return (
    <Line
      mark={timeOfDay(row.from_at, language)}
      action={waits(item) && <Link href={`/incidental-access/reviews/${row.access_id}`}>{t('review')}</Link>}
    >
      {dateInFull(row.from_at, language)}: <b>{name}</b>, {statement.label(language, `roles.${row.role}`)}{' '}
      {row.emergency && <Tag kind="late">{t('emergency')}</Tag>}{' '}
      {isLate(item, site.now()) && <Tag kind="late">{t('late')}</Tag>}
      <br />
      <span class="small quiet">{statement.label(language, `purposes.${row.purpose}`)}</span>
      {isJudgement(judgement) && row.judged_at && (
        <>
          <br />
          <span class="small">
            {t('judgedBy', { judgement: t(judgement), name: judge ?? '', at: row.judged_at })}
          </span>
        </>
      )}
    </Line>
  )
}

function isJudgement(word: string | undefined): word is (typeof JUDGEMENTS)[number] {
  return JUDGEMENTS.some((one) => one === word)
}
