export { CopySchema } from './copy.schema.ts'
