import type { Pool } from '../db/index.ts'
import { keepSignals } from './signals.store.ts'

export type SignalRaiser = { raise(): Promise<void>; stop(): Promise<void> }

const FIRST_MS = 5_000
const EVERY_MS = 3_600_000

/**
 * Raises the signals of every organisation soon after the start and then every hour: one that nobody looks for is found all the same,
 * and begins to wait for its judgement.
 */
export function startSignals(options: {
  /** As the worker. */
  pool: Pool
  organisations: readonly string[]
  firstMs?: number
  everyMs?: number
  report(sentence: string): void
}): SignalRaiser {
  const { pool, organisations, firstMs = FIRST_MS, everyMs = EVERY_MS, report } = options
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()

  const raiseAll = async () => {
    for (const organisation of organisations) {
      if (stopped) return
      // One organisation that cannot be looked at must not keep the others from it.
      await keepSignals(pool, organisation).catch((error: Error) =>
        report(`The signals of ${organisation} could not be raised: ${error.message}`),
      )
    }
  }
  const raise = () => {
    running = running.then(raiseAll)
    return running
  }
  const again = async () => {
    await raise()
    if (!stopped) timer = setTimeout(again, everyMs)
  }
  timer = setTimeout(again, firstMs)

  return {
    raise,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
