export { waitingConsents } from './consent.ts'
