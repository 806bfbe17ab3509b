export { type AccessWords, accessesOf } from './incidental.store.ts'
export { emergenciesTold, emergenciesWaiting, reviewsWaiting } from './waiting.tsx'
