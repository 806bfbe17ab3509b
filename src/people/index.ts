export { OwnClearanceNotice, ownClearances } from './own-clearance.tsx'
