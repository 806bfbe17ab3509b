import type { CliCommand, CliIo } from '../cli-command.ts'
import { loadStatements } from '../statement/index.ts'
import { promiseStates } from './promise-state.ts'
import { proofReader } from './proof-file.ts'

/** `promises [--json]`: every promise of every statement with its state and the tests that show it. */
export const commands: Record<string, CliCommand> = {
  promises: {
    summary: 'the state of every promise and the tests that show it; --json for programs',
    async run(args, io) {
      if (args.some((arg) => arg !== '--json')) {
        io.err('promises [--json]')
        return 2
      }
      return list(io, args.includes('--json'))
    },
  },
}

async function list(io: CliIo, json: boolean): Promise<number> {
  const statements = await loadStatements(io.config.statements)
  const proof = proofReader(io.config.root)()
  const states = promiseStates(
    statements.flatMap(({ facts }) => facts.clauses.map(({ id }) => id)),
    proof?.tests,
  )
  if (json) {
    // Live figures are for the officer, behind a sign-in: here the evidence is when the tests ran on these very sources.
    const evidence = proof === undefined ? null : { ranAt: proof.ranAt.toISOString() }
    io.out(
      JSON.stringify(
        states.map(({ id, state, tests }) => ({ id, state, tests, evidence })),
        undefined,
        1,
      ),
    )
    return 0
  }
  for (const { id, state, tests } of states)
    io.out(`${id.padEnd(10)} ${state.padEnd(7)} ${tests.length === 1 ? '1 test' : `${tests.length} tests`}`)
  const count = (state: string) => states.filter((one) => one.state === state).length
  io.out(`${count('kept')} kept, ${count('partly')} partly, ${count('open')} open`)
  if (proof === undefined) io.err('The tests have not run on these sources: run npm test first.')
  return 0
}
