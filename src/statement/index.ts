export { compareStatements, type Difference, type FactChange, type WordChange } from './compare.ts'
export type { Activity, Facts, Item } from './facts.ts'
export { type Grant, publishEarlierVersion, publishStatement } from './publish.ts'
export {
  listOrganisations,
  listVersions,
  type PublishedOrganisation,
  type VersionRow,
} from './published.store.ts'
export { inForceOn, type PublishedStatement, publishedStatement } from './published.ts'
export { loadEarlierVersions, loadStatements } from './read.ts'
export { registerOf } from './register.ts'
export { controllerOf, type Entity, entitiesOf } from './register-entities.ts'
export { measuresOf } from './register-terms.ts'
export { type LabelName, makeStatement, type Statement } from './statement.ts'
export type { DataClass, Lang, Part } from './vocabulary.ts'
export type { Chapter } from './words.ts'
