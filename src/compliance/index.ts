export { startVerifier, type Verifier } from './verify-often.ts'
