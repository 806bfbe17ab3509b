import type { CliCommand, CliIo } from './cli-command.ts'
import { readConfig } from './config.ts'

type Commands = Record<string, CliCommand>

/** Which room has which command. A room is loaded when one of its commands is asked for, so that each starts fast. */
const rooms: { commands: string[]; load(): Promise<Commands> }[] = [
  { commands: ['config'], load: async () => (await import('./config.cli.ts')).commands },
  { commands: ['schema'], load: async () => (await import('./db/schema.cli.ts')).commands },
  { commands: ['decide', 'matrix'], load: async () => (await import('./access/access.cli.ts')).commands },
  { commands: ['statement'], load: statementRoom },
  { commands: ['promises'], load: async () => (await import('./compliance/compliance.cli.ts')).commands },
  {
    commands: ['account'],
    load: async () => (await import('./identity/accounts/account.cli.ts')).commands,
  },
  { commands: ['ledger'], load: async () => (await import('./ledger/ledger.cli.ts')).commands },
]

/** The statements are held against the rules, which only the room of access can read. */
async function statementRoom(): Promise<Commands> {
  const { statementCommands } = await import('./statement/statement.cli.ts')
  return statementCommands(async (folder, organisation) => {
    const { loadRules, rulesOf } = await import('./access/index.ts')
    return rulesOf(await loadRules(folder), organisation).named
  })
}

async function main(args: string[]): Promise<number> {
  const [name = '', ...rest] = args
  const room = rooms.find(({ commands }) => commands.includes(name))
  const command = (await room?.load())?.[name]
  return command ? command.run(rest, io()) : listCommands(name)
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
  const all = await Promise.all(rooms.map(async ({ load }) => Object.entries(await load())))
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
  const { message, stack } = error as Error
  process.stderr.write(`${process.env.DEBUG ? stack : message}\n`)
  process.exitCode = 1
}
