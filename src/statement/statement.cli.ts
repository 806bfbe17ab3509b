import type { CliCommand, CliIo } from '../cli-command.ts'
import { checkStatement, type RuleFacts } from './check.ts'
import { type Finding, formatFinding, StatementError } from './facts.ts'
import { loadEarlierVersions, loadStatements } from './read.ts'
import type { Statement } from './statement.ts'

/** Reads what the access rules of an organisation speak of. Handed in, because only access/ can read rules. */
export type RuleFactsReader = (statementsFolder: string, organisation: string) => Promise<RuleFacts>

/** The commands of this room: `statement check` and `statement facts`. */
export function statementCommands(ruleFactsOf?: RuleFactsReader): Record<string, CliCommand> {
  return {
    statement: {
      summary: 'check: contradictions in the statements and tensions with the law; facts: the facts as JSON',
      async run(args, io) {
        const [what, organisation] = args
        if (what === 'check') return check(io, ruleFactsOf)
        if (what === 'facts') return printFacts(io, organisation)
        io.err('statement check | statement facts [organisation]')
        return 2
      },
    },
  }
}

async function check(io: CliIo, ruleFactsOf: RuleFactsReader | undefined): Promise<number> {
  const folder = io.config.statements
  const statements = await load(folder, io)
  if (!statements) return 1
  let contradictions = 0
  for (const statement of statements) {
    const { id } = statement.facts.organisation
    const current = checkStatement(statement, await ruleFactsOf?.(folder, id))
    const earlier = await loadEarlierVersions(folder, id)
    const errors = [...current.errors, ...earlier.flatMap((version) => checkStatement(version).errors)]
    print(id, 'error', errors, io.err)
    print(id, 'warning', current.tensions, io.out)
    contradictions += errors.length
    io.out(`${id}: ${errors.length} contradictions, ${current.tensions.length} tensions with the law`)
  }
  return contradictions === 0 ? 0 : 1
}

async function printFacts(io: CliIo, organisation: string | undefined): Promise<number> {
  const statements = await load(io.config.statements, io)
  if (!statements) return 1
  const asked = statements.filter(({ facts }) => !organisation || facts.organisation.id === organisation)
  for (const { facts } of asked) io.out(JSON.stringify(facts, undefined, 2))
  if (asked.length === 0) io.err(`there is no statement of ${organisation}`)
  return asked.length > 0 ? 0 : 1
}

async function load(folder: string, io: CliIo): Promise<Statement[] | undefined> {
  try {
    return await loadStatements(folder)
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    io.err(error.message)
    return undefined
  }
}

function print(
  organisation: string,
  kind: 'error' | 'warning',
  findings: Finding[],
  write: (line: string) => void,
): void {
  for (const finding of findings) {
    const file = finding.file.includes('/') ? finding.file : `statements/${organisation}/${finding.file}`
    write(`${kind}: ${formatFinding({ ...finding, file })}`)
  }
}
