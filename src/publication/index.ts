export { addPublication, type PublicationNeeds } from './publication.page.ts'
