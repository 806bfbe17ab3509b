import { command, view } from '../door/index.ts'
import {
  insertJudgement,
  listJudgements,
  type NewJudgement,
  revokeJudgement,
} from './capacity-judgement.store.ts'

/**
 * What workers weighed: whether the client can decide alone, and whether parents may look along. The newest that was not taken back
 * holds; the database keeps a parent out by it.
 */
export const capacityJudgements = view({
  event: 'capacity.read',
  action: 'read',
  parts: ['existence', 'identity', 'network'],
  use: 'support',
  run: async (opened) => listJudgements(opened),
})

export const judgeCapacity = command({
  event: 'capacity.weighed',
  parts: ['network'],
  use: 'support',
  run: async (opened, judgement: NewJudgement) => {
    await opened.loadKeys([opened.dossierId])
    return insertJudgement(opened, judgement)
  },
})

export const takeBackJudgement = command({
  event: 'capacity.taken-back',
  parts: ['network'],
  use: 'support',
  run: async (opened, judgementId: string) => revokeJudgement(opened, judgementId),
})
