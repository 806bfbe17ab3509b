export { readProof } from './proof-file.ts'
export { promisesPage } from './staff-promises.page.tsx'
