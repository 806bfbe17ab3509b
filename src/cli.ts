import type { CliCommand, CliIo } from './cli-command.ts'
import { ConfigError, readConfig } from './config.ts'

type Commands = Record<string, CliCommand>

/** Which room has which command. A room is loaded when one of its commands is asked for. */
const rooms: { commands: string[]; load(): Promise<{ commands: Commands }> }[] = [
  { commands: ['config'], load: () => import('./config-command.ts') },
  { commands: ['schema'], load: () => import('./db/commands.ts') },
]

async function main(args: string[]): Promise<number> {
  const [name = '', ...rest] = args
  const room = rooms.find(({ commands }) => commands.includes(name))
  if (!room) return listCommands(name)
  const { commands } = await room.load()
  const command = commands[name]
  if (!command) throw new Error(`The room of the command ${name} does not have it.`)
  return command.run(rest, io())
}

function io(): CliIo {
  return {
    stdin: process.stdin,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    config: readConfig(),
  }
}

async function listCommands(unknown: string): Promise<number> {
  const all = await Promise.all(rooms.map(async ({ load }) => Object.entries((await load()).commands)))
  const lines = all.flat().map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`)
  const complaint = unknown === '' ? [] : [`There is no command "${unknown}".`]
  process.stderr.write(`${[...complaint, 'npm run -s cli -- <command>', ...lines.sort()].join('\n')}\n`)
  return 2
}

// The reader of our answer may have seen enough (| head): no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const known = error instanceof ConfigError || process.env.DEBUG === undefined
  process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`)
  process.exitCode = 1
}
