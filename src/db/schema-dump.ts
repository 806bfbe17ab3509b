import type { Pool } from './pool.ts'

/** Placeholder replaced below. */
export async function dumpSchema(_pool: Pool): Promise<string> {
  return ''
}
