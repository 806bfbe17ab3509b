import type { Statement } from '../statement/index.ts'

/** Whether an organisation may keep the BSN of its clients: then people sign in with DigiD, else with a code of a worker. */
export function keepsBsn(statement: Statement): boolean {
  return statement.facts.items.some(({ kind }) => kind === 'bsn')
}
