export { TODAY } from './waiting.ts'
