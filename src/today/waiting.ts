import { emergenciesTold, emergenciesWaiting, reviewsWaiting } from '../incidental-access/index.ts'
import { peopleWaiting } from '../people/index.ts'
import type { Site } from '../shell/index.ts'
import { overdueWaiting, signalsWaiting } from '../signals/index.ts'

/**
 * What can wait for somebody, in the order of the page, and what is told on every page besides. Who is for none of it has no such page.
 */
export const TODAY = {
  waiting: [emergenciesWaiting, reviewsWaiting, signalsWaiting, overdueWaiting, peopleWaiting],
  told: emergenciesTold,
} satisfies Pick<Site, 'waiting' | 'told'>
