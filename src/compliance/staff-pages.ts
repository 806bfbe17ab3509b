export { promisesPage } from './staff-promises.page.tsx'
