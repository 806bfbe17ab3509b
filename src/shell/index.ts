export { homePage } from './home.page.ts'
export { clauseHref } from './refusal.page.tsx'
export { addPage, dossierIn, type Met, meet, type Site, statementOf, visitorOf } from './site.ts'
export { WhyShown } from './why.tsx'
