import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfProven } from '../../scripts/sources.mjs'
import type { ProvenTest } from './promise-state.ts'

/** What the last whole run of the tests wrote down, and whether that was on the sources as they stand here. */
export type Proof = { ranAt: Date | undefined; tests: ProvenTest[] | undefined }

/** Reads proof.json of the project. Tests of other sources prove nothing here, so they are left out. */
export function readProof(root: string): Proof {
  const file = join(root, 'proof.json')
  if (!existsSync(file)) return { ranAt: undefined, tests: undefined }
  const { sources, ranAt, tests } = JSON.parse(readFileSync(file, 'utf8')) as {
    sources: string
    ranAt: string
    tests: ProvenTest[]
  }
  return { ranAt: new Date(ranAt), tests: sources === hashOfProven(root) ? tests : undefined }
}
