export { type IdentityRow, insertItem, listIdentities, type NewItem } from './items.store.ts'
