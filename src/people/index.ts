export { staffKeysOf } from './staff-keys.ts'
