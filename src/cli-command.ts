import type { Readable } from 'node:stream'
import type { Config } from './config.ts'

/** What a command may use of the world outside. */
export type CliIo = {
  stdin: Readable
  /** Writes a line of the answer. */
  out(line: string): void
  /** Writes a line about the answer: what went wrong, what is going on. */
  err(line: string): void
  config: Config
}

/** A command of the command line; it returns the exit code: 0 is good, 1 is not, 2 is a question that makes no sense. */
export type CliCommand = { summary: string; run(args: string[], io: CliIo): Promise<number> }
