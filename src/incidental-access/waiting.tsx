import type { Asker, Told, Waiting, WaitingSource } from '../shell/index.ts'
import { daysLate, hearsOfEmergencies, inOrderOfReview, isLate, judgesAccesses } from './access-rules.ts'
import { type Emergency, heardEmergencies } from './emergencies.tsx'
import { countWaitingEmergencies } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'
import { type ReviewItem, reviewList } from './incidental-access.ts'

const ANCHOR = 'emergencies'

/** Emergencies that were used: told at once to who judges them and to the manager of the team, the newest first. */
export const emergenciesWaiting: WaitingSource = {
  isFor: hearsOfEmergencies,
  async groups(asker) {
    const t = incidentalWords(asker.language)
    const heard = await heardEmergencies(asker.site, asker.visitor, asker.facts)
    return [
      {
        id: ANCHOR,
        title: t('usedInEmergency'),
        lead: t(judgesAccesses(asker.can) ? 'usedLeadForJudge' : 'usedLead'),
        lines: heard.filter(({ waits }) => waits).map((one) => emergencyLine(one, asker)),
      },
    ]
  },
}

function emergencyLine({ id, name, role, fromAt }: Emergency, asker: Asker): Waiting {
  const t = incidentalWords(asker.language)
  const judges = judgesAccesses(asker.can)
  return {
    key: id,
    since: fromAt,
    tag: { kind: 'late', words: t('emergency') },
    what: (
      <>
        <b>{name}</b>, {asker.statement.label(asker.language, `roles.${role}`)}
      </>
    ),
    todo: judges
      ? { verb: t('review'), about: name, to: `/incidental-access/reviews/${id}` }
      : { verb: t('seen'), about: name, to: `/incidental-access/emergencies/${id}/seen`, posts: true },
  }
}

/** Every other access that the officer has not judged for good. */
export const reviewsWaiting: WaitingSource = {
  isFor: ({ can }) => judgesAccesses(can),
  async groups(asker) {
    const { site, visitor, facts, language } = asker
    const t = incidentalWords(language)
    const items = asker.take(await site.door.enter(visitor, reviewList, null, undefined))
    // An emergency without any judgement stands above, by itself; nobody judges the own look.
    const waiting = inOrderOfReview(items, site.now()).filter(
      ({ row, emergency, judgement }) =>
        row.staff_id !== facts.actor.id && !(emergency && judgement === undefined),
    )
    const lines = waiting.map((item) => reviewLine(item, asker))
    return [{ id: 'reviews', title: t('looksToReview'), lines, all: '/incidental-access/reviews' }]
  },
}

function reviewLine(item: ReviewItem, { site, statement, language }: Asker): Waiting {
  const t = incidentalWords(language)
  const { row, name, emergency, judgement } = item
  const now = site.now()
  const words = isLate(item, now)
    ? t('daysLate', { days: daysLate(item, now) })
    : emergency
      ? t('emergency')
      : undefined
  const purpose = statement.label(language, `purposes.${row.purpose}`)
  return {
    key: row.access_id,
    since: row.from_at,
    ...(words ? { tag: { kind: 'late', words } } : {}),
    what: (
      <>
        <b>{name}</b>, {statement.label(language, `roles.${row.role}`)}
      </>
    ),
    under: judgement === undefined ? purpose : `${purpose} · ${t('follow-up')}`,
    todo: { verb: t('review'), about: name, to: `/incidental-access/reviews/${row.access_id}` },
  }
}

/** The same emergencies, told in the header of every page until there is a judgement, or it was seen. */
export const emergenciesTold: Told = {
  isFor: hearsOfEmergencies,
  async say({ site, visitor, language }) {
    const count = await site.door.askOwn(visitor, 'review', countWaitingEmergencies)
    if (count === 0) return null
    return <a href={`/today#${ANCHOR}`}>{incidentalWords(language)('toLookAt', { count })}</a>
  },
}
