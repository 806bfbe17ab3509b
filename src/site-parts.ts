import type { Statement } from './statement/index.ts'
import type { Brand, LogLine } from './web/index.ts'

/** The clock and the log of a site; tests bring their own. */
export type Now = { now: () => Date; log: (line: LogLine) => void }

export const realTime: Now = {
  now: () => new Date(),
  log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
}

/** An organisation as the sign-in page offers it. */
export function brandOf({ facts }: Statement, publicOrigin: string): Brand {
  const { id, name } = facts.organisation
  return { id, name, theme: facts.theme, privacyHref: `${publicOrigin}/${id}/privacy` }
}
