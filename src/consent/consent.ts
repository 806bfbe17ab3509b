import { command, view } from '../door/index.ts'
import {
  countWaiting,
  endConsent,
  insertAnswer,
  insertConsent,
  listConsents,
  type NewConsent,
} from './consent.store.ts'

/** The consents of a dossier, for a worker who is involved and for the client. */
export const consents = view({
  event: 'consents.read',
  action: 'read',
  parts: ['existence', 'consents'],
  use: 'support',
  run: async (opened) => listConsents(opened, undefined),
})

/** One consent with its words: the form as it was agreed to. Undefined when there is none. */
export const consent = view({
  event: 'consent.read',
  action: 'read',
  parts: ['existence', 'consents'],
  use: 'support',
  run: async (opened, id: string) => (await listConsents(opened, id))[0],
})

/** How many requests wait for whoever opens the portal. */
export const waitingConsents = view({
  event: 'portal.opened',
  action: 'read',
  parts: ['existence', 'consents'],
  use: 'support',
  run: async (opened) => countWaiting(opened),
})

/** A worker who is involved asks for consent. */
export const askConsent = command({
  event: 'consent.asked',
  parts: ['consents'],
  use: 'support',
  run: async (opened, asked: NewConsent) => {
    await opened.loadKeys([opened.dossierId])
    return insertConsent(opened, asked)
  },
})

/** A worker takes a request back that nobody answered yet. Whether there was one. */
export const takeBackRequest = command({
  event: 'consent.taken-back',
  parts: ['consents'],
  use: 'support',
  run: async (opened, id: string) => endConsent(opened, { id, ifGiven: false }),
})

/** Which request, and the fingerprint of the words that were read. */
export type ToAnswer = { id: string; fingerprint: string }

/** The client, or who acts by law, says yes. The database asks that this person showed a moment ago who they are. */
export const giveConsent = command({
  event: 'consent.given',
  parts: ['consents'],
  use: 'support',
  run: async (opened, answered: ToAnswer) => insertAnswer(opened, { ...answered, given: true }),
})

/** Says no. To say no nobody signs in anew. */
export const refuseConsent = command({
  event: 'consent.refused',
  parts: ['consents'],
  use: 'support',
  run: async (opened, answered: ToAnswer) => insertAnswer(opened, { ...answered, given: false }),
})

/** Withdraws what was given, at once. Whether there was something to withdraw. */
export const withdrawConsent = command({
  event: 'consent.withdrawn',
  parts: ['consents'],
  use: 'support',
  run: async (opened, id: string) => endConsent(opened, { id, ifGiven: true }),
})
