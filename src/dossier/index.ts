export { Involved, Items } from './dossier-content.tsx'
export { type IdentityRow, insertItem, listIdentities, type NewItem } from './items.store.ts'
export { shownValue } from './shown-value.ts'
