export { staffKeysOf } from './staff-keys.ts'
export { peopleWaiting } from './waiting.tsx'
