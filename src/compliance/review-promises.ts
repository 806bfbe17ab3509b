import { view } from '../door/index.ts'
import { readFigures } from './evidence.store.ts'

/** The officer's look at the promises: a review of the organisation's log, itself in the ledger. */
export const reviewPromises = view({
  event: 'promises.reviewed',
  action: 'review',
  parts: ['access-log'],
  use: 'review',
  run: async (opened) => readFigures(opened),
})
