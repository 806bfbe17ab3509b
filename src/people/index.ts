export { OwnClearanceNotice, ownClearances } from './own-clearance.tsx'
export { staffKeysOf } from './staff-keys.ts'
