export { whoseDossier } from './dossier-head.ts'
export { homePage } from './home.page.tsx'
export { type ItemValue, itemValue, valuesOf } from './item-value.ts'
export { fullName, shortName, sortName } from './person-name.ts'
export { clauseHref } from './refusal.page.tsx'
export {
  addPage,
  demandEntry,
  demandRight,
  dossierIn,
  type Met,
  meet,
  type Site,
  statementOf,
} from './site.ts'
export type { Asker, Present, Told, Waiting, WaitingGroup, WaitingSource } from './waiting.ts'
export { WhyShown } from './why.tsx'
