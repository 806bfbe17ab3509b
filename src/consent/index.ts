export { type AskedRow, askedOf } from './consent.store.ts'
export { waitingConsents } from './consent.ts'
