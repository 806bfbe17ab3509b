import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfProven } from '../../scripts/sources.mjs'
import type { ProvenTest } from './promise-state.ts'

/** What the last whole run of the tests wrote down; undefined when none ran on the sources as they stand here. */
export type Proof = { ranAt: Date; tests: ProvenTest[] } | undefined

/**
 * Reads proof.json of the project. Tests of other sources prove nothing here, so they are left out. The sources of a running
 * program do not change: they are hashed once, at the first question.
 */
export function proofReader(root: string): () => Proof {
  const file = join(root, 'proof.json')
  let own: string | undefined
  return () => {
    if (!existsSync(file)) return undefined
    const { sources, ranAt, tests } = JSON.parse(readFileSync(file, 'utf8')) as {
      sources: string
      ranAt: string
      tests: ProvenTest[]
    }
    own ??= hashOfProven(root)
    return sources === own ? { ranAt: new Date(ranAt), tests } : undefined
  }
}
