export { type AccessWords, accessesOf } from './incidental.store.ts'
