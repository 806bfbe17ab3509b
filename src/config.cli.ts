import type { CliCommand } from './cli-command.ts'
import { VARIABLES, type Variable } from './variables.ts'

/** `config`: the variables of the environment, what they mean and what they are now. */
export const commands: Record<string, CliCommand> = {
  config: {
    summary: 'the variables of the environment, what they mean and what they are now',
    async run(_args, { out }) {
      for (const [name, variable] of Object.entries(VARIABLES)) {
        out(`${name}=${shown(name as Variable)}`)
        out(`    ${variable.means}`)
      }
      return 0
    },
  },
}

function shown(name: Variable): string {
  const variable: { otherwise: string; secret?: boolean } = VARIABLES[name]
  const value = process.env[name]
  if (value && variable.secret) return '(set, not shown)'
  return value || variable.otherwise
}
