export { checkStatement, type RuleFacts } from './check.ts'
export { compareStatements, type Difference, type FactChange, type WordChange } from './compare.ts'
export { type Activity, type Facts, type Finding, formatFinding, type Item, StatementError } from './facts.ts'
export { type Grant, type Publication, publishEarlierVersion, publishStatement } from './publish.ts'
export {
  listOrganisations,
  listVersions,
  type PublishedOrganisation,
  type VersionRow,
} from './published.store.ts'
export { inForceOn, type PublishedStatement, publishedStatement, statementInForce } from './published.ts'
export { loadEarlierVersions, loadStatements } from './read.ts'
export { type ProcessingActivityVersion, type RegisterEntry, registerOf } from './register.ts'
export { controllerOf, type Entity, entitiesOf } from './register-entities.ts'
export { measuresOf } from './register-terms.ts'
export { type LabelName, makeStatement, type Statement } from './statement.ts'
export { type DataClass, type Ground, type Lang, type Part, parts } from './vocabulary.ts'
export type { Chapter } from './words.ts'
